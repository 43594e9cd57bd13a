# Assay. `make` alone lists what can be made; to add a target, give it a line that ends in `## what it does`.

SHELL := /bin/sh
BIN := .venv/bin
LOCK := $(BIN)/uv --quiet --no-config pip compile --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade)
# A file of tests at a time, in the order of tests/conftest.py.
SIDE_BY_SIDE := -n 2 --dist loadfile --no-loadscope-reorder
SOURCES := domain activities workflows adapters assembly worker.py tests benchmarks examples verify

.DEFAULT_GOAL := help
.PHONY: help setup run demo test test-long test-wide check lint bench mutants chaos year year-with-faults dossiers history pages screenshots lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: ## make .venv with .venv/bin/assay in it
	@requirements/install.sh

run: setup ## start the whole of Assay on its embedded servers; Ctrl-C stops it
	@exec $(BIN)/assay run

demo: setup ## take two inspections through their whole life, in skipped time, in under a minute
	@exec $(BIN)/assay demo --report

test: setup ## the suite on real parts: both Temporal servers, SQLite and PostgreSQL; in under ten minutes
	$(BIN)/pytest -q $(SIDE_BY_SIDE) -m "not long and not wide" tests

test-long: setup ## what takes long besides: every page as everybody in a real browser, every page of docs typed, private texts searched for
	$(BIN)/pytest -q $(SIDE_BY_SIDE) -m long tests

test-wide: setup ## a whole life without a mouse, each state of its pages under axe at 320 px; every page read blind; every field of a dossier changed: hours
	$(BIN)/pytest -q $(SIDE_BY_SIDE) -m wide tests

check: lint ## what needs no server: format, lint, strict types, import rules, specs and rules, in seconds
	$(BIN)/pytest -q tests/spec tests/rules tests/arch

lint: setup ## format, lint, strict types and import rules alone
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy --no-error-summary $(SOURCES)
	$(BIN)/lint-imports --no-logo

bench: setup ## commands, appends and ratings per second, each beside a baseline of the same run
	@$(BIN)/python -m pip -qq --disable-pip-version-check --no-input install \
		--require-hashes --no-deps --only-binary :all: -r requirements/bench.txt
	@status=0; for each in commands store proofs moving privacy ratings lists dossier replay pages programme; do $(BIN)/python -m benchmarks.$$each || status=1; done; exit $$status

mutants: setup ## change the ratings rules in thousands of small ways and count how many the tests notice (half an hour)
	$(BIN)/python -m benchmarks.mutants

chaos: setup ## faults at random, on the real parts (MINUTES=5 SEED=7)
	$(BIN)/python -m benchmarks.chaos $(if $(MINUTES),--minutes $(MINUTES)) $(if $(SEED),--seed $(SEED))

year: setup ## a year of 77 inspections to their ends in skipped time, every rating checked (SCALE=0.05 SEED=7)
	@$(BIN)/python -m benchmarks.year $(if $(SCALE),--scale $(SCALE)) $(if $(SEED),--seed $(SEED))

year-with-faults: setup ## the same year twice, once with faults: both must end in the same facts (SCALE=0.05 SEED=7)
	@$(BIN)/python -m benchmarks.year --faults $(if $(SCALE),--scale $(SCALE)) $(if $(SEED),--seed $(SEED))

dossiers: setup ## a thousand drawn inspections and a thousand corruptions, in dossiers that a stranger verifies (DOSSIERS=1000)
	DOSSIERS=$(or $(DOSSIERS),1000) $(BIN)/pytest -q --timeout 7200 tests/contract/dossiers/test_verified.py tests/contract/dossiers/test_sealed_anew.py

history: setup ## save the histories that the replay tests replay for ever, before a release
	$(BIN)/python -m tests.replay.save

pages: setup ## make docs/commands.md and docs/settings.md again, from the code
	@$(BIN)/assay commands --markdown > docs/commands.new && mv docs/commands.new docs/commands.md
	@$(BIN)/assay settings page > docs/settings.new && mv docs/settings.new docs/settings.md

screenshots: setup ## take the README's pictures of the pages again, in Chromium, of the example programme
	@$(BIN)/python -m tests.support.pictures

lock: setup ## lock the dependencies again, with hashes (UPGRADE=1 takes newer versions)
	$(LOCK) pyproject.toml --group build --group pages --output-file requirements/runtime.txt
	$(LOCK) pyproject.toml --group dev --constraint requirements/runtime.txt --output-file requirements/dev.txt
	$(LOCK) --group bench --constraint requirements/dev.txt --output-file requirements/bench.txt
	PATH="$$PWD/$(BIN):$$PATH" $(BIN)/npm install --prefix requirements/web --package-lock-only --silent \
		--ignore-scripts --omit-lockfile-registry-resolved --no-audit --no-fund
	@$(BIN)/node requirements/web/without-addresses.cjs

clean: ## remove .venv and what the tools cached; var/, where the record is, stays
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
