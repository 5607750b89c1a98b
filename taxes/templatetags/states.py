"""The name of a state by the code its numbers begin with."""

from django import template

from taxes.states import STATES

register = template.Library()


@register.filter
def state_name(code: str) -> str:
    """ "19 West Bengal"; the code alone where it is unknown."""
    state = STATES.get(code)
    return f"{code} {state.name}" if state else code
