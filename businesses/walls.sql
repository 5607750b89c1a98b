-- Row-level security: the app role sees and writes the rows of the books in reach, whatever a query forgot.
-- The owner of the tables is not bound by it: migrations, backups and proofs read every book.

CREATE OR REPLACE FUNCTION halkhata_user() RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT nullif(current_setting('halkhata.user', true), '')::uuid
$$;

CREATE OR REPLACE FUNCTION halkhata_is_open() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('halkhata.books', true) = '*', false)
$$;

-- With the owner's eyes: memberships stand behind a wall themselves.
CREATE OR REPLACE FUNCTION halkhata_own_books() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT ARRAY(SELECT business_id FROM businesses_membership WHERE user_id = halkhata_user())
$$;

-- Where an invitation to the person may have gone.
CREATE OR REPLACE FUNCTION halkhata_own_contacts() RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT array_remove(ARRAY(SELECT unnest(ARRAY[phone, email]) FROM businesses_user WHERE id = halkhata_user()), NULL)
$$;

CREATE OR REPLACE FUNCTION halkhata_books() RETURNS uuid[] LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN nullif(current_setting('halkhata.books', true), '') IS NULL THEN halkhata_own_books()
        WHEN halkhata_is_open() THEN ARRAY[]::uuid[]
        ELSE string_to_array(nullif(current_setting('halkhata.books', true), ''), ',')::uuid[] END
$$;
