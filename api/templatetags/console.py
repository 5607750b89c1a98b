"""The console's settings, for its script to read."""

import json

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def data_block(text: str, name: str) -> SafeString:
    """JSON that comes as text, in a block of data with the id `name`."""
    return json_script(json.loads(text), name)
