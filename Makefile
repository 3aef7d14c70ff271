# resorb: everything a contributor runs. Needs Python 3.11 or newer and make; the rest comes by the pinned lists.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
MEDSPACY := build/venv-medspacy
UV := $(BIN)/uv --quiet --no-config
INSTALL := $(UV) pip install --python $(BIN)/python --no-build --compile-bytecode
# Where uv cannot reach an index that pip is set up for, pip installs the same pins.
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --only-binary :all:
COMPILE := $(UV) pip compile --universal --python-version 3.11 --fork-strategy fewest --generate-hashes --no-emit-index-url \
	--no-build --custom-compile-command "make pins"
# `make pins UPGRADE=` keeps what is pinned and only adds or drops.
UPGRADE ?= --upgrade

STUDIES := hftc-topical-2016 mayo-topical-2018 dystrophic-calcinosis-iv nonuremic-calciphylaxis-iv \
	intralesional-commentary-2017
FUZZ_N ?= 100000
FUZZ_WORKERS ?= 2
KILLS ?= 200
PLANTED ?= 1000000
PYTEST_ARGS ?=

.PHONY: help
help: ## Show what can be made
	@echo "resorb: make TARGET"
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# ---- environment -----------------------------------------------------------------------------------------------
.PHONY: setup
setup: $(VENV)/.dev ## Make .venv with everything pinned, and resorb itself in it

$(VENV)/.uv: requirements/uv.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 …" >&2; exit 2; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "$(PYTHON) is too old; Python 3.11 or newer is needed: make PYTHON=…" >&2; exit 2; }
	test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	$(PIP) --require-hashes -r requirements/uv.txt
	@touch $@

