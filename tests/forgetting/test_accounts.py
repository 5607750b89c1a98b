"""Somebody takes their own data along, and their account away."""

import io
import json
import zipfile

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse

from api.models import DeviceSession, Token
from api.oauth.models import Consent
from audit.erasing import written_down
from audit.models import Event
from businesses.actors import Actor
from businesses.models import AccountNote, BrowserSession, Device, Membership, User
from businesses.operations.leaving import OwnsBooks, SignNotTyped, erase_account
from businesses.roles import Role
from core.ids import uuid7
from ledger.exports.own import ask_for_own, own_file
from ledger.queries.entries import entry_card
from tests.api.oauth.partners import let_in, register
from tests.api.programs import program_of
from tests.forgetting.traces import shown, texts, work
from tests.ledger.shops import NOW, open_shop

NAME, PHONE, MAIL = "Zqforget Tirodkar", "+919812345670", "zqforget@example.com"


def bilal_of(shop) -> User:
    """A member who signed in everywhere, and let an app in."""
    actor = shop.member(Role.MANAGER)
    User.objects.filter(pk=actor.user_id).update(name=NAME, phone=PHONE, email=MAIL)
    user = User.objects.get(pk=actor.user_id)
    EmailAddress.objects.create(user=user, email=MAIL, verified=True, primary=True)
    AccountNote.objects.create(user=user, kind="signed_in", at=NOW, label="zqkissa phone", network="10.0.0.0")
    program_of(actor)
    app = register(actor, now=NOW)
    let_in(app.app_id, actor, books=[shop.id], now=NOW)
    return user


def actor_of(user, role: str = "") -> Actor:
    return Actor(user_id=user.pk, role=role, device_id=None, trace_id="test")


def leave(user, typed: str = "98123 45670"):
    return erase_account(user_id=user.pk, actor=actor_of(user), typed=typed, now=NOW)


def test_their_own_data_is_packed_without_a_secret(shop):
    user = bilal_of(shop)
    job = ask_for_own(user_id=user.pk, actor=actor_of(user), request_id=uuid7(), now=NOW)
    work()
    archive = zipfile.ZipFile(io.BytesIO(own_file(user_id=user.pk, job_id=job).content.read()))
    (profile,) = (json.loads(line) for line in archive.read("profile.json").decode().splitlines())
    assert (profile["name"], profile["phone"], profile["email"]) == (NAME, PHONE, MAIL)
    assert json.loads(archive.read("books.json"))["book"] == shop.business.name
    assert json.loads(archive.read("tokens.json"))["name"] == "परीक्षा"
    assert {"sign-ins.json", "devices.json", "apps let in.json", "own apps.json", "trail.json"} <= set(
        archive.namelist()
    )
    everything = b"".join(archive.read(name) for name in archive.namelist())
    for token in Token.objects.filter(user=user):
        assert token.secret_hash.encode() not in everything
    assert user.password.encode() not in everything
    assert own_file(user_id=shop.asha.user_id, job_id=job) is None


def test_an_account_goes_and_its_entries_stay(shop):
    user = bilal_of(shop)
    entry = shop.record(shop.party(), "gave", 500, actor=actor_of(user, Role.MANAGER))
    client = Client()
    client.force_login(user)
    assert client.get(reverse("businesses:me")).status_code == 200

    assert leave(user).books == 1

    user.refresh_from_db()
    assert (user.name, user.phone, user.email, user.is_active) == ("", None, None, False)
    assert str(user) == "Former member"
    for model in (
        Device,
        BrowserSession,
        DeviceSession,
        Token,
        Consent,
        AccountNote,
        EmailAddress,
        Membership,
    ):
        assert not model.objects.filter(user_id=user.pk).exists(), model
    assert client.get(reverse("businesses:me")).status_code != 200
    assert entry_card(shop.id, entry.document_id).created_by_name == "Former member"
    last = Event.objects.filter(user_id=user.pk).order_by("seq").last()
    assert last.verb == "user.erased"
    assert Event.objects.filter(business_id=shop.id, verb="member.left").count() == 1
    assert shop.proven()


def test_nothing_of_them_is_left_in_the_file(live_shop, place):
    user = bilal_of(live_shop)
    leave(user)
    assert work() == (["books.scrub"] if connection.vendor == "sqlite" else [])
    assert shown(texts(place)) == []
    assert [said["person"] for said in written_down()] == [str(user.pk)]


def test_the_only_owner_of_a_book_hands_it_over_first(shop):
    client = Client()
    owner = User.objects.get(pk=shop.asha.user_id)
    client.force_login(owner)
    page = reverse("ledger:account_erase")
    assert reverse("businesses:people", args=[shop.id]) in client.get(page).content.decode()
    with pytest.raises(OwnsBooks, match="only owner"):
        leave(owner, typed=owner.email)
    shop.member(Role.OWNER)
    assert leave(owner, typed=owner.email).books == 1


def test_nobody_leaves_by_a_slip(shop):
    with pytest.raises(SignNotTyped):
        leave(bilal_of(shop), typed="yes")


def test_a_book_of_somebody_else_is_not_touched(shop):
    other = open_shop(name="Other")
    user = bilal_of(shop)
    before = list(Membership.objects.filter(business_id=other.id).values())
    leave(user)
    assert list(Membership.objects.filter(business_id=other.id).values()) == before
    assert Session.objects.count() == 0
