from tests.ledger.conftest import live_shop, shop

__all__ = ["live_shop", "shop"]
