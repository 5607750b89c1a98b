"""OAuth in the description of the API: where an app goes, and what it may ask for."""

from typing import Any

from api.oauth.scopes import offered
from api.scopes import SCOPES

NAME = "oauth"


def add_oauth(schema: dict[str, Any]) -> None:
    """Tell the flow, and of each call that takes a token, in place, the scope an app needs for it."""
    scopes = offered()
    schema["components"].setdefault("securitySchemes", {})[NAME] = {
        "type": "oauth2",
        "description": "For apps of partners: a person allows them what, in which books, until when.",
        "flows": {
            "authorizationCode": {
                "authorizationUrl": "/oauth/authorize",
                "tokenUrl": "/oauth/token",
                "refreshUrl": "/oauth/token",
                "scopes": {scope: str(SCOPES[scope]) for scope in scopes},
            }
        },
    }
    for path in schema["paths"].values():
        for operation in path.values():
            scope = operation.get("x-scope")
            if operation.get("security") and (not scope or scope in scopes):
                operation["security"].append({NAME: [scope] if scope else []})
