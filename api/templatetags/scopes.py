"""Scopes in words."""

from django import template

from api.scopes import SCOPES

register = template.Library()


@register.simple_tag
def scope_words(scope: str) -> str:
    """The sentence of a scope; the scope itself when it is none of ours any more."""
    return str(SCOPES.get(scope, scope))
