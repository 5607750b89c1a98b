from django.apps import AppConfig

from core import seals


class LedgerConfig(AppConfig):
    name = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        seals.guard(self)
