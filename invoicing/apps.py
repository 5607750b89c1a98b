from django.apps import AppConfig

from core import seals


class InvoicingConfig(AppConfig):
    name = "invoicing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from invoicing import mailing  # noqa: F401 makes its kind of job known
        from invoicing.verify import prove_papers
        from invoicing.verify_advances import prove_advances
        from invoicing.verify_payments import prove_payments
        from invoicing.verify_tax_payments import prove_tax_payments
        from ledger.verify import also_prove

        seals.guard(self)
        also_prove(prove_papers)
        also_prove(prove_payments)
        also_prove(prove_tax_payments)
        also_prove(prove_advances)
