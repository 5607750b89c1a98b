from django.apps import AppConfig

from core import seals


class RentalsConfig(AppConfig):
    name = "rentals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from audit import erasing
        from ledger.models import AccountRole, PartyKind
        from ledger.operations import followers
        from ledger.queries.companions import beside
        from ledger.verify import also_prove
        from rentals.operations.erasing import take_out_of_leases
        from rentals.operations.rent_paid import house_of, tell_paid
        from rentals.queries.co_tenants import beside_tenant
        from rentals.verify import prove_rent

        seals.guard(self)
        beside(PartyKind.TENANT, beside_tenant)
        also_prove(prove_rent)
        followers.follow(AccountRole.RENT_INCOME, place=house_of, tell=tell_paid)
        erasing.erases("rentals")(take_out_of_leases)
