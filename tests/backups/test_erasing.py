"""A backup holds who stood in it; put back, it forgets whoever was erased since."""

import datetime

from audit.erasing import RECORD
from backups.making import make_backup
from backups.restoring import restore_backup
from businesses.actors import Actor
from businesses.models import User
from businesses.operations.leaving import erase_account
from businesses.roles import Role
from ledger.models import Party
from ledger.operations.erasing import erase_party
from tests.forgetting.conftest import silent_bell  # noqa: F401 a fixture
from tests.forgetting.traces import shown, texts, work
from tests.ledger.shops import NOW

NAME, PHONE = "Zqforget Tirodkar", "98123 45670"


def test_who_was_erased_since_is_erased_again_by_a_restore(kept_shop, place, settings, tmp_path):
    shop = kept_shop
    party = shop.party(NAME, phone=PHONE)
    shop.record(party, "gave", 700, note="zqkissa")
    bilal = shop.member(Role.MANAGER)
    User.objects.filter(pk=bilal.user_id).update(
        name=NAME, phone="+919812345671", email="zqforget@example.com"
    )
    made = make_backup(to=place, now=NOW)
    erase_party(business_id=shop.id, actor=shop.asha, party_id=party, typed=NAME, now=NOW)
    erase_account(
        user_id=bilal.user_id,
        actor=Actor(bilal.user_id, "", None, "test"),
        typed="zqforget@example.com",
        now=NOW,
    )
    work()
    moved = made.path.rename(tmp_path / made.name)
    (tmp_path / RECORD).write_text((place / RECORD).read_text())
    for lost in (place, settings.DATA):
        (lost / RECORD).unlink()

    done = restore_backup(moved, now=NOW)

    assert done.erased == 2
    assert Party.objects.get(id=party).name == "Erased party 1"
    assert str(User.objects.get(pk=bilal.user_id)) == "Former member"
    work()
    assert shown(texts(settings.DATA)) == []
    assert (settings.DATA / RECORD).exists()
    assert shop.proven()
    assert restore_backup(moved, now=NOW + datetime.timedelta(minutes=1)).erased == 2
