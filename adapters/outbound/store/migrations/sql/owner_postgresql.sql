-- Before the first step: the two roles, and the schema that one owns and the other only looks into.
-- Neither can log in. Whoever logs in for the application is a member of assay_application and of nothing else here:
--     GRANT assay_application TO the_user_of_the_application;

-- Two stores may be made in one cluster at the same moment, and roles belong to the cluster.
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'assay_owner') THEN
        CREATE ROLE assay_owner NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
----
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'assay_application') THEN
        CREATE ROLE assay_application NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
----
DO $$ BEGIN
    IF NOT pg_has_role(current_user, 'assay_owner', 'SET') THEN
        EXECUTE 'GRANT assay_owner TO CURRENT_USER';
    END IF;
END $$
----
CREATE SCHEMA assay AUTHORIZATION assay_owner
----
GRANT USAGE ON SCHEMA assay TO assay_application
