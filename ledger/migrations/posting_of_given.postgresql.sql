-- One round trip for the journal's part of a posting. It holds no rule: rows in as JSON, rows written, seals fired.
-- Each row is found by its own key: a connection keeps its plans, and one made while the book was young would read every
-- entry of it from then on. IS TRUE keeps other indexes out of it.
CREATE FUNCTION ledger_post_v2(book uuid, entries jsonb, lines jsonb, khatas jsonb, account_months jsonb, party_months jsonb)
RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    INSERT INTO ledger_entry (id, business_id, branch_id, document_id, seq, day, pos, actor_id, device_id, reverses_id, chain)
    SELECT id, book, branch_id, document_id, seq, day, pos, actor_id, device_id, reverses_id, chain
    FROM jsonb_populate_recordset(NULL::ledger_entry, entries);

    INSERT INTO ledger_line (business_id, branch_id, entry_id, account_id, party_id, day, pos, amount)
    SELECT book, branch_id, entry_id, account_id, party_id, day, pos, amount
    FROM jsonb_populate_recordset(NULL::ledger_line, lines);

    UPDATE ledger_entry SET posted_as = id
    WHERE id = ANY (ARRAY(SELECT (value ->> 'id')::uuid FROM jsonb_array_elements(entries))) AND (business_id = book) IS TRUE;

    UPDATE ledger_party p
    SET balance = p.balance + k.balance, chain = k.chain, changed_seq = k.changed_seq, last_day = k.last_day, last_pos = k.last_pos
    FROM jsonb_populate_recordset(NULL::ledger_party, khatas) k
    WHERE p.id = k.id AND (p.business_id = book) IS TRUE;

    INSERT INTO ledger_accountmonth AS m (business_id, branch_id, account_id, month, debit, credit)
    SELECT book, branch_id, account_id, month, debit, credit
    FROM jsonb_populate_recordset(NULL::ledger_accountmonth, account_months)
    ON CONFLICT (business_id, account_id, branch_id, month)
    DO UPDATE SET debit = m.debit + excluded.debit, credit = m.credit + excluded.credit;

    INSERT INTO ledger_partymonth AS m (business_id, branch_id, party_id, month, amount, given)
    SELECT book, branch_id, party_id, month, amount, given
    FROM jsonb_populate_recordset(NULL::ledger_partymonth, party_months)
    ON CONFLICT (party_id, branch_id, month) DO UPDATE
    SET amount = m.amount + excluded.amount, given = m.given + excluded.given;
END $$;
