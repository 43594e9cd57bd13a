#!/bin/sh
# Makes Temporal's two databases, or brings them up to date; safe to run again.
set -eu
SQL_PASSWORD=$(cat /run/secrets/temporal_db_password)
export SQL_PASSWORD

bring_up_to_date() {
    tool="temporal-sql-tool --plugin postgres12 --ep temporal-db -p 5432 -u temporal --db $1"
    $tool create
    $tool setup-schema -v 0.0 || echo "$1 has its schema already"
    $tool update-schema -d "/etc/temporal/schema/postgresql/v12/$2/versioned"
}

bring_up_to_date temporal temporal
bring_up_to_date temporal_visibility visibility
