from django.apps import AppConfig

from core import seals


class InventoryConfig(AppConfig):
    name = "inventory"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from inventory.verify import prove_stock
        from ledger.verify import also_prove

        seals.guard(self)
        also_prove(prove_stock)
