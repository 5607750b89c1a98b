-- The second guard on SQLite: a number that was drawn stands for good, none is left out, and none points elsewhere.
-- INSERT OR REPLACE deletes the old row without firing delete triggers, so an existing key is refused before insert.

CREATE TRIGGER seal_number_insert BEFORE INSERT ON taxes_drawnnumber BEGIN
    SELECT RAISE(ABORT, 'sealed: this number stands already') WHERE EXISTS (SELECT 1 FROM taxes_drawnnumber
        WHERE (NEW.id <> -1 AND id = NEW.id) OR (business_id = NEW.business_id AND document_id = NEW.document_id)
        OR (business_id = NEW.business_id AND registration = NEW.registration AND kind = NEW.kind AND year = NEW.year
            AND key = NEW.key)
        OR (series_id = NEW.series_id AND year = NEW.year AND position = NEW.position));
    SELECT RAISE(ABORT, 'sealed: a number is up to 16 letters, digits, - and /') WHERE NEW.key <> upper(NEW.number)
        OR length(NEW.number) NOT BETWEEN 1 AND 16 OR NEW.number GLOB '*[^A-Za-z0-9/-]*' OR NEW.number GLOB '[/-]*';
    SELECT RAISE(ABORT, 'sealed: numbers of a series follow one another') WHERE NEW.series_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM taxes_seriesyear y JOIN taxes_series s ON s.id = y.series_id
        WHERE y.series_id = NEW.series_id AND y.year = NEW.year AND y.last = NEW.position
        AND s.business_id = NEW.business_id AND s.registration = NEW.registration AND s.kind = NEW.kind
        AND (y.first = NEW.position OR y.resumed = NEW.position OR EXISTS (SELECT 1 FROM taxes_drawnnumber d WHERE d.series_id = NEW.series_id
            AND d.year = NEW.year AND d.position = NEW.position - 1)));
END;

CREATE TRIGGER seal_number_update BEFORE UPDATE ON taxes_drawnnumber BEGIN
    SELECT RAISE(ABORT, 'sealed: a number that was drawn never changes');
END;

CREATE TRIGGER seal_number_delete BEFORE DELETE ON taxes_drawnnumber BEGIN
    SELECT RAISE(ABORT, 'sealed: a number that was drawn is kept');
END;

CREATE TRIGGER seal_seriesyear_insert BEFORE INSERT ON taxes_seriesyear BEGIN
    SELECT RAISE(ABORT, 'sealed: this year of the series stands already') WHERE EXISTS (SELECT 1 FROM taxes_seriesyear
        WHERE (NEW.id <> -1 AND id = NEW.id) OR (series_id = NEW.series_id AND year = NEW.year));
    SELECT RAISE(ABORT, 'sealed: the series is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM taxes_series WHERE id = NEW.series_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_seriesyear_update BEFORE UPDATE ON taxes_seriesyear BEGIN
    SELECT RAISE(ABORT, 'sealed: a series keeps its year') WHERE NEW.id <> OLD.id OR NEW.business_id <> OLD.business_id
        OR NEW.series_id <> OLD.series_id OR NEW.year <> OLD.year;
    SELECT RAISE(ABORT, 'sealed: a series counts on by one') WHERE NOT (
        (NEW.first = OLD.first AND NEW.last = OLD.last + 1 AND NEW.resumed IS OLD.resumed AND NEW.skipped = OLD.skipped)
        OR (NEW.first = OLD.first AND NEW.last = NEW.resumed - 1 AND NEW.last > OLD.last
            AND NEW.skipped = OLD.skipped + NEW.last - OLD.last)
        OR (NEW.last = NEW.first - 1 AND NEW.resumed IS NULL AND NEW.skipped = 0 AND NOT EXISTS (
            SELECT 1 FROM taxes_drawnnumber WHERE series_id = NEW.series_id AND year = NEW.year)));
END;

CREATE TRIGGER seal_seriesyear_delete BEFORE DELETE ON taxes_seriesyear BEGIN
    SELECT RAISE(ABORT, 'sealed: the count of a series is kept');
END;

CREATE TRIGGER seal_series_insert BEFORE INSERT ON taxes_series BEGIN
    SELECT RAISE(ABORT, 'sealed: this series stands already') WHERE EXISTS (SELECT 1 FROM taxes_series WHERE id = NEW.id
        OR (business_id = NEW.business_id AND registration = NEW.registration AND kind = NEW.kind
            AND (stem = NEW.stem OR (is_main AND NEW.is_main AND branch_id IS NEW.branch_id))));
    SELECT RAISE(ABORT, 'sealed: the branch is of another book') WHERE NEW.branch_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM businesses_branch WHERE id = NEW.branch_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_series_update BEFORE UPDATE ON taxes_series BEGIN
    SELECT RAISE(ABORT, 'sealed: a series keeps its place') WHERE NEW.id IS NOT OLD.id
        OR NEW.business_id IS NOT OLD.business_id OR NEW.registration IS NOT OLD.registration OR NEW.kind IS NOT OLD.kind;
    SELECT RAISE(ABORT, 'sealed: a series that numbered keeps its name') WHERE (NEW.prefix IS NOT OLD.prefix
        OR NEW.stem IS NOT OLD.stem) AND EXISTS (SELECT 1 FROM taxes_drawnnumber WHERE series_id = NEW.id);
    SELECT RAISE(ABORT, 'sealed: the branch is of another book') WHERE NEW.branch_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM businesses_branch WHERE id = NEW.branch_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_series_delete BEFORE DELETE ON taxes_series BEGIN
    SELECT RAISE(ABORT, 'sealed: a series is kept');
END;
