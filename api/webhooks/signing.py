"""Standard Webhooks 1.0: what the receiver proves with our secret that the message is ours."""

import base64
import datetime
import secrets
from collections.abc import Sequence

from standardwebhooks import Webhook

SECRET_BYTES = 32
USER_AGENT = "Halkhata-Webhooks/1"


def new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signed_headers(
    *, message_id: str, body: str, secrets_active: Sequence[str], now: datetime.datetime
) -> dict[str, str]:
    """Headers for one try. Every active secret signs, so that a receiver may change over in its own time."""
    at = now.astimezone(datetime.UTC).replace(microsecond=0)
    signatures = [Webhook(secret).sign(message_id, at, body) for secret in secrets_active]
    return {
        "content-type": "application/json; charset=utf-8",
        "user-agent": USER_AGENT,
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
