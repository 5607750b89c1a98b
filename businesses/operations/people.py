"""People: made when the code they were sent comes back, and their own choices."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from audit.trail import News, append_to_user
from businesses.actors import Actor
from businesses.books import lock_user
from businesses.models import User
from core.text import clean_line

NAME_MAX = 120


@dataclass(frozen=True)
class PersonFound:
    user: User
    is_new: bool


def person_of_phone(*, phone: str, language: str) -> PersonFound:
    """The person with this number (E.164, proved by a code just now), made when there is none."""
    defaults = {"phone_verified": True, "language": language, "password": make_password(None)}
    user, is_new = User.objects.get_or_create(phone=phone, defaults=defaults)
    if not user.phone_verified:
        user.phone_verified = True
        user.language = user.language or language
        user.save(update_fields=["phone_verified", "language"])
    return PersonFound(user=user, is_new=is_new)


@transaction.atomic
def person_of_email(*, email: str, password_hash: str, language: str) -> PersonFound:
    """The person with this e-mail (proved by a code just now), made when there is none.

    The password becomes the one typed with it: whoever reads the mailbox may set it. A changed password
    ends the person's other sessions.
    """
    defaults = {"language": language, "password": password_hash}
    user, is_new = User.objects.get_or_create(email=email, defaults=defaults)
    if not is_new:
        user.password = password_hash
        user.language = user.language or language
        user.save(update_fields=["password", "language"])
    EmailAddress.objects.update_or_create(
        user=user, email=email, defaults={"verified": True, "primary": True}
    )
    return PersonFound(user=user, is_new=is_new)


@dataclass(frozen=True)
class Choices:
    """What a person chose for every page: language code, digit set, theme (auto, light, dark), big text."""

    name: str
    language: str
    digits: str
    theme: str
    big_text: bool


@transaction.atomic
def change_choices(*, user_id: UUID, actor: Actor, choices: Choices, now: datetime) -> None:
    """Keep a person's name and choices. Raises TextError for a name that cannot be kept."""
    name = clean_line(choices.name, max_length=NAME_MAX, field="name")
    seq = lock_user(user_id)
    User.objects.filter(pk=user_id).update(
        name=name,
        language=choices.language,
        digits=choices.digits,
        theme=choices.theme,
        big_text=choices.big_text,
    )
    contents = {"language": choices.language, "digits": choices.digits, "theme": choices.theme}
    news = News(
        seq=seq, verb="user.updated", subject_kind="user", subject_id=user_id, rev=0, amount=None,
        contents={"name": name, **contents, "big_text": choices.big_text},
    )  # fmt: skip
    append_to_user(user_id=user_id, at=now, actor=actor, news=news)


@transaction.atomic
def give_name(*, user_id: UUID, actor: Actor, name: str, now: datetime) -> str:
    """Keep the name of a person who has none; the name they have then, "" for none. Raises TextError."""
    name = clean_line(name, max_length=NAME_MAX, field="name")
    standing = User.objects.values_list("name", flat=True).get(pk=user_id)
    if standing or not name:
        return standing
    seq = lock_user(user_id)
    User.objects.filter(pk=user_id).update(name=name)
    news = News(
        seq=seq, verb="user.updated", subject_kind="user", subject_id=user_id, rev=0, amount=None,
        contents={"name": name},
    )  # fmt: skip
    append_to_user(user_id=user_id, at=now, actor=actor, news=news)
    return name


@transaction.atomic
def choose_language(*, user_id: UUID, actor: Actor, language: str, now: datetime) -> None:
    """Keep the language a person chose."""
    seq = lock_user(user_id)
    User.objects.filter(pk=user_id).update(language=language)
    news = News(
        seq=seq, verb="user.updated", subject_kind="user", subject_id=user_id, rev=0, amount=None,
        contents={"language": language},
    )  # fmt: skip
    append_to_user(user_id=user_id, at=now, actor=actor, news=news)
