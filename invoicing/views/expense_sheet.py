"""An expense while it is written, with the photo that came along."""

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _

from businesses.access import BookRequest
from core.ids import uuid7
from core.money import format_amount
from core.refusals import Refusal
from invoicing.expenses import ExpenseContent, expense_content, paper_content
from invoicing.forms.expenses import ExpenseForm
from invoicing.forms.lines import TREATMENTS, tax_choices
from invoicing.models import Paper
from invoicing.operations.approving import approve_new
from invoicing.operations.drafts import save_draft
from invoicing.operations.files import attach_file
from invoicing.operations.writing import content_of, lines_of
from invoicing.queries.expenses import cost_accounts, money_accounts, spent_often, vendors
from ledger.charts.names import shown
from ledger.views.branches import open_branches, usual_branch
from ledger.views.contexts import today_of
from taxes.queries.rates import rates_on


class ExpenseSheet:
    """`paper` is the expense that is changed, None for a new one."""

    def __init__(self, request: BookRequest, paper: Paper | None = None) -> None:
        self.request, self.paper, self.business_id = request, paper, request.business.pk
        standing = expense_content(content_of(paper, lines_of(paper))) if paper else None
        day = standing.day if standing else today_of(request)
        taxes = tax_choices(rates_on(self.business_id, day=day))[1:]
        choices: dict[str, Any] = {
            "accounts": self._accounts(), "money": _named(money_accounts(self.business_id)),
            "vendors": vendors(self.business_id, named=standing.vendor_id if standing else None),
            "taxes": [("", _("None, or not to be set off")), *taxes], "is_indian": request.business.country == "IN",
            "branches": [] if paper else open_branches(request),
        }  # fmt: skip
        if request.method == "POST":
            self.form = ExpenseForm(request.POST, request.FILES, **choices)
        else:
            initial = self._said(standing) if standing else self._fresh(choices["money"])
            self.form = ExpenseForm(initial=initial, **choices)

    def save(self, *, now: datetime.datetime) -> uuid.UUID:
        """The id of the expense. Raises what approve_new and save_draft raise."""
        content = paper_content(self.business_id, self._content())
        shared: dict[str, Any] = {
            "business_id": self.business_id, "actor": self.request.actor, "content": content,
            "made_at": now, "now": now,
        }  # fmt: skip
        if self.paper is None:
            made = approve_new(paper_id=self.form.cleaned_data["paper_id"], **shared).paper_id
        else:
            base_rev = self.form.cleaned_data["base_rev"] or self.paper.rev
            made = save_draft(paper_id=self.paper.pk, base_rev=base_rev, **shared).paper_id
        self._keep_file(made, now=now)
        return made

    def _keep_file(self, paper_id: uuid.UUID, *, now: datetime.datetime) -> None:
        scan = self.form.cleaned_data["photo"]
        if scan is None:
            return
        try:
            attach_file(
                business_id=self.business_id, actor=self.request.actor, paper_id=paper_id, scan=scan,
                name=self.form.file_name, now=now,
            )  # fmt: skip
        except Refusal as refusal:
            messages.error(self.request, refusal.message)

    def _content(self) -> ExpenseContent:
        said = self.form.cleaned_data
        tax = said["tax"]
        is_treatment = tax in {value for value, _name in TREATMENTS}
        return ExpenseContent(
            account_id=said["account"], paid_through_id=said["paid_through"], amount=said["amount"], day=said["day"],
            words=said["words"], vendor_id=said["vendor"], their_registration=said["their_registration"],
            place=said.get("place", ""), tax_id=uuid.UUID(tax) if tax and not is_treatment else None,
            treatment=tax if is_treatment else "", hsn=said.get("hsn", ""),
            credit_clause=said.get("credit_clause", ""), reverse_charge=said.get("reverse_charge", False),
            reference=said["reference"], note=said["note"],
            branch_id=self.paper.branch_id if self.paper else said.get("branch"),
        )  # fmt: skip

    def _accounts(self) -> dict[uuid.UUID, str]:
        """Those spent on often come first."""
        known = _named(cost_accounts(self.business_id))
        often = {key: known[key] for key in spent_often(self.business_id) if key in known}
        return often | known

    def _fresh(self, money: dict[uuid.UUID, str]) -> dict[str, Any]:
        return {
            "paper_id": uuid7(), "day": today_of(self.request), "paid_through": str(next(iter(money), "")),
            "branch": usual_branch(self.request) or "",
        }  # fmt: skip

    def _said(self, standing: ExpenseContent) -> dict[str, Any]:
        paper = self.paper
        return {
            "paper_id": paper.pk if paper else "", "base_rev": paper.rev if paper else "", "day": standing.day,
            "amount": format_amount(standing.amount, trim=True), "account": str(standing.account_id),
            "words": standing.words, "paid_through": str(standing.paid_through_id), "reference": standing.reference,
            "vendor": str(standing.vendor_id or ""), "tax": standing.treatment or str(standing.tax_id or ""),
            "their_registration": standing.their_registration, "hsn": standing.hsn, "place": standing.place,
            "credit_clause": standing.credit_clause, "reverse_charge": standing.reverse_charge,
            "note": standing.note,
        }  # fmt: skip


def _named(accounts: dict[uuid.UUID, str]) -> dict[uuid.UUID, str]:
    return {key: shown(name) for key, name in accounts.items()}
