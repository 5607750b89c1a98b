-- What a proven book never has: each query finds the rows that break it. %(book)s is the book, {month} the first
-- day of the month of l in the words of the engine, {unpaid_due} what is asked to store that day.
-- COALESCE around a column says: not by its index. Without figures of a table SQLite takes a large khata for small.

-- check: an entry does not balance
SELECT l.entry_id, SUM(l.amount)
FROM ledger_line l
WHERE l.business_id = %(book)s
GROUP BY l.entry_id
HAVING SUM(l.amount) <> 0 OR COUNT(*) < 2;

-- check: an entry is not posted
SELECT e.id, e.seq
FROM ledger_entry e
WHERE e.business_id = %(book)s AND e.posted_as IS NULL;

-- check: a line stands elsewhere than its entry
SELECT l.id, l.entry_id
FROM ledger_line l
LEFT JOIN ledger_entry e ON e.posted_as = l.entry_id
WHERE l.business_id = %(book)s AND (e.id IS NULL OR e.business_id <> l.business_id OR e.day <> l.day OR e.pos
    <> l.pos OR e.branch_id <> l.branch_id);

-- check: a line points into another book
SELECT l.id, l.entry_id
FROM ledger_line l
JOIN ledger_account a ON a.id = l.account_id
LEFT JOIN ledger_party p ON p.id = l.party_id
WHERE l.business_id = %(book)s AND (a.business_id <> l.business_id OR (l.party_id IS NOT NULL AND (p.id IS
    NULL OR p.business_id <> l.business_id)));

-- check: a party's balance differs from its lines
SELECT p.id, p.balance
FROM ledger_party p
LEFT JOIN (SELECT l.party_id, SUM(l.amount) AS amount
FROM ledger_line l
JOIN ledger_account a ON a.id = l.account_id
WHERE l.business_id = %(book)s AND a.role IN ('receivable', 'payable')
GROUP BY l.party_id) s ON s.party_id = p.id
WHERE p.business_id = %(book)s AND p.balance <> COALESCE(s.amount, 0);

-- check: a party's month differs from its lines
SELECT party_id, month, SUM(amount)
FROM (SELECT m.party_id, m.branch_id, m.month, m.amount
FROM ledger_partymonth m
WHERE m.business_id = %(book)s
UNION ALL SELECT l.party_id, l.branch_id, {month}, -l.amount
FROM ledger_line l
JOIN ledger_account a ON a.id = l.account_id
WHERE l.business_id = %(book)s AND a.role IN ('receivable', 'payable') AND l.party_id IS NOT NULL) both_sides
GROUP BY party_id, branch_id, month
HAVING SUM(amount) <> 0;

-- check: what a party was given in a month differs from its documents
SELECT party_id, month, SUM(given)
FROM (SELECT m.party_id, m.branch_id, m.month, m.given
FROM ledger_partymonth m
WHERE m.business_id = %(book)s
UNION ALL SELECT l.party_id, l.branch_id, {month}, -l.amount
FROM ledger_document l
WHERE l.business_id = %(book)s AND l.party_id IS NOT NULL AND l.state = 'posted' AND l.direction = 'gave') both_sides
GROUP BY party_id, branch_id, month
HAVING SUM(given) <> 0;

-- check: an account's month differs from its lines
SELECT account_id, month, SUM(debit), SUM(credit)
FROM (SELECT m.account_id, m.branch_id, m.month, m.debit, m.credit
FROM ledger_accountmonth m
WHERE m.business_id = %(book)s
UNION ALL SELECT l.account_id, l.branch_id, {month}, -(CASE WHEN l.amount > 0 THEN l.amount ELSE 0 END), CASE
    WHEN l.amount < 0 THEN l.amount ELSE 0 END
FROM ledger_line l
WHERE l.business_id = %(book)s) both_sides
GROUP BY account_id, branch_id, month
HAVING SUM(debit) <> 0 OR SUM(credit) <> 0;

-- check: an entry and its document do not agree
SELECT d.id, d.amount
FROM ledger_document d
LEFT JOIN ledger_entry e ON e.id = d.entry_id AND e.document_id = d.id
LEFT JOIN ledger_line l ON l.entry_id = e.posted_as AND COALESCE(l.party_id, l.party_id) = d.party_id
WHERE d.business_id = %(book)s AND d.party_id IS NOT NULL AND d.part_of_id IS NULL AND (e.id IS NULL OR
    e.day <> d.day OR e.pos <> d.pos OR e.branch_id <> d.branch_id OR l.id IS NULL OR
    l.amount <> CASE WHEN d.direction = 'gave' THEN d.amount ELSE -d.amount END);

-- check: a voucher's line in a khata differs from its entry
SELECT d.id, d.amount
FROM ledger_document d
LEFT JOIN ledger_entry e ON e.id = d.entry_id AND e.document_id = d.part_of_id
WHERE d.business_id = %(book)s AND d.part_of_id IS NOT NULL AND (e.id IS NULL OR e.day <> d.day OR e.pos <> d.pos OR
    CASE WHEN d.direction = 'gave' THEN d.amount ELSE -d.amount END <> (SELECT COALESCE(SUM(l.amount), 0)
FROM ledger_line l
JOIN ledger_account a ON a.id = l.account_id AND a.role IN ('receivable', 'payable')
WHERE l.entry_id = e.posted_as AND l.party_id = d.party_id));

-- check: a voucher's party has no line in its khata
SELECT v.id, l.party_id
FROM ledger_document v
JOIN ledger_line l ON l.entry_id = v.entry_id AND l.party_id IS NOT NULL
WHERE v.business_id = %(book)s AND v.party_id IS NULL AND v.state = 'posted' AND 1 <> (SELECT COUNT(*)
FROM ledger_document d
WHERE d.part_of_id = v.id AND d.party_id = l.party_id AND d.entry_id = v.entry_id AND d.state = 'posted');

