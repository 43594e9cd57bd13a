#!/bin/sh
# Makes Assay's namespace once the server answers. How long it keeps finished workflows is of no consequence to the
# record: everything that an auditor needs is in Assay's own database.
set -eu
attempt=0
until temporal operator cluster health >/dev/null 2>&1; do
    attempt=$((attempt + 1))
    [ "$attempt" -lt 60 ] || { echo "Temporal did not answer within two minutes" >&2; exit 1; }
    sleep 2
done
if ! temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
    temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$TEMPORAL_RETENTION" \
        --description "The life of inspections"
fi
