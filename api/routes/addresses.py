"""Addresses and states, as contacts and papers say them."""

from typing import Annotated

from ninja import Schema
from pydantic import Field

State = Annotated[str, Field(pattern=r"^([0-9]{2})?$", examples=["19"])]


class ShippingAddress(Schema):
    """The parts of an address; `state_code` is that of the tax law, as 19."""

    attention: Annotated[str, Field(max_length=120)] = ""
    address: Annotated[str, Field(max_length=200)] = ""
    street2: Annotated[str, Field(max_length=200)] = ""
    city: Annotated[str, Field(max_length=80)] = ""
    state_code: State = ""
    zip: Annotated[str, Field(max_length=12)] = ""
    country: Annotated[str, Field(max_length=60)] = ""
    phone: Annotated[str, Field(max_length=20)] = ""
