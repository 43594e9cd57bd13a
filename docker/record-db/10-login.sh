#!/bin/sh
# Runs once, when the record's database is made: the one account that workers use, with the least it needs.
#
# assay_login may log in and act as assay_application, which may read the record and call the functions that append to
# it; nothing else. The schema, and what assay_application may do in it, are made by `assay db migrate`.
set -eu
PASSWORD=$(cat "$APPLICATION_PASSWORD_FILE")
export PASSWORD
psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" <<'SQL'
\getenv password PASSWORD
\getenv database POSTGRES_DB
BEGIN;
CREATE ROLE assay_application NOLOGIN;
CREATE ROLE assay_login LOGIN NOINHERIT PASSWORD :'password' CONNECTION LIMIT 100;
GRANT assay_application TO assay_login;
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO assay_login;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
COMMIT;
SQL
