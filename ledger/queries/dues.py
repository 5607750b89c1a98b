"""When what a khata owes falls due, as SQL: read for joined khatas, stored for others, and proven for all.

The earliest due date among the entries a khata has not paid; NULL when none of them has one. Payments settle the oldest
entries first, so what is unpaid are the newest gaves, as far as the balance reaches. `of` chooses the khata's rows, as
{0}. CASE, since few khatas have a due date at all: the others are not read.
"""


def due_by_entries(*, of: str, balance: str) -> str:
    """All gaves are read: for the few khatas that were joined, in a list that PostgreSQL plans anew each time."""
    return _if_any(of, balance, _due_among(_gaves(of), given_after="0", balance=balance))


def due_by_months(*, of: str, balance: str) -> str:
    """The totals of months say in which month the balance ends: that month is read line by line, and of the newer ones,
    all of them unpaid, the first due date alone. Nothing falls due before its own day."""
    months = (
        "SELECT t.month, SUM(t.given) OVER (ORDER BY t.month DESC) AS given_since"
        f" FROM ledger_partymonth t WHERE {of.format('t')}"
    )
    oldest = f"SELECT MAX(s.month) AS month FROM ({months}) s WHERE s.given_since >= {balance}"
    newer = f"FROM ledger_partymonth n WHERE {of.format('n')} AND n.month > b.month"
    bounds = (
        f"SELECT b.month, (SELECT COALESCE(SUM(n.given), 0) {newer}) AS given_after,"
        f" (SELECT MIN(n.month) {newer}) AS newer FROM ({oldest}) b"
    )
    of_month = f"{_gaves(of)} AND g.day >= o.month AND g.day < COALESCE(o.newer, '9999-12-31')"
    in_it = _due_among(of_month, given_after="o.given_after", balance=balance)
    after_it = (
        f"SELECT g.due_on FROM ledger_document g WHERE {_gaves(of)}"
        " AND g.day >= o.newer AND g.due_on >= o.newer ORDER BY g.due_on LIMIT 1"
    )
    either = (
        f"SELECT MIN(CASE k.part WHEN 1 THEN ({in_it}) ELSE ({after_it}) END)"
        f" FROM ({bounds}) o, (SELECT 1 AS part UNION ALL SELECT 2) k"
    )
    return _if_any(of, balance, either)


def _gaves(of: str) -> str:
    return of.format("g") + " AND g.state = 'posted' AND g.direction = 'gave'"


def _due_among(gaves: str, *, given_after: str, balance: str) -> str:
    """Of some gaves after which so much was given: the earliest due date of the unpaid."""
    return (
        f"SELECT MIN(u.due_on) FROM (SELECT g.due_on, {given_after} + SUM(g.amount)"
        " OVER (ORDER BY g.day DESC, g.pos DESC) - g.amount AS given_after"
        f" FROM ledger_document g WHERE {gaves}) u WHERE u.due_on IS NOT NULL AND u.given_after < {balance}"
    )


def _if_any(of: str, balance: str, due: str) -> str:
    return (
        f"CASE WHEN {balance} > 0 AND EXISTS (SELECT 1 FROM ledger_document d WHERE {of.format('d')}"
        f" AND d.due_on IS NOT NULL) THEN ({due}) END"
    )


OWN_UNPAID_DUE = due_by_months(of="{0}.party_id = p.id", balance="p.balance")
"""Of one party p, those joined to it left aside."""
