"""The description put in order: one name for the key, and no schema that nothing refers to."""

import re
from typing import Any

REFERENCE = "#/components/schemas/"
KEY = "token"
"""What the description calls the bearer token of a call."""


def settle(schema: dict[str, Any]) -> None:
    """Name the key and leave out what is not used, in place."""
    components = schema["components"]
    components["securitySchemes"] = {
        KEY if name == "Door" else name: _without_name(said)
        for name, said in components["securitySchemes"].items()
    }
    for path in schema["paths"].values():
        for operation in path.values():
            keys = operation.get("security", ())
            operation["security"] = [{KEY if k == "Door" else k: v for k, v in one.items()} for one in keys]
    used = _used(schema)
    components["schemas"] = {name: said for name, said in components["schemas"].items() if name in used}


def _without_name(said: dict[str, Any]) -> dict[str, Any]:
    """Only a key in a header, a query or a cookie has a name."""
    return (
        said if said["type"] == "apiKey" else {name: value for name, value in said.items() if name != "name"}
    )


def _used(schema: dict[str, Any]) -> set[str]:
    """Names of the schemas that paths refer to, and those that these refer to."""
    schemas, found = schema["components"]["schemas"], set[str]()
    waiting = _named(schema["paths"])
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= _named(schemas.get(name)) - found
    return found


def _named(part: Any) -> set[str]:
    return set(re.findall(rf"'\$ref': '{REFERENCE}(\w+)'", repr(part)))
