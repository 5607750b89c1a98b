"""The rules for addresses as this installation sets them."""

from django.conf import settings

from api.webhooks.addresses import Guard, Resolver, system_resolver


def site_guard(resolve: Resolver = system_resolver) -> Guard:
    return Guard(
        more_ports=frozenset(settings.WEBHOOK_PORTS), loopback=settings.WEBHOOK_LOOPBACK, resolve=resolve
    )
