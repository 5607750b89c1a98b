"""A second factor, tried: each code once, a few tries, one at a time."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from audit.models import Event
from businesses.actors import Actor
from businesses.models import User
from businesses.second_factor.models import CodeApp, ProofTry, RecoveryCode
from businesses.second_factor.operations.changes import renew_codes, turn_off_app
from businesses.second_factor.operations.proofs import CAPS, prove_by_code
from businesses.second_factor.refusals import SecondFactorWrong, TooManyProofs
from tests.businesses.second_factor.conftest import NOON, phone_of


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def prove(phone, code: str):
    return prove_by_code(user_id=phone.user.pk, code=code, now=timezone.now())


def actor(phone) -> Actor:
    return Actor(phone.user.pk, "", None, "test")


class TestApp:
    @pytest.mark.both_engines
    def test_a_code_counts_once(self, phone):
        assert prove(phone, phone.code()).kind == "app"
        with pytest.raises(SecondFactorWrong, match="used already"):
            prove(phone, phone.code())

    def test_nor_does_an_earlier_one_count_after_a_later(self, phone):
        prove(phone, phone.code(later=1))
        with pytest.raises(SecondFactorWrong, match="used already"):
            prove(phone, phone.code())

    def test_in_the_digits_and_with_the_spaces_of_its_person(self, phone):
        bengali = phone.code().translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))
        assert prove(phone, f"{bengali[:3]} {bengali[3:]}").kind == "app"

    @pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "²²²²²²", "٣" * 13, "0" * 39])
    def test_what_is_no_code_is_wrong(self, phone, code):
        with pytest.raises(SecondFactorWrong):
            prove(phone, code)

    def test_another_persons_code_is_wrong(self, phone, cast):
        other = phone_of(cast.bilal)
        with pytest.raises(SecondFactorWrong):
            prove(phone, other.code())

    def test_the_key_is_not_kept_in_the_clear(self, phone):
        kept = bytes(CodeApp.objects.get().secret)
        assert phone.secret.encode() not in kept

    def test_a_key_of_another_row_does_not_open(self, phone, cast):
        other = phone_of(cast.bilal)
        CodeApp.objects.filter(user=phone.user).update(secret=CodeApp.objects.get(user=other.user).secret)
        with pytest.raises(SecondFactorWrong):
            prove(phone, other.code())


class TestPaper:
    @pytest.mark.both_engines
    def test_each_code_opens_once(self, phone):
        assert len(set(phone.paper)) == 10
        for code in phone.paper:
            assert prove(phone, code).kind == "recovery"
            with pytest.raises(SecondFactorWrong):
                prove(phone, code)

    def test_only_hashes_are_kept(self, phone):
        plain = {code.replace(" ", "") for code in phone.paper}
        kept = set(RecoveryCode.objects.values_list("code_hash", flat=True))
        assert len(kept) == 10
        assert not any(code in each for code in plain for each in kept)

    def test_they_outlive_a_new_secret_key(self, phone, settings):
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "আরেকটি চাবি, and long enough to be one of its own"
        assert prove(phone, phone.paper[0]).kind == "recovery"
        assert prove(phone, phone.code()).kind == "app"

    def test_new_ones_end_the_old(self, phone):
        new = renew_codes(user_id=phone.user.pk, actor=actor(phone), now=timezone.now())
        with pytest.raises(SecondFactorWrong):
            prove(phone, phone.paper[0])
        assert prove(phone, new[0]).kind == "recovery"

    def test_they_go_with_the_last_second_factor(self, phone):
        turn_off_app(user_id=phone.user.pk, actor=actor(phone), now=timezone.now())
        assert not RecoveryCode.objects.exists()

    def test_the_trail_says_what_changed_and_keeps_no_secret(self, phone):
        renew_codes(user_id=phone.user.pk, actor=actor(phone), now=timezone.now())
        turn_off_app(user_id=phone.user.pk, actor=actor(phone), now=timezone.now())
        verbs = Event.objects.filter(user=phone.user).order_by("seq").values_list("verb", flat=True)
        assert list(verbs) == ["second_factor.added", "recovery_codes.made", "second_factor.removed"]


class TestTries:
    def test_after_five_wrong_ones_even_the_right_one_waits(self, phone, noon):
        for _ in range(5):
            with pytest.raises(SecondFactorWrong):
                prove(phone, "000000")
        with pytest.raises(TooManyProofs) as refusal:
            prove(phone, phone.code())
        assert refusal.value.wait == timedelta(minutes=15)
        noon.shift(timedelta(minutes=15, seconds=1))
        assert prove(phone, phone.code()).kind == "app"

    def test_a_day_has_twenty(self, phone, noon):
        for _ in range(4):
            for _ in range(5):
                with pytest.raises(SecondFactorWrong):
                    prove(phone, "000000")
            noon.shift(timedelta(minutes=16))
        with pytest.raises(TooManyProofs, match="hours"):
            prove(phone, phone.code())
        noon.shift(timedelta(hours=24))
        assert prove(phone, phone.code()).kind == "app"

    def test_a_right_one_clears_the_count(self, phone):
        for _ in range(4):
            with pytest.raises(SecondFactorWrong):
                prove(phone, "000000")
        prove(phone, phone.code())
        assert not ProofTry.objects.exists()

    def test_one_persons_tries_are_not_anothers(self, phone, cast):
        other = phone_of(cast.bilal)
        for _ in range(5):
            with pytest.raises(SecondFactorWrong):
                prove(phone, "000000")
        assert prove(other, other.code()).kind == "app"


@pytest.mark.both_engines
def test_of_many_at_once_five_are_looked_at_and_one_code_opens_once(live_db):
    phone = phone_of(User.objects.create_user(phone="+919830012345", name="आशा"))
    right, found = phone.code(), []

    def knock(code: str) -> None:
        try:
            found.append(prove_by_code(user_id=phone.user.pk, code=code, now=NOON).kind)
        except (SecondFactorWrong, TooManyProofs) as refusal:
            found.append(type(refusal).__name__)
        finally:
            connections.close_all()

    def all_at_once(codes: list[str]) -> list[str]:
        found.clear()
        threads = [threading.Thread(target=knock, args=[code]) for code in codes]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=180)
        return sorted(found)

    assert all_at_once([right] * 4) == ["SecondFactorWrong"] * 3 + ["app"]
    ProofTry.objects.all().delete()
    most = CAPS[0][0]
    assert all_at_once(["000000"] * 12) == ["SecondFactorWrong"] * most + ["TooManyProofs"] * (12 - most)
