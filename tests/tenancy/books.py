"""Two whole books side by side, each with a person of every role and one of everything an address can name."""

import datetime
import io
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Model
from django.test import Client
from django.utils import timezone
from PIL import Image

from api.operations.sessions import sign_in_device
from api.operations.tokens import make_token
from api.webhooks.models import Delivery, DeliveryState, Endpoint
from audit.jobs import enqueue
from audit.models import Job, JobState
from businesses.actors import Actor
from businesses.models import Branch, Business, Invitation, Membership, Registration, User
from businesses.operations.branches import add_branch
from businesses.operations.invitations import invite
from businesses.operations.registrations import RegistrationContent, add_registration
from businesses.roles import Role, is_granted
from core.ids import uuid7
from core.photos import Photo, read_photo
from imports.models import ImportRun, RunState
from ledger import made_files
from ledger.models import Party, Pending, PendingReason
from ledger.operations.merges import merge_party
from ledger.operations.photos import attach_photo
from ledger.statements import files as statement_files
from taxes.arithmetic import Tax
from taxes.models import DrawnNumber, OwnRate, Series
from tests.api.oauth.partners import let_in, register
from tests.imports import sheets
from tests.ledger.shops import Shop, open_shop
from tests.taxes.shops import draw, own_rate
from tests.tenancy.desk import Desk, make_desk
from tests.tenancy.papers import Papers, make_papers
from tests.tenancy.purchases import NUMBER
from tests.tenancy.rents import Rents, make_rents
from tests.tenancy.stock import Stock, make_stock
from tests.tenancy.times import Times, make_times
from tests.tenancy.watching import Watch

STAMPS = {"businesses.Membership": {"opened_at"}}
"""Columns that looking alone may move."""
LOGS = {"api.AccessRow"}
"""Tables that note every call, refused ones too."""
ANOTHER, JOINED = "করিম", "Karim"


@dataclass
class Book:
    shop: Shop
    people: dict[Role, User]
    party: UUID
    documents: dict[Role, UUID]
    photos: dict[Role, UUID]
    runs: dict[str, UUID]
    jobs: dict[str, dict[Role, UUID]]
    endpoint: UUID
    delivery: UUID
    pending: UUID
    token: UUID
    device: UUID
    app: UUID
    times: Times
    stock: Stock
    desk: Desk
    papers: Papers
    rents: Rents
    clients: dict[Role, Client] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        return self.shop.id

    @property
    def another_party(self) -> UUID:
        return Party.objects.get(business_id=self.id, name=ANOTHER).id

    @property
    def joined_party(self) -> UUID:
        return Party.objects.get(business_id=self.id, name=JOINED).id

    @property
    def invitation(self) -> UUID:
        return Invitation.objects.get(business_id=self.id).id

    @property
    def own_rate(self) -> UUID:
        return OwnRate.objects.get(business_id=self.id).id

    @property
    def series(self) -> UUID:
        return Series.objects.filter(business_id=self.id, kind="invoice").earliest("pk").pk

    @property
    def numbered(self) -> UUID:
        return DrawnNumber.objects.filter(business_id=self.id).order_by("pk")[0].document_id

    @property
    def branch(self) -> UUID:
        return Branch.objects.get(business_id=self.id, name="বড়বাজার গুদাম").pk

    @property
    def registration(self) -> UUID:
        return Registration.objects.get(business_id=self.id, number=NUMBER).id

    def member(self, role: Role) -> UUID:
        return Membership.objects.get(business_id=self.id, user=self.people[role]).id

    def rev(self, role: Role) -> int:
        return apps.get_model("ledger.Document").objects.get(id=self.documents[role]).rev

    def digest(self, watch: Watch | None = None) -> dict[str, list[Any]]:
        """Every row that belongs to the book, to tell whether anything was written.

        With a `watch`, of tables nothing was written to as they were read before.
        """
        watch = watch or Watch()
        return {
            model._meta.label: watch.once((self.id, model), model._meta.db_table, partial(self.rows, model))
            for model in apps.get_models()
            if model is Business or (_is_of_a_book(model) and model._meta.label not in LOGS)
        }

    def rows(self, model: type[Model]) -> list[Any]:
        if model is Business:
            return list(Business.objects.filter(id=self.id).values_list())
        kept = sorted(_columns(model) - STAMPS.get(model._meta.label, set()))
        return sorted(model.objects.filter(business_id=self.id).values_list(*kept), key=repr)


