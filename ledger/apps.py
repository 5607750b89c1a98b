from django.apps import AppConfig
from django.utils.translation import gettext_lazy

from core import seals


class LedgerConfig(AppConfig):
    name = "ledger"
    verbose_name = gettext_lazy("What stands in a book")  # on the staff's pages
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        seals.guard(self)
