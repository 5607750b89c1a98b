"""The number and e-mail a person proved to be theirs."""

from allauth.account.models import EmailAddress

from businesses.models import User


def proved_contacts(user: User) -> list[str]:
    """The phone (E.164) and the e-mail, as far as a code came back from there."""
    proved = [user.phone] if user.phone and user.phone_verified else []
    if user.email and EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists():
        proved.append(user.email)
    return proved
