"""The law's rates from files into their table: after every migrate, and when an installation is given a newer file."""

import uuid
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from taxes.files import RateFile, shipped
from taxes.rates import NAMES, Rate


def lay(sender: AppConfig, using: str, **_kwargs: Any) -> None:
    """Receiver of post_migrate."""
    from django.db import connections  # leaf: apps are loading when this module is read

    connection = connections[using]
    with connection.cursor() as cursor:
        if "taxes_lawrate" not in connection.introspection.table_names(cursor):
            return
    for file in shipped():
        lay_file(file, using=using)


def lay_file(file: RateFile, *, using: str = "default") -> int:
    """Lay the rows of a file; how many were new or changed. Rows of a newer edition stand, and none is taken away."""
    from django.db import transaction

    from taxes.models import LawRate

    changed = 0
    with transaction.atomic(using=using):
        standing = {row.id: row for row in LawRate.objects.using(using).filter(country=file.country)}
        for rate in file.rates:
            row = _row(rate, file=file)
            former = standing.get(row.id)
            if former is None or former.edition < file.edition:
                row.save(using=using, force_insert=former is None)
                changed += 1
    return changed


def _row(rate: Rate, *, file: RateFile) -> Any:
    from taxes.models import LawRate

    begins = rate.valid_from.isoformat() if rate.valid_from else ""
    return LawRate(
        id=uuid.uuid5(NAMES, f"{file.country}/{rate.key}/{begins}"), country=file.country, key=rate.key,
        tax_id=rate.tax_id, name=rate.name, treatment=rate.tax.treatment.value, rate=rate.tax.rate, cess=rate.tax.cess,
        cess_per_unit=rate.tax.cess_per_unit, duty=rate.tax.duty, vat_per_unit=rate.tax.vat_per_unit,
        valid_from=rate.valid_from, valid_to=rate.valid_to, prefixes=" ".join(rate.prefixes), condition=rate.condition,
        source=rate.source, is_confirmed=rate.is_confirmed, edition=file.edition,
    )  # fmt: skip


def guard(app: AppConfig) -> None:
    """Called once, when the app is ready."""
    post_migrate.connect(lay, sender=app, dispatch_uid="taxes.laying")
