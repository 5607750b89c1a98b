from celery import shared_task
from django.utils import timezone

from api.oauth import own_data as own
from api.oauth.operations.tokens import trim
from audit.own_data import own_data

BATCHES = 50
own_data("apps let in")(own.consents)
own_data("own apps")(own.apps)


@shared_task(name="oauth.trim", ignore_result=True)
def trim_task() -> None:
    """Clear codes and tokens that are long over, some at a time."""
    for _batch in range(BATCHES):
        if not trim(now=timezone.now()):
            break
