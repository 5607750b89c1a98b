"""What apps and consents decline, in words for the person."""

from typing import ClassVar

from django.utils.translation import gettext as _

from core.refusals import Refusal


class AppUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such app."))


class TooManyApps(Refusal):
    slug: ClassVar[str] = "refused"

    def __init__(self, most: int) -> None:
        super().__init__(_("You have %(most)s apps, which is the most. Remove one first.") % {"most": most})


class AppNameNeeded(Refusal):
    slug: ClassVar[str] = "refused"

    def __init__(self) -> None:
        super().__init__(_("Enter the name people know the app by."), field="name")


class HomePageRefused(Refusal):
    slug: ClassVar[str] = "refused"

    def __init__(self) -> None:
        super().__init__(_("Enter an address like https://example.com"), field="home_page")


class RedirectNeeded(Refusal):
    slug: ClassVar[str] = "refused"

    def __init__(self) -> None:
        super().__init__(_("Enter at least one address people come back to."), field="redirect_uris")


class RedirectRefused(Refusal):
    slug: ClassVar[str] = "refused"

    def __init__(self, address: str) -> None:
        message = _(
            "%(address)s cannot be used. Write a whole address like https://example.com/back, without #; http"
            " only for 127.0.0.1 or localhost."
        )
        super().__init__(message % {"address": address[:80]}, field="redirect_uris")


class TooManyRedirects(Refusal):
    slug: ClassVar[str] = "refused"

    def __init__(self, most: int) -> None:
        super().__init__(_("An app has at most %(most)s addresses.") % {"most": most}, field="redirect_uris")


class ScopeNotOffered(Refusal):
    slug: ClassVar[str] = "scope_unknown"

    def __init__(self, scope: str) -> None:
        super().__init__(_("Apps cannot ask for %(scope)s.") % {"scope": scope[:40]}, field="scopes")


class AppChangedElsewhere(Refusal):
    slug: ClassVar[str] = "changed_elsewhere"
    status: ClassVar[int] = 412

    def __init__(self) -> None:
        super().__init__(_("The app was changed in another window. Look at it again, then change it."))


class NothingAllowed(Refusal):
    slug: ClassVar[str] = "scope_needed"

    def __init__(self) -> None:
        super().__init__(_("Choose at least one thing the app may do, or refuse."), field="scopes")


class BooksNeeded(Refusal):
    slug: ClassVar[str] = "refused"

    def __init__(self) -> None:
        super().__init__(_("Choose at least one of your books, or refuse."), field="books")


class BeyondRole(Refusal):
    """Somebody can pass on only what they may do themselves."""

    slug: ClassVar[str] = "role_not_allowed"
    status: ClassVar[int] = 403

    def __init__(self, *, book: str, role: str, sentence: str) -> None:
        message = _(
            "In %(book)s you are %(role)s and cannot allow: %(sentence)s. Leave that out, or leave out this book."
        )
        super().__init__(message % {"book": book, "role": role, "sentence": sentence}, field="books")
