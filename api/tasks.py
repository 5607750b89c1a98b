"""What other apps find here by themselves: what goes at night, what is erased, what a person takes along."""

from collections.abc import Callable

from api.kit.log import purge_log
from api.operations.erasing import blank_answers
from api.operations.purges import purge_answers, purge_days, purge_tokens, sum_up_calls
from api.operations.sessions import trim
from api.queries import own_data as own
from audit.erasing import erases
from audit.nights import nightly
from audit.own_data import own_data
from businesses.operations.browsers import trim_browsers

Purge = Callable[..., int]
PURGES: tuple[Purge, ...] = (
    purge_log, purge_answers, sum_up_calls, purge_days, trim, purge_tokens, trim_browsers,
)  # fmt: skip


own_data("tokens")(own.tokens)
own_data("programs")(own.programs)
own_data("calls")(own.calls)
for purge in PURGES:
    nightly(purge.__name__, purge)
erases("kept answers")(blank_answers)
