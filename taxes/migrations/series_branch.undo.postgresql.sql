ALTER TABLE taxes_series DROP CONSTRAINT series_branch_key;
