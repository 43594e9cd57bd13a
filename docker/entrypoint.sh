#!/bin/sh
# libpq takes a password from a variable or a file in its own form; a secret is a file with the password alone.
set -eu
if [ -n "${PGPASSWORD_FILE:-}" ]; then
    PGPASSWORD=$(cat "$PGPASSWORD_FILE")
    export PGPASSWORD
    unset PGPASSWORD_FILE
fi
exec "$@"