def _columns(model: type[Model]) -> set[str]:
    return {each.attname for each in model._meta.concrete_fields}


def _is_of_a_book(model: type[Model]) -> bool:
    return "business_id" in _columns(model)


@dataclass
class World:
    """`own` is where the caller is a member, `foreign` the other book. Dev keeps the foreign one."""

    own: Book
    foreign: Book
    watch: Watch = field(default_factory=Watch)

    @property
    def stranger(self) -> Client:
        return self.foreign.clients[Role.OWNER]

    def sign_in(self) -> None:
        """A browser for everybody, signed in."""
        for book in (self.own, self.foreign):
            for role, person in book.people.items():
                book.clients[role] = Client(raise_request_exception=False)
                book.clients[role].force_login(person)

    def copy(self) -> "World":
        """The same books and browsers, for a test to change as it likes."""
        own, foreign = (deepcopy(replace(book, clients={})) for book in (self.own, self.foreign))
        for copied, book in ((own, self.own), (foreign, self.foreign)):
            for role, browser in book.clients.items():
                copied.clients[role] = Client(raise_request_exception=False)
                copied.clients[role].cookies = deepcopy(browser.cookies)
        return World(own, foreign, self.watch)

    def digest(self) -> tuple[Any, Any]:
        return self.own.digest(self.watch), self.foreign.digest(self.watch)


def picture(colour: str = "tan") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (48, 32), colour).save(out, "JPEG")
    return out.getvalue()


def open_world() -> World:
    return World(own=_book("আশা স্টোর্স"), foreign=_book("देव किराना"))


def _book(name: str) -> Book:
    shop = open_shop(name=name)
    shop.now = timezone.now()
    actors = {Role.OWNER: shop.asha, **{role: shop.member(role) for role in Role if role != Role.OWNER}}
    people = {role: User.objects.get(id=actor.user_id) for role, actor in actors.items()}
    assert Membership.objects.filter(business_id=shop.id).count() == len(Role)
    party = shop.party("রহিম স্টোর", phone="98300 11111")
    documents = _documents(shop, party, actors)
    photo = read_photo(io.BytesIO(picture()))
    photos = {role: _photo(shop, actors[role], documents[role], photo) for role in documents if _writes(role)}
    photos[Role.READER], documents[Role.READER] = photos[Role.OWNER], documents[Role.OWNER]
    _joined(shop)
    _taxed(shop)
    invite(business_id=shop.id, actor=shop.asha, phone="+919830088888", role=Role.STAFF, now=shop.now)
    _registered(shop)
    endpoint = _endpoint(shop)
    return Book(
        shop, people, party, documents, photos, _runs(shop), _jobs(shop, actors), endpoint,
        _delivery(shop, endpoint), _pending(shop, documents[Role.STAFF]), _token(shop), _device(shop),
        _app(shop), make_times(shop), make_stock(shop), make_desk(shop),
        make_papers(shop), make_rents(shop),
    )  # fmt: skip


def _registered(shop: Shop) -> None:
    """A number of the state, and a branch nothing was written for."""
    content = RegistrationContent(kind="gstin", number=NUMBER, legal_name=shop.business.name)
    add_registration(business_id=shop.id, actor=shop.asha, content=content, now=shop.now)
    add_branch(
        business_id=shop.id,
        actor=shop.asha,
        name="বড়বাজার গুদাম",
        kind="godown",
        registration_id=None,
        now=shop.now,
    )


def _taxed(shop: Shop) -> None:
    """A rate of its own, and a bill that was given a number."""
    own_rate(shop, f"GST, {shop.business.name}", Tax(rate=50_000), prefixes=("1704",))
    draw(shop)


def _joined(shop: Shop) -> None:
    """A khata that another one stands in."""
    joined = shop.party(JOINED)
    merge_party(
        business_id=shop.id, actor=shop.asha, party_id=joined, into_id=shop.party(ANOTHER), base_rev=1,
        now=shop.now,
    )  # fmt: skip


def _endpoint(shop: Shop) -> UUID:
    return Endpoint.objects.create(
        business_id=shop.id, url="https://93.184.216.34/news", created_by_id=shop.asha.user_id,
        created_at=shop.now, position=0,
    ).id  # fmt: skip


def _token(shop: Shop) -> UUID:
    """A personal token of the owner."""
    return make_token(
        user_id=shop.asha.user_id, actor=shop.asha, name="রাতের হিসাব", scopes=["ledger.read"], business_ids=[shop.id],
        expires_at=None, now=shop.now,
    ).token_id  # fmt: skip


