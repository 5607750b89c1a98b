"""The person behind the token: name, language, and how pages look to them."""

from typing import Annotated, Literal
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from ninja import Schema
from pydantic import Field

from api.kit.answers import Answer, Row
from api.kit.caller import BookCall, CallerRequest
from api.kit.resource import Resource
from businesses.models import User
from businesses.operations.members import leave_book
from businesses.operations.people import Choices, change_choices
from businesses.second_factor.queries import factors_of

Language = Literal["en", "hi", "bn"]
Digits = Literal["latn", "deva", "beng"]
Theme = Literal["auto", "light", "dark"]


class Person(Answer):
    """`second_factor` names what the person proves besides: app, passkey, or nothing."""

    user_id: UUID
    name: str
    mobile: str
    email: str
    language: str
    digits: str
    theme: str
    big_text: bool
    second_factor: list[str]


class PersonChange(Schema):
    """Members left out stay as they are."""

    name: Annotated[str | None, Field(max_length=120, examples=["আশা সেন"])] = None
    language: Language | None = None
    digits: Digits | None = None
    theme: Theme | None = None
    big_text: bool | None = None


class LeftBusiness(Answer):
    business_id: UUID
    name: str


router = Resource(singular="person", plural="people", row=Person, tag="Tokens and devices")


@router.one("/me", scope="profile.manage")
def get_me(request: CallerRequest) -> Row:
    """The person the token belongs to."""
    return said_of(_person(request))


@router.change("/me", scope="profile.manage", revised=False)
def change_me(request: CallerRequest, asked: PersonChange) -> Row:
    """Change the name, the language, and how pages look."""
    person = _person(request)
    said = {name: value for name, value in asked.dict().items() if value is not None}
    standing = {
        "name": person.name, "language": person.language or settings.LANGUAGE_CODE, "digits": person.digits,
        "theme": person.theme, "big_text": person.big_text,
    }  # fmt: skip
    choices = Choices(**{**standing, **said})
    change_choices(user_id=person.pk, actor=request.actor, choices=choices, now=timezone.now())
    return said_of(_person(request))


@router.act("/businesses/{uuid:business_id}/leave", scope="profile.manage", can="khata.read", row=LeftBusiness,
            singular="business", keyed=False)  # fmt: skip
def leave_business(request: BookCall, business_id: UUID) -> Row:
    """Take yourself out of a book; what you wrote stays. Its only owner cannot. Sent again, there is no such book."""
    leave_book(business_id=business_id, actor=request.actor, now=timezone.now())
    return {"business_id": business_id, "name": request.business.name}


def _person(request: CallerRequest) -> User:
    return User.objects.get(pk=request.caller.user_id)


def said_of(person: User) -> Row:
    return {
        "user_id": person.pk,
        "name": person.name,
        "mobile": person.phone or "",
        "email": person.email or "",
        "language": person.language,
        "digits": person.digits,
        "theme": person.theme,
        "big_text": person.big_text,
        "second_factor": factors_of(person.pk).kinds,
    }
