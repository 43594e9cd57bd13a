#!/bin/sh
# A secret is a file with nothing else in it. libpq takes its password from a variable, or from a file in a form of its
# own; what Assay shows to the OpenID provider is a setting.
set -eu
if [ -n "${PGPASSWORD_FILE:-}" ]; then
    PGPASSWORD=$(cat "$PGPASSWORD_FILE")
    export PGPASSWORD
    unset PGPASSWORD_FILE
fi
if [ -n "${ASSAY_OPENID_CLIENT_SECRET_FILE:-}" ]; then
    ASSAY_OPENID_CLIENT_SECRET=$(cat "$ASSAY_OPENID_CLIENT_SECRET_FILE")
    export ASSAY_OPENID_CLIENT_SECRET
    unset ASSAY_OPENID_CLIENT_SECRET_FILE
fi
exec "$@"