$(VENV)/.run: $(VENV)/.uv requirements/run.txt pyproject.toml
	$(INSTALL) --require-hashes -r requirements/run.txt || $(PIP) --require-hashes -r requirements/run.txt
	$(UV) pip install --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(INSTALL) --require-hashes -r requirements/dev.txt || $(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/.bench: $(VENV)/.dev requirements/bench.txt
	$(INSTALL) --require-hashes -r requirements/bench.txt || $(PIP) --require-hashes -r requirements/bench.txt
	@touch $@

# pyspark comes as sources only, so it is built here, from what its hash says.
$(VENV)/.spark: $(VENV)/.dev requirements/spark.txt
	$(UV) pip install --python $(BIN)/python --require-hashes -r requirements/spark.txt \
		|| $(BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements/spark.txt
	@touch $@

# medspaCy and some of what it needs come as sources only, so they are built here, from what their hashes say.
$(MEDSPACY)/.ready: $(VENV)/.uv requirements/medspacy.txt
	"$(PYTHON)" -m venv --clear $(MEDSPACY)
	$(UV) pip install --python $(MEDSPACY)/bin/python --require-hashes -r requirements/medspacy.txt \
		|| $(MEDSPACY)/bin/python -m pip --quiet install --require-hashes -r requirements/medspacy.txt
	@touch $@

.PHONY: pins
pins: $(VENV)/.uv ## Resolve the dependencies anew and write requirements/*.txt with hashes
	@mkdir -p requirements
	$(COMPILE) $(UPGRADE) --group bootstrap -o requirements/uv.txt >/dev/null
	$(COMPILE) $(UPGRADE) pyproject.toml -o requirements/run.txt >/dev/null
	$(COMPILE) $(UPGRADE) pyproject.toml --group dev -c requirements/run.txt -o requirements/dev.txt >/dev/null
	$(COMPILE) $(UPGRADE) pyproject.toml --group bench -c requirements/dev.txt -o requirements/bench.txt >/dev/null
	$(COMPILE) --build $(UPGRADE) pyproject.toml --group spark -c requirements/dev.txt -o requirements/spark.txt >/dev/null
	$(COMPILE) --build $(UPGRADE) --group medspacy -o requirements/medspacy.txt >/dev/null

# ---- the main job ----------------------------------------------------------------------------------------------
.PHONY: report
report: $(VENV)/.run ## Report on the five bundled studies, into build/report
	$(BIN)/resorb report $(STUDIES) -o build/report
	@echo "The report: $(CURDIR)/build/report/report.html"

.PHONY: pool
pool: $(VENV)/.run ## Pool the bundled evidence, into build/pool
	$(BIN)/resorb pool -o build/pool

# ---- checks ----------------------------------------------------------------------------------------------------
.PHONY: test
test: lint types docs pytest ## Everything that must hold before a change goes in

.PHONY: lint
lint: $(VENV)/.dev ## Style, floors and declared dependencies
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-logo --cache-dir build/cache/import-linter
	$(BIN)/deptry src

.PHONY: types
types: $(VENV)/.dev ## mypy, strict, over src, tests and scripts
	$(BIN)/mypy

.PHONY: pytest
pytest: $(VENV)/.dev ## The tests alone (PYTEST_ARGS="-k dose" picks some)
	$(BIN)/python -m pytest $(PYTEST_ARGS)

.PHONY: cover
cover: $(VENV)/.dev ## The tests, with the lines and branches they miss
	$(BIN)/python -m pytest --cov --cov-report=term-missing --cov-report=html:build/coverage $(PYTEST_ARGS)

.PHONY: docs
docs: $(VENV)/.dev ## Build the documentation into build/site; a warning is an error
	$(BIN)/python -m scripts.build_docs

.PHONY: fix
fix: $(VENV)/.dev ## Let ruff put right what it can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

.PHONY: accuracy
accuracy: $(VENV)/.dev ## How often scan is right on its corpus, into docs/reference/scan-accuracy.md
	$(BIN)/python -m tests.corpus.score development --write docs/reference/scan-accuracy.md

# ---- long runs -------------------------------------------------------------------------------------------------
.PHONY: fuzz
fuzz: $(VENV)/.dev ## FUZZ_N mutated study files (100,000): none may end in a traceback
	HYPOTHESIS_PROFILE=long $(BIN)/python -m tests.fuzz.study_files --n $(FUZZ_N)

.PHONY: fuzz-scan
fuzz-scan: $(VENV)/.dev ## FUZZ_N broken documents of all formats (100,000) through scan: no traceback, no hang
	$(BIN)/python -m tests.fuzz.documents --n $(FUZZ_N) --workers $(FUZZ_WORKERS)

.PHONY: fuzz-records
fuzz-records: $(VENV)/.dev ## FUZZ_N broken lists, exports and records (100,000) by every door: no traceback, no name told
	$(BIN)/python -m tests.fuzz.records --n $(FUZZ_N) --workers $(FUZZ_WORKERS)

.PHONY: kills
kills: $(VENV)/.dev ## KILLS builds, appends and cohorts killed at any moment (200): every store opens and is whole
	RESORB_KILLS=$(KILLS) $(BIN)/python -m pytest tests/acceptance/test_store_kills.py

.PHONY: planted
planted: $(VENV)/.dev ## A cohort planted among PLANTED persons (1,000,000) comes back exact
	RESORB_PLANTED=$(PLANTED) $(BIN)/python -m pytest tests/acceptance/test_planted_cohort.py -k "whole"

.PHONY: spark
spark: $(VENV)/.spark ## Get Spark (400 MB; needs Java), start one, and see that it gives the same as files
	$(BIN)/python -m pytest -k Spark tests/spec/records/test_servers.py tests/acceptance/test_servers.py

.PHONY: bench
bench: $(VENV)/.bench ## Time resorb, and set its tables and scan against other packages
	$(BIN)/python -m bench
	$(BIN)/python -m bench.scan_page
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m bench.pooling

.PHONY: speed
speed: $(VENV)/.dev ## How fast scan is, also on 100 MB (an hour or so), into docs/reference/scan-speed.md
	$(BIN)/python -m bench.scan_page --megabytes 2 20 100 --write docs/reference/scan-speed.md

.PHONY: bench-medspacy
bench-medspacy: $(MEDSPACY)/.ready ## medspaCy in an environment of its own, for bench and speed to measure against

.PHONY: bench-records
bench-records: $(VENV)/.bench ## The records door at a million persons against SQL by hand, pandas, medspaCy and Spark (several GB, half an hour)
	$(BIN)/python -m bench.records

.PHONY: bench-pooling
bench-pooling: $(VENV)/.dev ## Pool 1,000 sets, and set speed and maxima against metafor where R is
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m bench.pooling

.PHONY: coverage-pooling
coverage-pooling: $(VENV)/.dev ## Simulate how often intervals of pooled rates hold the truth, for the docs
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m bench.coverage

.PHONY: recipes
recipes: $(VENV)/.dev ## Run tests/recipes in R again and compare with the numbers the tests hold
	$(BIN)/python -m scripts.recipes

# ---- machine and release ---------------------------------------------------------------------------------------
.PHONY: browser
browser: ## Install Debian's Chromium, so that the browser tests run (as root)
	@if command -v chromium >/dev/null; then echo "Chromium is here: $$(command -v chromium)"; \
	elif [ "$$(id -u)" -ne 0 ]; then echo "Not root: install Chromium yourself (Debian: chromium)." >&2; exit 2; \
	else export DEBIAN_FRONTEND=noninteractive; \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; fi

.PHONY: postgresql
postgresql: ## Install Debian's PostgreSQL, so that the tests on a server run (as root)
	@if test -x /usr/lib/postgresql/15/bin/initdb || command -v initdb >/dev/null; then echo "PostgreSQL is here"; \
	elif [ "$$(id -u)" -ne 0 ]; then echo "Not root: install PostgreSQL yourself (Debian: postgresql-15)." >&2; exit 2; \
	else export DEBIAN_FRONTEND=noninteractive; mkdir -p /etc/postgresql-common; \
		grep -qs create_main_cluster /etc/postgresql-common/createcluster.conf \
			|| echo "create_main_cluster = false" >>/etc/postgresql-common/createcluster.conf; \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql-15; fi

.PHONY: dist
dist: $(VENV)/.uv ## Build the wheel and the source archive into dist/
	$(UV) build --python $(BIN)/python --no-build-isolation --out-dir dist

.PHONY: licences
licences: $(VENV)/.dev ## List the licences of what is installed
	$(BIN)/pip-licenses --with-system --order=license

.PHONY: clean
clean: ## Drop what was built (not .venv)
	rm -rf build dist docs/reference/generated
