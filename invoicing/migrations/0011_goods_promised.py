from collections import defaultdict

from django.db import migrations

EMPTY_PILE = {"layers": [], "short": [0, 0], "last": None}
STANDING = ("approved", "sent", "accepted", "declined", "invoiced")
AT_ONCE = 2_000


def _own(line):
    item = line.item
    if line.unit == item.unit:
        return line.quantity
    whole, rest = divmod(line.quantity * item.pack_size, 10_000) if item.pack_size else (0, 1)
    return 0 if line.unit != item.pack_unit or rest else whole


def promise(apps, schema_editor):
    """What accepted estimates and open challans promised before books kept it."""
    lines = apps.get_model("invoicing", "PaperLine").objects.filter(item__is_counted=True)
    stock = apps.get_model("inventory", "StockSum").objects
    estimates = lines.filter(paper__kind="estimate", paper__status="accepted")
    went, held = defaultdict(int), defaultdict(int)
    challans = lines.filter(paper__kind="challan", paper__status__in=STANDING)
    for line in (
        challans.filter(source_line__in=estimates.values("pk")).select_related("item").iterator(AT_ONCE)
    ):
        went[line.source_line_id] += _own(line)
    for line in estimates.select_related("item").iterator(AT_ONCE):
        held[line.business_id, line.item_id] += max(_own(line) - went[line.pk], 0)
    unbilled = (
        challans.filter(paper__status__in=("approved", "sent"))
        .exclude(paper__source__kind="invoice")
        .exclude(paper__source__status="invoiced")
    )
    for line in unbilled.select_related("item").iterator(AT_ONCE):
        held[line.business_id, line.item_id] += _own(line)
    for (business_id, item_id), quantity in held.items():
        own = stock.filter(business_id=business_id, item_id=item_id)
        if quantity and not own.update(committed=quantity):
            stock.create(
                business_id=business_id, item_id=item_id, on_hand=0, committed=quantity, value=0, pile=EMPTY_PILE,
                last_day="1950-01-01",
            )  # fmt: skip


def forget(apps, schema_editor):
    apps.get_model("inventory", "StockSum").objects.exclude(committed=0).update(committed=0)


class Migration(migrations.Migration):
    dependencies = [("inventory", "0002_alerts_told"), ("invoicing", "0010_tax_payments")]

    operations = [migrations.RunPython(promise, forget)]
