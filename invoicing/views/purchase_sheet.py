"""A supplier's bill while it is written, with the photo that came along."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import QueryDict
from django.utils import timezone

from businesses.access import BookRequest
from core.refusals import Refusal
from invoicing.content import PaperContent
from invoicing.forms.lines import LineRow
from invoicing.forms.papers import PaperForm
from invoicing.forms.purchases import PurchaseForm, PurchaseRow, ScanForm, clause_choices
from invoicing.models import Paper, PaperKind
from invoicing.operations.files import attach_file
from invoicing.queries.choices import Choice, line_accounts, taken_often
from invoicing.views.sheet import Sheet
from ledger.models import PartyKind


class PurchaseSheet(Sheet):
    space, new_kind = "purchases", PartyKind.SUPPLIER.value
    last_kind = PaperKind.BILL.value
    HEAD = (*Sheet.HEAD, "number")
    FIELDS = (*Sheet.FIELDS, "account", "credit_clause", "expires_on")

    def __init__(self, request: BookRequest, *, kind: str, paper: Paper | None = None) -> None:
        super().__init__(request, kind=kind, paper=paper)
        self.accounts = line_accounts(self.business_id, bought=True)
        self.clauses = clause_choices() if self.is_indian else []
        self.scan = ScanForm()

    def bind(self, said: QueryDict) -> None:
        super().bind(said)
        self.scan = ScanForm(said, self.request.FILES)

    def content(self) -> PaperContent | None:
        found = super().content()
        return found if self.scan.is_valid() else None

    def keep_files(self, paper_id: uuid.UUID) -> None:
        scan = self.scan.cleaned_data["photo"] if self.scan.is_bound else None
        if scan is None:
            return
        try:
            attach_file(
                business_id=self.business_id, actor=self.request.actor, paper_id=paper_id, scan=scan,
                name=self.scan.file_name, now=timezone.now(),
            )  # fmt: skip
        except Refusal as refusal:
            messages.error(self.request, refusal.message)

    def usual(self) -> list[Choice]:
        return taken_often(self.business_id, self.party_id, is_sale=False)

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "scan": self.scan,
            "is_draft": self.paper is None or not self.paper.approved_at,
        }

    def _head(self, *data: Any, **more: Any) -> PaperForm:
        return PurchaseForm(
            *data, business_id=self.business_id, is_indian=self.is_indian, kind=self.kind, branches=self.branches,
            **more,
        )  # fmt: skip

    def _row(self, place: int, *data: Any, **more: Any) -> LineRow:
        return PurchaseRow(
            *data, taxes=self.taxes, apart=self.apart, accounts=self.accounts, clauses=self.clauses,
            prefix=str(place), **more,
        )  # fmt: skip
