"""What was approved is taken out, asked once more on a page of its own: a sale and a purchase alike."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from businesses.access import BookRequest
from core.htmx import redirect
from core.refusals import Refusal
from invoicing.forms.papers import TakeOutForm
from invoicing.models import Paper
from invoicing.operations.states import void_paper
from ledger.views.replies import named, show_in


def taken_out(request: BookRequest, kept: Paper, *, back: str, is_purchase: bool = False) -> HttpResponse:
    """The page that asks, or what came of the answer; `back` is the page of the paper."""
    number = kept.number or kept.get_kind_display()
    form = TakeOutForm(request.POST or None, initial={"base_rev": kept.rev})
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            void_paper(
                business_id=request.business.pk, actor=request.actor, paper_id=kept.pk, now=timezone.now(),
                base_rev=form.cleaned_data["base_rev"], reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except Refusal as refusal:
            show_in(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("%(number)s was taken out.") % {"number": named(number)})
            return redirect(request, back)
    context = {"form": form, "kept": kept, "back": back, "is_purchase": is_purchase, "number": number}
    return render(request, "invoicing/take_out.html", context, status=status)
