"""Branches and the numbers they stand under: added, renamed, closed; what is used stays."""

from datetime import date

import pytest

from audit.models import Event, Revision
from businesses.actors import Actor
from businesses.models import Branch, Business, Registration
from businesses.operations.books import BookRefused, BookWords, change_book, create_business
from businesses.operations.branches import (
    BranchRefused,
    BranchUsed,
    MainBranch,
    add_branch,
    change_branch,
    close_branch,
    remove_branch,
)
from businesses.operations.registrations import (
    ChangedElsewhere,
    RegistrationChoiceRefused,
    RegistrationContent,
    RegistrationStands,
    RegistrationUnknown,
    RegistrationUsed,
    add_registration,
    change_registration,
    remove_registration,
)
from businesses.registrations import NumberRefused, settled_number
from businesses.roles import Role
from tests.businesses.conftest import NOW
from tests.inventory.stores import Store
from tests.ledger.shops import open_shop

GSTIN = "27AAPFU0939F1ZV"
SANDBOX = "36AMBPG7773M002"


@pytest.fixture
def act(book, cast):
    return {"business_id": book.pk, "actor": Actor(cast.asha.pk, Role.OWNER, None, "test"), "now": NOW}


def godown(act, name: str = "বড়বাজার গুদাম", **more) -> Branch:
    return add_branch(**act, **{"name": name, "kind": "godown", "registration_id": None, **more})


def number(act, typed: str = GSTIN, **more) -> Registration:
    return add_registration(**act, content=RegistrationContent(kind="gstin", number=typed, **more))


class TestNumbers:
    @pytest.mark.parametrize(
        "good",
        [
            GSTIN,
            "24AANFA2641L1ZF",
            "05AAACG2115R1ZN",
            "05AAACG2140A1ZL",
            " 27aapfu 0939f1zv ",
            "২৭AAPFU০৯৩৯F১ZV",
        ],
    )
    def test_a_good_gstin_is_kept_in_one_way(self, good):
        assert len(settled_number("gstin", good)) == 15

    @pytest.mark.parametrize(
        "bad", ["", "27", "22AAAAA0000A1Z5", "27AAPFU0939F1ZW", SANDBOX, "99AAPFU0939F1ZV", "x" * 80, "২৭"]
    )
    def test_a_bad_one_is_refused_with_a_sentence(self, bad):
        with pytest.raises(NumberRefused) as refusal:
            settled_number("gstin", bad)
        assert refusal.value.field == "number"
        assert refusal.value.message.endswith(".")

    def test_numbers_of_practice_systems_come_in_by_the_setting_alone(self, settings):
        settings.SANDBOX_NUMBERS = True
        assert settled_number("gstin", SANDBOX) == SANDBOX
        with pytest.raises(NumberRefused):
            settled_number("gstin", "36AMBPG")

    @pytest.mark.parametrize(
        ("typed", "kept"), [("0001234560101", "000123456-0101"), ("০০০১২৩৪৫৬-০১০১", "000123456-0101")]
    )
    def test_a_bin_has_thirteen_digits(self, typed, kept):
        assert settled_number("bin", typed) == kept

    @pytest.mark.parametrize("bad", ["00012345", "000123456-010", "00012345601012", "abc"])
    def test_other_lengths_are_no_bin(self, bad):
        with pytest.raises(NumberRefused):
            settled_number("bin", bad)


class TestRegistrations:
    @pytest.mark.both_engines
    def test_the_state_comes_from_the_number(self, act, book):
        made = number(act, legal_name="सेन एंड संस", scheme="composition")
        assert (made.state, made.scheme, made.rev) == ("27", "composition", 1)
        event = Event.objects.get(business=book, verb="registration.added")
        assert Revision.objects.get(business=book, seq=event.seq).contents["legal_name"] == "सेन एंड संस"

    def test_one_number_stands_once_in_a_book(self, act):
        number(act)
        with pytest.raises(RegistrationStands):
            number(act, GSTIN.lower())

    def test_a_country_has_its_own_kinds(self, act, book):
        content = RegistrationContent(kind="bin", number="0001234560101")
        with pytest.raises(RegistrationChoiceRefused):
            add_registration(**act, content=content)
        Business.objects.filter(pk=book.pk).update(country="BD")
        assert add_registration(**act, content=content).scheme == "vat"

    def test_a_stale_change_is_refused_and_a_good_one_counted(self, act):
        made = number(act)
        content = RegistrationContent(kind="gstin", number=GSTIN, scheme="sez")
        change = {**act, "registration_id": made.pk, "content": content}
        assert change_registration(**change, base_rev=1).rev == 2
        with pytest.raises(ChangedElsewhere):
            change_registration(**change, base_rev=1)

    def test_one_a_branch_stands_under_stays(self, act):
        made = number(act)
        branch = godown(act, registration_id=made.pk)
        with pytest.raises(RegistrationUsed):
            remove_registration(**act, registration_id=made.pk, base_rev=1)
        remove_branch(**act, branch_id=branch.pk, base_rev=1)
        remove_registration(**act, registration_id=made.pk, base_rev=1)
        assert not Registration.objects.exists()


