"""What vouchers and the chart of accounts may decline, in words for the user."""

from typing import ClassVar

from django.utils.translation import gettext as _

from core.money import format_money
from core.refusals import Refusal


class VoucherUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such voucher in this book."))


class VoucherUnbalanced(Refusal):
    slug: ClassVar[str] = "voucher_unbalanced"

    def __init__(self, *, difference: int, currency: str) -> None:
        by = {"amount": format_money(abs(difference), currency=currency)}
        said = (
            _("Debit is %(amount)s more than credit. Both sides must be the same.") % by
            if difference > 0
            else _("Credit is %(amount)s more than debit. Both sides must be the same.") % by
        )
        super().__init__(said, field="lines")


class VoucherLinesRefused(Refusal):
    """Too few lines or too many."""

    slug: ClassVar[str] = "voucher_lines"

    def __init__(self, *, most: int) -> None:
        super().__init__(
            _("Write 2 to %(most)s lines, each with an account and an amount above 0.") % {"most": most},
            field="lines",
        )


class PartyNeeded(Refusal):
    slug: ClassVar[str] = "party_needed"

    def __init__(self, *, account: str) -> None:
        super().__init__(
            _("Choose whose khata the line on %(account)s belongs to.") % {"account": account}, field="lines"
        )


class PartyMisplaced(Refusal):
    slug: ClassVar[str] = "party_misplaced"

    def __init__(self, *, account: str) -> None:
        super().__init__(
            _("A line on %(account)s has no party. Take the party out, or choose another account.")
            % {"account": account},
            field="lines",
        )


class PartyLinesCancel(Refusal):
    slug: ClassVar[str] = "party_lines_cancel"

    def __init__(self, *, name: str) -> None:
        super().__init__(
            _("The lines of %(name)s come to nothing together. Take them out.") % {"name": name},
            field="lines",
        )


class NotAContra(Refusal):
    slug: ClassVar[str] = "not_a_contra"

    def __init__(self) -> None:
        super().__init__(
            _(
                "A contra moves money between cash and bank accounts only. Write a journal voucher for others."
            ),
            field="lines",
        )


class AccountClosed(Refusal):
    slug: ClassVar[str] = "account_inactive"

    def __init__(self, *, account: str) -> None:
        super().__init__(
            _("The account %(account)s is closed. Choose another one.") % {"account": account}, field="lines"
        )


class VoucherLineStands(Refusal):
    """A line of a voucher in a khata was to be changed by itself."""

    slug: ClassVar[str] = "voucher_line"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(_("This line belongs to a voucher of the accountant. Change the voucher."))


class CodeTaken(Refusal):
    slug: ClassVar[str] = "code_taken"
    status: ClassVar[int] = 409

    def __init__(self, *, code: str) -> None:
        super().__init__(
            _("An account has the code %(code)s already. Choose another code.") % {"code": code}, field="code"
        )


class CodeRefused(Refusal):
    slug: ClassVar[str] = "code_refused"

    def __init__(self) -> None:
        super().__init__(_("Write a code of 1 to 12 letters, digits, dots or dashes."), field="code")


class AccountNameMissing(Refusal):
    slug: ClassVar[str] = "account_name_missing"

    def __init__(self) -> None:
        super().__init__(_("Write a name for the account."), field="name")


class AccountKindRefused(Refusal):
    """An account under one of another kind, or under one that keeps khatas."""

    slug: ClassVar[str] = "account_kind_refused"

    def __init__(self) -> None:
        super().__init__(_("Choose an account of the same kind to put it under."), field="parent")


class AccountKept(Refusal):
    """A built-in account was to be closed."""

    slug: ClassVar[str] = "account_kept"
    status: ClassVar[int] = 409

    def __init__(self, *, account: str) -> None:
        super().__init__(
            _("The book needs the account %(account)s. It can have another name, and stays open.")
            % {"account": account}
        )


class AccountNotEmpty(Refusal):
    slug: ClassVar[str] = "account_not_empty"
    status: ClassVar[int] = 409

    def __init__(self, *, account: str) -> None:
        super().__init__(
            _("The account %(account)s is not at zero, or others stand under it. Clear it first.")
            % {"account": account}
        )


class TooManyAccounts(Refusal):
    slug: ClassVar[str] = "too_many_accounts"

    def __init__(self, *, most: int) -> None:
        super().__init__(_("A book has %(most)s accounts at most. Close one first.") % {"most": most})


class OpeningsDiffer(Refusal):
    """The opening sheet does not come out even, and nobody said where the rest goes."""

    slug: ClassVar[str] = "openings_differ"

    def __init__(self, *, difference: int, currency: str) -> None:
        by = {"amount": format_money(abs(difference), currency=currency)}
        said = (
            _("Debit is %(amount)s more than credit. Mend it, or put the difference on Opening balances.")
            % by
            if difference > 0
            else _(
                "Credit is %(amount)s more than debit. Mend it, or put the difference on Opening balances."
            )
            % by
        )
        super().__init__(said, field="lines")


class OpeningAccountRefused(Refusal):
    slug: ClassVar[str] = "opening_account_refused"

    def __init__(self, *, account: str) -> None:
        super().__init__(
            _("%(account)s is not written here: it follows from the other lines.") % {"account": account},
            field="lines",
        )
