-- What the two roles of roles.sql may do. Run as the owner of the tables, who migrates; again after each upgrade,
-- since a migration may add a table. Neither role owns a table, so neither can drop or disable a trigger.

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, bilan_staff, bilan_public;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, bilan_staff, bilan_public;
GRANT USAGE ON SCHEMA public TO bilan_staff, bilan_public;

-- Staff: everything that the site does, except changing what is frozen or logged.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO bilan_staff;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO bilan_staff;
REVOKE UPDATE, DELETE ON
    bilan_release, bilan_releasecalloff, bilan_releasedtext, bilan_releaseddocument, bilan_releasedstatement,
    indicators_releasedfigure, units_releasedunitevent, partnerships_releasedagreement,
    bilan_edit, bilan_change, bilan_workflowevent, bilan_acknowledgement, bilan_dismissal
FROM bilan_staff;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM bilan_staff;

-- Public: release tables, and of these only what may be seen by the database's clock.
GRANT SELECT ON
    bilan_release, bilan_releasecalloff, bilan_releasedtext, bilan_releasedstatement,
    indicators_releasedfigure, units_releasedunitevent, partnerships_releasedagreement,
    bilan_searchdocument, bilan_releaseddocument
TO bilan_public;

CREATE OR REPLACE FUNCTION bilan_is_visible(release bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT EXISTS (
        SELECT FROM bilan_release
        WHERE id = release AND visible_from <= statement_timestamp()
            AND NOT EXISTS (SELECT FROM bilan_releasecalloff WHERE release_id = release)
    )
$$;

-- Copies of pages end at the next release; a moment before it, and no earlier, the public role may know when.
CREATE OR REPLACE FUNCTION bilan_seconds_to_next() RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT floor(extract(epoch FROM min(visible_from) - statement_timestamp()))::integer
    FROM bilan_release
    WHERE visible_from > statement_timestamp() AND visible_from < statement_timestamp() + interval '2 minutes'
        AND NOT EXISTS (SELECT FROM bilan_releasecalloff WHERE release_id = bilan_release.id)
$$;
REVOKE ALL ON FUNCTION bilan_seconds_to_next() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bilan_seconds_to_next() TO bilan_public, bilan_staff;

-- What was announced is public, and only that of a release to come: its year, kind and time.
CREATE OR REPLACE FUNCTION bilan_announced()
RETURNS TABLE (id bigint, year smallint, kind varchar, visible_from timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT id, year, kind, visible_from FROM bilan_release
    WHERE announced AND visible_from > statement_timestamp()
        AND NOT EXISTS (SELECT FROM bilan_releasecalloff WHERE release_id = bilan_release.id)
$$;
REVOKE ALL ON FUNCTION bilan_announced() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bilan_announced() TO bilan_public, bilan_staff;

DO $$
DECLARE
    name text;
    key text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'bilan_release', 'bilan_releasecalloff', 'bilan_releasedtext', 'bilan_releasedstatement',
        'indicators_releasedfigure', 'units_releasedunitevent', 'partnerships_releasedagreement',
        'bilan_searchdocument', 'bilan_releaseddocument'
    ] LOOP
        key := CASE name WHEN 'bilan_release' THEN 'id' ELSE 'release_id' END;
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('DROP POLICY IF EXISTS bilan_all ON %I', name);
        EXECUTE format('CREATE POLICY bilan_all ON %I TO bilan_staff USING (true) WITH CHECK (true)', name);
        EXECUTE format('DROP POLICY IF EXISTS bilan_visible ON %I', name);
        EXECUTE format(
            'CREATE POLICY bilan_visible ON %I FOR SELECT TO bilan_public USING (bilan_is_visible(%I))',
            name, key
        );
    END LOOP;
END $$;
