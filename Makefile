# The portal's commands. "make" alone lists them.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
SHELL := /bin/sh
export PIP_DISABLE_PIP_VERSION_CHECK := 1

BIN := .venv/bin
PY := $(BIN)/python
APPS := portal accounts media vocabularies search partners clusters events news home translation api demo
CATALOGUES := $(wildcard portal/locale/*/LC_MESSAGES/*.po)
# Folders too: a removed file changes only the date of its folder.
STATIC_SOURCES := $(shell find $(APPS) -path '*/static' -o -path '*/static/*' 2>/dev/null)
UNIT := not elasticsearch and not browser and not postgresql and not slow

.PHONY: help
help: ## list these targets
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name text; do \
		printf '  make %-15s %s\n' "$$name" "$$text"; done

# Running

.PHONY: run
run: .venv/.installed var/.messages var/.static ## run the portal with its demo on http://127.0.0.1:8000/ (PORT, HOST, DEMO_PASSWORD)
	@$(PY) -m scripts.run_portal

.PHONY: dev
dev: .venv/.installed-dev var/.messages ## the same with Django's reloading server and DEBUG on
	@$(PY) -m scripts.run_portal --development

# Checking

.PHONY: test
test: system-packages .venv/.installed-dev var/.messages tests/tools/node_modules/.package-lock.json lint types django-checks messages-check ## everything that must pass
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --durations=40

.PHONY: test-fast
test-fast: .venv/.installed-dev var/.messages ## lint and the tests that need neither Elasticsearch nor a browser
	@$(MAKE) lint
	$(BIN)/pytest -q -n 2 --dist loadfile -m "$(UNIT)"

.PHONY: relevance
relevance: .venv/.installed-dev ## how good the search is by the judged queries, on both backends (RECORD=1 keeps the figures)
	$(BIN)/pytest -q -s tests/relevance

.PHONY: bench
bench: system-packages .venv/.installed-dev var/.messages tests/tools/node_modules/.package-lock.json ## the benchmarks of search, translation and pages, side by side with their peers (BENCH="--help" for parts and sizes)
	$(PY) -m tests.benchmarks $(BENCH)

.PHONY: lint
lint: .venv/.installed-dev ## ruff (rules and format), import directions, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet $(APPS)

.PHONY: format
format: .venv/.installed-dev ## put the Python files into the common format
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

.PHONY: types
types: .venv/.installed-dev ## mypy over our own modules
	$(BIN)/mypy

.PHONY: django-checks
django-checks: .venv/.installed-dev ## Django's own checks, and that no migration is missing
	DJANGO_SETTINGS_MODULE=portal.settings.test $(PY) manage.py check --fail-level WARNING
	DJANGO_SETTINGS_MODULE=portal.settings.test $(PY) manage.py makemigrations --check --dry-run

.PHONY: messages-check
messages-check: .venv/.installed-dev ## that every message catalogue is complete and up to date
	$(PY) -m scripts.check_messages

.PHONY: system-packages
system-packages:
	@scripts/system_packages.sh

# Making

.PHONY: messages
messages: .venv/.installed-dev ## bring new and changed texts into the message catalogues
	$(PY) -m scripts.extract_messages

.PHONY: screenshots
screenshots: system-packages .venv/.installed-dev var/.messages ## take pictures of every page into var/screenshots, and those of the documents again
	$(PY) -m scripts.screenshots

.PHONY: lock
lock: .venv/.installed-dev ## compile requirements*.txt from the .in files (exact pins with hashes)
	@command -v uv >/dev/null || { echo "uv is needed: pip install uv" >&2; exit 1; }
	uv pip compile --generate-hashes --no-emit-index-url requirements.in -o requirements.txt
	uv pip compile --generate-hashes --no-emit-index-url requirements-dev.in -o requirements-dev.txt

# What the above builds on: each is made again only when what it is made from has changed.

.venv/bin/python:
	@scripts/create_venv.sh

.venv/.installed: requirements.txt | .venv/bin/python
	@echo "Installing what the portal runs on"
	@$(PY) -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt | .venv/bin/python
	@echo "Installing what the portal runs on and is developed with"
	@$(PY) -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@ .venv/.installed

tests/tools/node_modules/.package-lock.json: tests/tools/package-lock.json
	@echo "Installing the programs that check pages"
	@npm ci --prefix tests/tools --ignore-scripts --no-audit --no-fund --silent
	@touch $@

var/.messages: $(CATALOGUES) scripts/compile_messages.py
	@$(PY) -m scripts.compile_messages
	@mkdir -p var && touch $@

var/.static: $(STATIC_SOURCES) requirements.txt portal/settings/base.py
	@echo "Collecting static files"
	@DJANGO_SETTINGS_MODULE=portal.settings.production SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))') \
		$(PY) manage.py collectstatic --noinput --verbosity 0
	@mkdir -p var && touch $@
