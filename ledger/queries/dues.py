"""When what a khata owes falls due, as SQL: read for joined khatas, stored for others, and proven for all."""


def unpaid_due(*, of: str, balance: str) -> str:
    """The earliest due date among the entries a khata has not paid; NULL when none of them has one.

    Payments settle the oldest entries first, so what is unpaid are the newest gaves, as far as the balance reaches.
    `of` chooses the khata's documents, as {0}. CASE, since few khatas have a due date at all: the others are not read.
    """
    gave = of + " AND {0}.state = 'posted' AND {0}.direction = 'gave'"
    return (
        f"CASE WHEN {balance} > 0 AND EXISTS (SELECT 1 FROM ledger_document d WHERE {of.format('d')}"
        " AND d.due_on IS NOT NULL) THEN (SELECT MIN(u.due_on) FROM (SELECT g.due_on,"
        " SUM(g.amount) OVER (ORDER BY g.day DESC, g.pos DESC) - g.amount AS given_after"
        f" FROM ledger_document g WHERE {gave.format('g')}) u"
        f" WHERE u.due_on IS NOT NULL AND u.given_after < {balance}) END"
    )


OWN_UNPAID_DUE = unpaid_due(of="{0}.party_id = p.id", balance="p.balance")
"""Of one party p, those joined to it left aside."""