def _device(shop: Shop) -> UUID:
    """A phone the owner signed in on."""
    return sign_in_device(
        user=User.objects.get(pk=shop.asha.user_id), device_id="phone-" + uuid7().hex, label="ফোন", scopes=None,
        trace_id="test", now=shop.now,
    ).session_id  # fmt: skip


def _app(shop: Shop) -> UUID:
    """An app the owner registered, and let into this book."""
    app = register(shop.asha, now=shop.now)
    let_in(app.app_id, shop.asha, books=[shop.id], now=shop.now)
    return app.app_id


def _delivery(shop: Shop, endpoint_id: UUID) -> UUID:
    return Delivery.objects.create(
        business_id=shop.id, endpoint_id=endpoint_id, seq=1, verb="entry.created", subject_id=uuid7(), body="{}",
        created_at=shop.now, due_at=shop.now, state=DeliveryState.DEAD, ended_at=shop.now,
    ).id  # fmt: skip


def _pending(shop: Shop, document_id: UUID) -> UUID:
    """A deletion from a phone that waits for somebody to decide."""
    return Pending.objects.create(
        business_id=shop.id, mutation_id=uuid7(), document_id=document_id, verb="delete",
        reason=PendingReason.CONFLICT, base_rev=1, server_rev=2, request_hash=bytes(32), user_id=shop.asha.user_id,
        made_at=shop.now, at=shop.now, changed_seq=1,
    ).id  # fmt: skip


def _writes(role: Role) -> bool:
    return is_granted(role, "khata.write")


def _documents(shop: Shop, party: UUID, actors: dict[Role, Actor]) -> dict[Role, UUID]:
    """An entry by each who may write: staff may change none but their own."""
    day = today(shop)
    return {
        role: shop.record(party, "gave", 50_000 + place, actor=actor, day=day).document_id
        for place, (role, actor) in enumerate(actors.items())
        if _writes(role)
    }


def today(shop: Shop) -> datetime.date:
    return shop.now.astimezone(datetime.timezone(datetime.timedelta(hours=5, minutes=30))).date()


def _photo(shop: Shop, actor: Actor, document_id: UUID, photo: Photo) -> UUID:
    return attach_photo(
        business_id=shop.id, actor=actor, document_id=document_id, photo=photo, now=shop.now
    ).id


def _runs(shop: Shop) -> dict[str, UUID]:
    """A file in each state of its way into the book."""
    rows = [sheets.HEADING, ["मीना टेलर्स", "03/10/2026", "कपड़ा", "500", ""]]
    found = {
        state: sheets.upload(shop, sheets.csv_file([*rows, [f"New {state}", "04/10/2026", "", "", "20"]]))
        for state in ("mapping", "checked", "stopped")
    }
    for state in ("checked", "stopped"):
        sheets.check(shop, found[state])
    found["done"] = sheets.bring(
        shop, sheets.csv_file([*rows[:1], ["Done", "03/10/2026", shop.business.name, "7", ""]])
    ).id
    job = sheets.start(shop, found["stopped"]).job_id
    Job.objects.filter(id=job).update(state=JobState.FAILED, ended_at=shop.now)
    assert ImportRun.objects.get(id=found["stopped"]).state == RunState.RUNNING
    return found


def _jobs(shop: Shop, actors: dict[Role, Actor]) -> dict[str, dict[Role, UUID]]:
    """Jobs everyone asked for themselves: one waiting, one failed, one done with its file."""
    found: dict[str, dict[Role, UUID]] = {}
    for state in (JobState.DUE, JobState.FAILED, JobState.DONE):
        found[state.value] = {role: _job(shop, actor, state) for role, actor in actors.items()}
    return found


def _job(shop: Shop, actor: Actor, state: JobState) -> UUID:
    job = enqueue(
        kind=statement_files.KIND, business_id=shop.id, asked_by_id=actor.user_id, arguments={}, now=shop.now
    )
    result = {"job_id": str(job.id), "name": "statement.pdf", "size": 9, "kept_until": "2026-12-01"}
    ended = state != JobState.DUE
    Job.objects.filter(id=job.id).update(
        state=state, ended_at=shop.now if ended else None, result=result if state == JobState.DONE else None
    )
    if state == JobState.DONE:
        path = made_files.path_of(owner_id=shop.id, job_id=job.id, name="statement.pdf")
        default_storage.save(path, ContentFile(b"%PDF-1.7\n"))
    return job.id