class TestBranches:
    @pytest.mark.both_engines
    def test_added_renamed_closed_opened_and_taken_out(self, act, book):
        made = godown(act)
        about = {**act, "branch_id": made.pk}
        change_branch(**about, base_rev=1, name="হাওড়া", kind="office", registration_id=None)
        assert close_branch(**about, base_rev=2, is_closed=True).closed_at == NOW
        assert close_branch(**about, base_rev=3, is_closed=False).closed_at is None
        remove_branch(**about, base_rev=4)
        verbs = (
            Event.objects.filter(business=book, subject_id=made.pk)
            .order_by("seq")
            .values_list("verb", flat=True)
        )
        assert list(verbs) == [
            "branch.added",
            "branch.changed",
            "branch.closed",
            "branch.opened",
            "branch.removed",
        ]
        assert Branch.objects.filter(business=book).count() == 1

    def test_the_main_one_gets_another_name_and_stays_open(self, act, book):
        main = Branch.objects.get(business=book)
        about = {**act, "branch_id": main.pk, "base_rev": 1}
        with pytest.raises(MainBranch):
            close_branch(**about, is_closed=True)
        with pytest.raises(MainBranch):
            remove_branch(**about)
        change_branch(**about, name="Gariahat", kind=main.kind, registration_id=None)
        assert Branch.objects.get(business=book).name == "Gariahat"

    @pytest.mark.parametrize("name", ["", "   ", "সেন স্টোর্স", "x" * 121])
    def test_a_name_is_needed_and_is_its_own(self, act, name):
        with pytest.raises(Exception) as refusal:
            godown(act, name)
        assert refusal.value.field == "name"
        assert Branch.objects.count() == 1

    def test_a_kind_is_one_of_four(self, act):
        with pytest.raises(BranchRefused):
            godown(act, kind="castle")

    @pytest.mark.both_engines
    def test_another_books_number_and_branch_are_unknown(self, act, cast, book):
        other = create_business(kind="shop", name="Dev", country="IN", owner=cast.dev, now=NOW)
        theirs = number({**act, "business_id": other.pk})
        with pytest.raises(RegistrationUnknown):
            godown(act, registration_id=theirs.pk)


@pytest.mark.both_engines
def test_a_branch_something_was_written_for_is_closed_and_not_taken_out(db):
    shop = open_shop()
    store = Store(business=shop.business, asha=shop.asha, now=shop.now)
    act = {"business_id": shop.id, "actor": shop.asha, "now": shop.now}
    made = godown(act)
    store.bring(store.item("আটা"), 100, 4000, branch_id=made.pk, day=shop.now.date())
    about = {**act, "branch_id": made.pk, "base_rev": 1}
    with pytest.raises(BranchUsed, match="Close it instead"):
        remove_branch(**about)
    assert close_branch(**about, is_closed=True).closed_at == shop.now


class TestBook:
    def words(self, **more) -> BookWords:
        return BookWords(
            **{"name": "সেন ও কন্যা", "phone": "98300 12345", "address": "Gariahat\nKolkata", "upi_id": "asha@okbank",
               "year_starts_month": 4, **more}
        )  # fmt: skip

    @pytest.mark.both_engines
    def test_name_phone_address_and_upi(self, act, book):
        change_book(**act, words=self.words())
        book.refresh_from_db()
        assert (book.name, book.phone, book.upi_id) == ("সেন ও কন্যা", "+919830012345", "asha@okbank")
        assert Event.objects.filter(business=book, verb="book.changed").count() == 1

    @pytest.mark.parametrize(
        ("field", "value"),
        [("name", " "), ("phone", "12"), ("upi_id", "asha"), ("upi_id", "a@b c"), ("year_starts_month", 13)],
    )
    def test_what_cannot_be_is_refused_at_its_field(self, act, book, field, value):
        with pytest.raises(Exception) as refusal:
            change_book(**act, words=self.words(**{field: value}))
        assert refusal.value.field == field
        book.refresh_from_db()
        assert book.name == "সেন স্টোর্স"

    def test_the_year_keeps_its_month_once_days_are_closed(self, act, book):
        change_book(**act, words=self.words(year_starts_month=7))
        Business.objects.filter(pk=book.pk).update(books_locked_until=date(2026, 6, 30))
        with pytest.raises(BookRefused):
            change_book(**act, words=self.words(year_starts_month=1))
        change_book(**act, words=self.words(year_starts_month=7, name="Sen"))