-- check: an entry and its document without a party do not agree
SELECT d.id, d.amount
FROM ledger_document d
LEFT JOIN ledger_entry e ON e.id = d.entry_id AND e.document_id = d.id
WHERE d.business_id = %(book)s AND d.party_id IS NULL AND (e.id IS NULL OR e.day <> d.day OR e.pos <> d.pos OR
    d.amount <> (SELECT SUM(l.amount) FROM ledger_line l WHERE l.entry_id = e.posted_as AND l.amount > 0));

-- check: a document stands or is trashed against its entry
SELECT d.id, d.state
FROM ledger_document d
WHERE d.business_id = %(book)s AND (d.state = 'trashed') <> EXISTS (SELECT 1
FROM ledger_entry r
WHERE r.reverses_id = d.entry_id);

-- check: an entry stands that is neither its document's own nor reversed
SELECT e.id, e.seq
FROM ledger_entry e
JOIN ledger_document d ON d.id = e.document_id
WHERE e.business_id = %(book)s AND e.reverses_id IS NULL AND d.entry_id <> e.id
AND NOT EXISTS (SELECT 1
FROM ledger_entry r
WHERE r.reverses_id = e.id);

-- check: a reversal does not mirror its entry
SELECT r.id, r.seq
FROM ledger_entry r
JOIN ledger_entry e ON e.id = r.reverses_id
WHERE r.business_id = %(book)s AND EXISTS (SELECT 1
FROM ledger_line l
WHERE l.entry_id IN (r.id, e.id)
GROUP BY l.account_id, l.party_id
HAVING SUM(l.amount) <> 0);

-- check: the trail has a gap or a number too many
SELECT COUNT(*), MIN(v.seq), MAX(v.seq), MAX(b.seq)
FROM businesses_business b
LEFT JOIN audit_event v ON v.business_id = b.id
WHERE b.id = %(book)s
HAVING COUNT(v.id) <> MAX(b.seq) OR COALESCE(MAX(v.seq), 0) <> MAX(b.seq);

-- check: a party's newest entry is another
SELECT p.id, p.last_pos
FROM ledger_party p
WHERE p.business_id = %(book)s AND p.last_pos <> COALESCE((SELECT d.pos
FROM ledger_document d
WHERE d.party_id = p.id AND d.state = 'posted' ORDER BY d.day DESC, d.pos DESC LIMIT 1), 0);

-- check: what a party has not paid falls due on another day
SELECT p.id, p.unpaid_due_on
FROM ledger_party p
WHERE p.business_id = %(book)s AND COALESCE(p.unpaid_due_on, '9999-12-31') <> COALESCE({unpaid_due}, '9999-12-31');

-- check: a payment is set against what it cannot settle
SELECT a.payment_id, a.document_id
FROM ledger_allocation a
JOIN ledger_document y ON y.id = a.payment_id
JOIN ledger_document d ON d.id = a.document_id
JOIN ledger_party p ON p.id = y.party_id
JOIN ledger_party q ON q.id = d.party_id
WHERE a.business_id = %(book)s AND (y.state <> 'posted' OR d.state <> 'posted' OR y.direction = d.direction OR
    COALESCE(p.merged_into_id, p.id) <> COALESCE(q.merged_into_id, q.id));

-- check: more is set against a document than its amount
SELECT d.id, d.amount
FROM ledger_document d
JOIN ledger_allocation a ON a.document_id = d.id OR a.payment_id = d.id
WHERE d.business_id = %(book)s
GROUP BY d.id, d.amount
HAVING SUM(a.amount) > d.amount;

-- check: what is left of a document of trade differs from what was set against it
SELECT d.id, d.open_amount
FROM ledger_document d
WHERE d.business_id = %(book)s AND d.kind IN ('invoice', 'credit_note', 'debit_note', 'bill', 'vendor_credit', 'payment')
    AND d.open_amount <> CASE WHEN d.state = 'posted' THEN d.amount - (SELECT COALESCE(SUM(a.amount), 0)
FROM ledger_allocation a
WHERE a.document_id = d.id OR a.payment_id = d.id) ELSE 0 END;

-- check: a correction does not take back what it corrects
SELECT k.id, k.amount
FROM ledger_document k
JOIN ledger_document d ON d.id = k.corrects_id
WHERE k.business_id = %(book)s AND k.kind = 'correction' AND k.state = 'posted' AND (d.state <> 'posted' OR
    k.party_id <> d.party_id OR k.amount <> d.amount OR k.direction = d.direction OR EXISTS (SELECT 1
FROM ledger_line l
WHERE l.entry_id IN (k.entry_id, d.entry_id)
GROUP BY l.account_id, l.party_id
HAVING SUM(l.amount) <> 0));

-- check: an entry is corrected twice
SELECT k.corrects_id, COUNT(*)
FROM ledger_document k
WHERE k.business_id = %(book)s AND k.kind = 'correction' AND k.state = 'posted'
GROUP BY k.corrects_id
HAVING COUNT(*) > 1;

-- check: a closed year has income or expense left
SELECT y.id, SUM(m.debit - m.credit)
FROM ledger_yearend y
JOIN ledger_accountmonth m ON m.business_id = y.business_id AND m.month <= y.last_day
JOIN ledger_account a ON a.id = m.account_id AND a.kind IN ('income', 'expense')
WHERE y.business_id = %(book)s AND y.reopened_at IS NULL
GROUP BY y.id, m.account_id, m.branch_id
HAVING SUM(m.debit - m.credit) <> 0;
