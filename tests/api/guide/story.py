"""A day of programs in Asha's shop: every operation once, and the refusals a program meets.

A new operation gets its call here, so that the description can show it.
"""

import io
import re
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image

from api.kit.caller import hash_of
from api.models import Token
from api.webhooks.models import Delivery, DeliveryState
from audit.models import Job, JobState
from businesses.models import Membership, User
from businesses.roles import Role
from core.ids import uuid7
from ledger import made_files
from tests.api.guide import (
    story_branches,
    story_desk,
    story_files,
    story_imports,
    story_own,
    story_papers,
    story_payments,
    story_purchases,
    story_rents,
    story_second,
    story_stock,
)
from tests.api.guide.recorder import Recorded, Recorder, operations
from tests.api.oauth.partners import let_in
from tests.api.programs import program_of
from tests.ledger.shops import Shop

MOBILE, DEVICE = "+919830012345", "counter-1"
MAIL, PASSWORD = "asha@example.com", "hal-khata-2026"
ADDRESS = "https://93.184.216.34/halkhata"


@dataclass
class Day:
    """`read_code` gives the code that was texted last."""

    shop: Shop
    recorder: Recorder
    read_code: Any

    def __post_init__(self) -> None:
        self.asha = self.recorder.by(program_of(self.shop.asha, books=[self.shop.id]))
        self.ids: dict[str, Any] = {"business_id": self.shop.id, "kind": "csv"}

    def run(self) -> None:
        for part in (self.khatas, self.entries, self.files, self.contacts, self.news, self.phones, self.work):
            part()
        story_imports.bring(self)
        story_files.take(self)
        story_files.forget(self)
        story_stock.stock(self)
        story_papers.papers(self)
        story_purchases.purchases(self)
        story_payments.payments(self)
        story_rents.rents(self)
        story_desk.desk(self)
        self.members()
        self.times()
        self.taxes()
        self.people()
        self.reads()
        self.endings()

    def khatas(self) -> None:
        asha = self.asha
        said = {"party_name": "রহিম স্টোর", "phone": "98300 11111", "opening_balance": {"amount": 4200}}
        ledger = asha.post("/ledgers", said).json()["ledger"]["ledger_id"]
        self.ids["ledger_id"] = self.ids["contact_id"] = ledger
        asha.patch(f"/ledgers/{ledger}", {"credit_limit": 10000, "address": "हाट, गली नं. २"}, If_Match="1")
        asha.post(f"/ledgers/{ledger}/opening-balance", {"amount": 4200, "direction": "gave"})
        many = [{"party_name": "Karim", "opening_balance": {"amount": 900}},
                {"party_name": "করিম", "phone": "98300 11111"}]  # fmt: skip
        twin = asha.post("/ledgers/bulk", {"ledgers": many}).json()["results"][0]["ledger"]["ledger_id"]
        asha.post(
            "/ledgers/bulk-change", {"ledgers": [{"ledger_id": twin, "rev": 1, "phone": "98300 22222"}]}
        )
        asha.post(f"/ledgers/{twin}/merge", {"into_ledger_id": ledger}, If_Match="2")
        asha.post(f"/ledgers/{twin}/unmerge")

    def entries(self) -> None:
        asha, ledger = self.asha, self.ids["ledger_id"]
        said = {"direction": "gave", "amount": 1500.5, "note": "চাল ৫ কেজি", "due_date": "2026-12-05"}
        entry = asha.post(f"/ledgers/{ledger}/entries", said, Idempotency_Key="till-0042").json()["entry"][
            "entry_id"
        ]
        self.ids["entry_id"] = entry
        two = [{"ledger_id": ledger, "direction": "got", "amount": "500.00", "mode": "upi"},
               {"ledger_id": str(uuid7()), "direction": "gave", "amount": 20}]  # fmt: skip
        asha.post("/entries/bulk", {"entries": two})
        asha.patch(f"/entries/{entry}", {"amount": 1450}, If_Match="1")
        asha.post(f"/entries/{entry}/undo", If_Match="2")
        asha.delete(f"/entries/{entry}", If_Match="3")
        asha.post(f"/entries/{entry}/restore", If_Match="4")
        self.ids["account_id"] = asha.get("/accounts").json()["accounts"][0]["account_id"]
        self.ids["journal_id"] = asha.get("/journals").json()["journals"][0]["journal_id"]

    def files(self) -> None:
        asha, entry = self.asha, self.ids["entry_id"]
        spare = asha.upload(f"/entries/{entry}/photos", photo=picture("navy")).json()["photo"]["photo_id"]
        asha.delete(f"/entries/{entry}/photos/{spare}")
        photo = asha.upload(f"/entries/{entry}/photos", photo=picture("tan")).json()["photo"]["photo_id"]
        self.ids["photo_id"] = photo

    def contacts(self) -> None:
        said = {"contact_name": "शर्मा किराना", "contact_type": "vendor", "mobile": "9830033333"}
        answer = self.asha.post("/contacts", said)
        assert answer.status_code == 201, answer.content.decode()
        made = answer.json()["contact"]["contact_id"]
        self.asha.patch(f"/contacts/{made}", {"billing_address": {"address": "सदर बाज़ार"}}, If_Match="1")

    def news(self) -> None:
        asha, hook = self.asha, {"url": ADDRESS, "events": ["entry.created"], "description": "দোকানের হিসাব"}
        webhook = asha.post("/webhooks", hook).json()["webhook"]["webhook_id"]
        other = asha.post("/webhooks", hook | {"webhook_id": str(uuid7())}).json()["webhook"]["webhook_id"]
        self.ids["webhook_id"] = webhook
        asha.patch(f"/webhooks/{other}", {"is_enabled": False}, If_Match="1")
        asha.post(f"/webhooks/{other}/test")
        asha.delete(f"/webhooks/{other}", If_Match="2")
        asha.post(f"/webhooks/{webhook}/secrets", If_Match="1")
        delivery = asha.post(f"/webhooks/{webhook}/test").json()["delivery"]["delivery_id"]
        self.ids["delivery_id"] = delivery
        asha.post(f"/webhooks/{webhook}/deliveries/{delivery}/resend")
        Delivery.objects.filter(id=delivery).update(state=DeliveryState.DEAD, ended_at=self.shop.now)
        asha.post(f"/webhooks/{webhook}/deliveries/{delivery}/resend")

    def phones(self) -> None:
        """Two phones that change the money of one entry: the second waits for a decision."""
        asha, ledger = self.asha, self.ids["ledger_id"]
        made_at, day = "2026-11-21T06:30:00Z", "2026-11-21"
        words = {"direction": "gave", "mode": "goods", "date": day, "due_date": None, "note": "ডাল"}
        first, second = str(uuid7()), str(uuid7())
        for entry in (first, second):
            new = {"kind": "entry", "verb": "create", "mutation_id": str(uuid7()), "entry_id": entry,
                   "ledger_id": ledger, "made_at": made_at, "amount": 250, **words}  # fmt: skip
            asha.post("/sync/push", {"mutations": [new]})
            for amount in (300, 350):
                change = {"kind": "entry", "verb": "edit", "mutation_id": str(uuid7()), "entry_id": entry,
                          "base_rev": 1, "made_at": made_at, "amount": amount, **words}  # fmt: skip
                asha.post("/sync/push", {"mutations": [change]})
        one, two = asha.get("/sync/pending").json()["pending"]
        asha.post(f"/sync/pending/{one['pending_id']}/decide", {"decision": "mine"})
        self.ids["pending_id"] = two["pending_id"]

    def work(self) -> None:
        asha, path = (
            self.asha,
            f"/ledgers/{self.ids['ledger_id']}/statement-jobs?from=2026-11-01&to=2026-11-30",
        )
        job, spare = (asha.post(path).json()["job"]["job_id"] for _ in range(2))
        asha.post(f"/jobs/{spare}/cancel")
        asha.post(f"/jobs/{spare}/again")
        asha.get(f"/jobs/{job}")
        asha.get(f"/jobs/{job}/file")
        result = {"job_id": job, "name": "statement.pdf", "size": 9, "kept_until": "2026-12-01"}
        Job.objects.filter(id=job).update(state=JobState.DONE, ended_at=self.shop.now, result=result)
        kept = made_files.path_of(owner_id=self.shop.id, job_id=job, name="statement.pdf")
        default_storage.save(kept, ContentFile(b"%PDF-1.7\n"))
        self.ids["job_id"] = job

    def times(self) -> None:
        """A year is closed, an entry of it corrected, and what was deleted comes back."""
        asha, ledger = self.asha, self.ids["ledger_id"]
        old, spare = (
            asha.post(f"/ledgers/{ledger}/entries", said).json()["entry"]["entry_id"]
            for said in (
                {"direction": "gave", "amount": 250, "date": "2026-03-02"},
                {"direction": "got", "amount": 30},
            )
        )
        asha.delete(f"/entries/{spare}", If_Match="1")
        gone = asha.post("/ledgers", {"party_name": "মীনা"}).json()["ledger"]["ledger_id"]
        asha.delete(f"/ledgers/{gone}", If_Match="1")
        asha.post(f"/ledgers/{gone}/restore")
        asha.post("/trash/settings", {"days": 60})
        asha.post("/periods/close", {"until": "2026-03-31"})
        asha.post(f"/entries/{old}/correct", {"amount": 200}, If_Match="1")
        asha.post(f"/entries/{old}/correction/take-back")
        asha.post("/periods/open", {"reason": "একটা বিল বাকি ছিল"})
        asha.post("/years/2025/close")
        asha.post("/years/2025/open", {"reason": "একটা বিল বাকি ছিল"})
        self.ids["year"] = 2025

    def taxes(self) -> None:
        """A rate of the book's own, and the sum of a bill of two lines."""
        asha = self.asha
        said = {"tax_name": "GST 5%, মিষ্টি", "tax_percentage": 5, "hsn_prefixes": ["1704"]}
        made = asha.post("/taxes", said).json()["tax"]["tax_id"]
        self.ids["tax_id"] = made
        lines = [
            {"name": "लड्डू", "quantity": 2.5, "rate": 420, "hsn_or_sac": "170490", "is_inclusive_tax": True},
            {"name": "Box", "quantity": 3, "rate": 12.5, "tax_percentage": 18},
        ]
        bill = {
            "source_of_supply": "19",
            "place_of_supply": "19",
            "discount_percentage": 5,
            "line_items": lines,
        }
        asha.post("/taxes/calculate", bill)
        asha.post("/taxes/calculate", bill | {"line_items": []})
        asha.post("/taxes/calculate", bill | {"line_items": [{"rate": 10, "hsn_or_sac": "9999"}]})
        asha.get("/taxes?per_page=3")
        asha.get(f"/taxes/{made}")
        ended = asha.post("/taxes", {"tax_name": "GST 12%", "tax_percentage": 12}).json()["tax"]["tax_id"]
        asha.post(f"/taxes/{ended}/end", {"last_day": "2026-12-31"}, If_Match="1")
        asha.get(f"/taxes/{ended}?date=2027-01-01")
        asha.post("/taxes", said)

        self._numbers()

    def _numbers(self) -> None:
        """A shop that moves here with its bill 142, and leaves some numbers out on purpose."""
        asha = self.asha
        said = {
            "kind": "invoice",
            "prefix": "SEN/{fy}/",
            "next_number": 142,
            "registration": "19AAPFU0939F1ZM",
        }
        made = asha.post("/number-series", said).json()["number_series"]["number_series_id"]
        self.ids["number_series_id"] = made
        asha.post("/number-series", said)
        asha.get("/number-series")
        asha.get(f"/number-series/{made}")
        asha.patch(f"/number-series/{made}", {"digits": 5, "next_number": 201}, If_Match="1")

    def members(self) -> None:
        path = f"/businesses/{self.shop.id}/members"
        invitations = f"/businesses/{self.shop.id}/invitations"
        said = {"mobile": "+919830055555", "role": "staff"}
        made = self.asha.post(invitations, said).json()["invitation"]["invitation_id"]
        self.asha.post(invitations, said)
        self.asha.post(invitations, {"role": "staff"})
        self.asha.get(invitations)
        self.asha.delete(f"{invitations}/{made}")
        user_id = self.shop.member(Role.READER).user_id
        member = str(Membership.objects.get(business_id=self.shop.id, user_id=user_id).pk)
        self.asha.patch(f"{path}/{member}", {"role": "manager"})
        self.asha.patch(f"{path}/{member}", {"grants": ["khata.edit"]})
        self.asha.patch(f"{path}/{member}", {})
        self.asha.delete(f"{path}/{member}")
        own = self.asha.get(path).json()["members"][0]["member_id"]
        self.asha.delete(f"{path}/{own}")

    def people(self) -> None:
        """Sign-in by a code and by a password, and what a person keeps."""
        nobody = self.recorder.by(program_of(self.shop.asha))
        nobody.secret = ""
        phone = {"mobile": MOBILE, "device_id": DEVICE}
        nobody.post("/auth/otp/request", phone)
        nobody.post("/auth/otp/request", phone)
        nobody.post("/auth/verify-otp", phone | {"otp": "000000"})
        nobody.post("/auth/verify-otp", phone | {"otp": self.read_code(), "device_name": "Counter"})
        nobody.post("/auth/verify-otp", phone | {"otp": "000000"})
        User.objects.filter(id=self.shop.asha.user_id).update(email=MAIL)
        user = User.objects.get(id=self.shop.asha.user_id)
        user.set_password(PASSWORD)
        user.save()
        mail = {"email": MAIL, "password": PASSWORD, "device_id": "counter-2", "device_name": "Till"}
        nobody.post("/auth/token", mail | {"scope": ["everything"]})
        nobody.post("/auth/token", mail | {"scope": []})
        nobody.post("/auth/token", mail | {"password": "wrong"})
        signed = nobody.post("/auth/token", mail)
        assert signed.status_code == 200, signed.content.decode()
        first = signed.json()
        second = nobody.post("/auth/refresh", {"refresh_token": first["refresh_token"]}).json()
        nobody.post("/auth/revoke", {"token": second["access_token"]})
        nobody.post("/auth/refresh", {"refresh_token": second["refresh_token"]})
        device = self.recorder.by(program_of(self.shop.asha))
        device.secret = nobody.post("/auth/token", mail).json()["access_token"]
        spare = nobody.post("/auth/token", mail | {"device_id": "counter-3"}).json()["device_id"]
        device.delete(f"/devices/{spare}")
        device.post("/devices/sign-out-others")
        device.patch("/me", {"name": "আশা সেন", "language": "en"})
        device.post(f"/businesses/{self.shop.id}/switch")
        self.asha.post(f"/businesses/{self.shop.id}/switch")
        self.ids["device_id"] = device.get("/devices").json()["devices"][0]["device_id"]
        said = {"name": "रात का हिसाब", "scopes": ["ledger.read"], "business_ids": [str(self.shop.id)]}
        device.post("/tokens", said)
        device.post("/tokens", said | {"expires_time": "2020-01-01T00:00:00Z"})
        device.post("/tokens", said | {"origins": ["http://shop.example"]})
        self.apps(device)
        story_own.data(self, device)
        story_second.tell(nobody)

    def apps(self, device: Recorded) -> None:
        """Asha registers two apps and lets both in; one goes again."""
        said = {
            "name": "ধার Loans", "home_page": "https://lender.example.com", "scopes": ["ledger.read"],
            "redirect_uris": ["https://lender.example.com/back"],
        }  # fmt: skip
        kept, spare = (device.post("/apps", said).json()["app"]["app_id"] for _ in range(2))
        for app_id in (kept, spare):
            let_in(app_id, self.shop.asha, books=[self.shop.id])
        device.patch(f"/apps/{kept}", said | {"name": "ধার"}, If_Match="1")
        device.post(f"/apps/{kept}/secret", If_Match="2")
        device.delete(f"/consents/{spare}")
        device.delete(f"/apps/{spare}")
        self.ids["app_id"] = kept

    def reads(self) -> None:
        """Every read that was not made on the way."""
        for operation_id, operation in operations().items():
            if operation_id not in self.recorder.operations and operation["x-method"] == "get":
                names = re.findall(r"{(\w+)}", operation["x-path"])
                if all(name in self.ids for name in names):
                    path = operation["x-path"].removeprefix("/api/v1").format(**self.ids)
                    self.asha.get(path)

    def endings(self) -> None:
        """What leaves the program with less than before."""
        story_branches.tell(self.asha, self.shop)
        wide = self.recorder.by(program_of(self.shop.asha))
        story_own.leave(self, wide)
        sandbox = wide.post("/businesses/sandbox", {"name": "Try-out"}).json()["business"]["business_id"]
        wide.post(f"/businesses/{sandbox}/delete", {})
        home = wide.post("/businesses", {"kind": "home", "name": "আশার ঘর", "country": "IN"}).json()[
            "business"
        ]
        wide.post(f"/businesses/{home['business_id']}/second-factor", {"needed": True})
        wide.post(f"/businesses/{home['business_id']}/second-factor", {"needed": False})
        wide.post(f"/businesses/{home['business_id']}/delete", {"name": "আশার ঘর"})
        wide.get("/deleted-businesses")
        wide.post(f"/deleted-businesses/{home['business_id']}/restore")
        wide.get("/ledgers")
        made = wide.get("/tokens").json()["tokens"][0]["token_id"]
        wide.delete(f"/tokens/{made}")


