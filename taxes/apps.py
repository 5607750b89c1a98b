from django.apps import AppConfig

from core import seals


class TaxesConfig(AppConfig):
    name = "taxes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from taxes import laying

        laying.guard(self)
        seals.guard(self)
