"""The number and e-mail a person proved to be theirs, and whether somebody else seems to have the number."""

from uuid import UUID

from allauth.account.models import EmailAddress

from businesses.models import AccountClaim, User


def proved_contacts(user: User) -> list[str]:
    """The phone (E.164) and the e-mail, as far as a code came back from there."""
    proved = [user.phone] if user.phone and user.phone_verified else []
    if user.email and EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists():
        proved.append(user.email)
    return proved


def is_claimed(user_id: UUID) -> bool:
    """Whether somebody with the person's phone waits for a second proof."""
    return AccountClaim.objects.filter(user_id=user_id, closed_at=None).exists()
