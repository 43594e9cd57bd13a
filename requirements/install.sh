#!/bin/sh
# Makes .venv from the lock and installs Assay into it, in place. Quick when nothing has changed.
#
# The stamp is written last, so a run that was cut short is simply done again; and it is keyed by content (the lock,
# the Python, the folder), so neither a git checkout nor a moved folder leaves an environment behind that only looks
# right.
set -eu
cd "$(dirname "$0")/.."

fail() {
    echo "assay: $1" >&2
    exit 2
}

newest_python() {
    for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    fail "Python 3.11 or newer is needed; set PYTHON to one, as in: make setup PYTHON=/path/to/python3.11"
}

python=$(newest_python)
lock=requirements/${ASSAY_LOCK:-dev}.txt
[ -f "$lock" ] || fail "there is no lock named $lock"
key="$(cat "$lock" requirements/install.sh requirements/web/*.json | cksum) $("$python" -c 'import sys; print(sys.version)' | tr '\n' ' ') $PWD"

if [ -x .venv/bin/assay ] && [ "$(cat .venv/ready 2>/dev/null || true)" = "$key" ]; then
    exit 0
fi

rm -f .venv/ready
"$python" -c 'import venv, ensurepip' 2>/dev/null \
    || fail "this Python cannot make virtual environments; on Debian: apt-get install python3-venv"
# An environment of another Python, or of another folder, is made anew; one that was cut short is completed.
if [ "$(cat .venv/made-by 2>/dev/null || true)" != "$("$python" -V) $PWD" ]; then
    rm -rf .venv
    "$python" -m venv .venv || fail "the virtual environment could not be made in $PWD/.venv"
    echo "$("$python" -V) $PWD" >.venv/made-by
fi
echo "Installing from $lock ..."
# -qq: errors only, so that what is printed is what went wrong.
pip=".venv/bin/python -m pip -qq --disable-pip-version-check --no-input"
$pip install --require-hashes --no-deps --only-binary :all: -r "$lock" \
    || fail "what $lock names could not be installed (see above); run make setup again when that is put right"
$pip install --no-build-isolation --no-deps --editable . || fail "Assay itself could not be installed (see above)"
# The pages' styles: what package-lock.json names, by its digest; the tests' part of it only where the tests are.
rm -rf .venv/web && mkdir .venv/web && cp requirements/web/*.json .venv/web/
[ "$lock" = requirements/dev.txt ] && omit= || omit=--omit=dev
PATH="$PWD/.venv/bin:$PATH" .venv/bin/npm ci --prefix .venv/web --silent --ignore-scripts --no-audit --no-fund $omit \
    || fail "the pages' styles could not be fetched (see above); run make setup again when that is put right"
echo "$key" >.venv/ready
echo "Ready: .venv/bin/assay"
