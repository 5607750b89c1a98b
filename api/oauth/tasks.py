from celery import shared_task
from django.utils import timezone

from api.oauth.operations.tokens import trim

BATCHES = 50


@shared_task(name="oauth.trim", ignore_result=True)
def trim_task() -> None:
    """Clear codes and tokens that are long over, some at a time."""
    for _batch in range(BATCHES):
        if not trim(now=timezone.now()):
            break
