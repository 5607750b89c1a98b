"""What other apps find here by themselves: the tables of a person's own data."""

from audit.nights import nightly
from audit.own_data import own_data
from businesses.operations.account_notes import trim_notes
from businesses.queries import own_data as queries

own_data("profile")(queries.profile)
own_data("books")(queries.memberships)
own_data("devices")(queries.devices)
own_data("browsers")(queries.browsers)
own_data("sign-ins")(queries.sign_ins)
own_data("trail")(queries.trail)
nightly("notes at the door", trim_notes)