@dataclass
class Refusals:
    """Calls that are refused, each in one way."""

    day: Day

    def run(self, settings: Any) -> None:
        self.doors(settings)
        self.rights()
        self.words()
        self.books()

    def doors(self, settings: Any) -> None:
        asha, recorder = self.day.asha, self.day.recorder
        ledger = self.day.ids["ledger_id"]
        asha.post("/ledgers", b"{")
        asha.get("/ledgers?search_text=%00")
        asha.get("/ledgers?cursor=abc")
        asha.get("/sync/changes?cursor=abc")
        asha.get(f"/ledgers/{ledger}/entries?after=abc")
        asha.get(f"/businesses/{self.day.shop.id}/ledgers?sync_since=abc")
        asha.get(f"/ledgers/{uuid7()}")
        asha.call("PUT", "/ledgers")
        asha.post("/ledgers", {"party_name": "Mina"}, Idempotency_Key="x" * 200)
        asha.post("/ledgers", {"party_name": "Mina"}, Idempotency_Key="mina-1")
        asha.post("/ledgers", {"party_name": "Mona"}, Idempotency_Key="mina-1")
        asha.post(
            "/entries/bulk", {"entries": [{"ledger_id": ledger, "direction": "gave", "amount": 1}] * 51}
        )
        asha.post("/sync/push", {"mutations": [{}] * 501})
        asha.post("/ledgers", b" " * (12 * 1024 * 1024 + 1))
        for secret in ("", "hk_pat_" + "0" * 43):
            nobody = recorder.by(program_of(self.day.shop.asha))
            nobody.secret = secret
            nobody.get("/ledgers")
        hurried = recorder.by(program_of(self.day.shop.asha, books=[self.day.shop.id]))
        Token.objects.filter(secret_hash=hash_of(hurried.secret)).update(limit=1)
        hurried.get("/ledgers")
        hurried.get("/ledgers")
        settings.TLS = True
        Recorded(asha.secret, Client(REMOTE_ADDR="203.0.113.7"), recorder).get("/ledgers")
        settings.TLS = False

    def rights(self) -> None:
        shop, recorder = self.day.shop, self.day.recorder
        bilal = recorder.by(program_of(shop.member(Role.STAFF)))
        entry, ledger = self.day.ids["entry_id"], self.day.ids["ledger_id"]
        bilal.get("/accounts")
        bilal.post(f"/ledgers/{ledger}/entries", {"direction": "gave", "amount": 5, "date": "2026-11-01"})
        bilal.patch(f"/entries/{entry}", {"amount": 9}, If_Match="5")
        recorder.by(program_of(shop.asha, scopes=["report.read"])).get("/ledgers")
        closed = User.objects.create_user(email="dev@example.com", password=PASSWORD, is_active=False)
        nobody = recorder.by(program_of(shop.asha))
        nobody.post("/auth/token", {"email": closed.email, "password": PASSWORD, "device_id": "counter-4"})
        for _ in range(12):
            nobody.post(
                "/auth/token", {"email": "mina@example.com", "password": "x", "device_id": "counter-4"}
            )

    def words(self) -> None:
        asha, ledger, entry = self.day.asha, self.day.ids["ledger_id"], self.day.ids["entry_id"]
        path = f"/ledgers/{ledger}/entries"
        good = {"direction": "gave", "amount": 5}
        asha.post(path, {"direction": "lent", "amount": -5})
        asha.post(path, good | {"date": "1900-01-01"})
        asha.post(path, good | {"due_date": "2020-01-01"})
        asha.post(path, good | {"date": "1962-11-05"})
        asha.post(path, good | {"note": "\u202e" * 3 + "x\x07"})
        asha.post(path, good | {"entry_id": entry})
        asha.post("/ledgers", {"party_name": "   "})
        asha.post("/ledgers", {"party_name": "Mina", "phone": "12"})
        asha.post("/ledgers", {"party_name": "Another", "phone": "98300 11111"})
        asha.post("/contacts", {"contact_name": "Another", "mobile": "98300 11111"})
        asha.post("/businesses", {"kind": "shop", "name": "Shop", "country": "ZZ"})
        asha.upload(f"/entries/{entry}/photos", photo=io.BytesIO(b"no picture"))
        asha.post("/webhooks", {"url": "http://127.0.0.1/"})
        asha.post("/webhooks", {"url": ADDRESS, "events": ["entry.lost"]})
        asha.get(f"/ledgers/{ledger}/statement?from=2026-02-02&to=2026-01-01")

    def books(self) -> None:
        asha, ledger = self.day.asha, self.day.ids["ledger_id"]
        made = asha.post(f"/ledgers/{ledger}/entries", {"direction": "got", "amount": 7}).json()["entry"]
        path = f"/entries/{made['entry_id']}"
        asha.patch(path, {"amount": 8})
        asha.patch(path, {"amount": 8}, If_Match="7")
        asha.delete(path, If_Match="7")
        asha.post(path + "/undo", If_Match="1")
        asha.patch(f"/ledgers/{ledger}", {"address": ""}, If_Match="1")
        asha.delete(path, If_Match="1")
        asha.patch(path, {"amount": 8}, If_Match="2")
        book = self.day.shop.business
        type(book).objects.filter(pk=book.pk).update(books_locked_until="2026-11-30")
        asha.post(f"/ledgers/{ledger}/entries", {"direction": "got", "amount": 7})


def picture(colour: str) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (48, 32), colour).save(out, "JPEG")
    out.seek(0)
    out.name = "bill.jpg"
    return out
