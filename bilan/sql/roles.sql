-- Roles of the PostgreSQL database. Run once, by a superuser of the server, who may make roles; then give each a
-- password (ALTER ROLE … PASSWORD …) and use them in the addresses:
--   DATABASE_URL         bilan_staff   reads and writes drafts, adds releases, changes or removes none
--   PUBLIC_DATABASE_URL  bilan_public  reads releases whose time has come, and nothing else
-- rights.sql, run by the owner of the tables, says what they may do.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bilan_staff') THEN
        CREATE ROLE bilan_staff LOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bilan_public') THEN
        CREATE ROLE bilan_public LOGIN;
    END IF;
END $$;

ALTER ROLE bilan_public SET default_transaction_read_only = on;
ALTER ROLE bilan_public SET statement_timeout = '5s';
