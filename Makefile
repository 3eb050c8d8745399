# Everything runs in .venv, which the targets make by themselves. A second run installs nothing.
PYTHON ?= python3
JOBS ?= 4
ARGS ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check
RUNTIME := .venv/.runtime
DEV := .venv/.dev
BENCH := .venv/.bench

.PHONY: help demo test coverage test-long bench bench-nation lint docs clean
.DEFAULT_GOAL := help

help: ## List the targets.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14
	@echo
	@echo 'Variables: PYTHON (3.11 or later), JOBS (test processes), ARGS (for demo, test, coverage, test-long, bench, bench-nation).'

$(RUNTIME): pyproject.toml
	@echo 'Preparing .venv ...'
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "slrt_core needs Python 3.11 or later: make PYTHON=...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) install --upgrade 'pip>=25.1'
	@$(PIP) install --editable '.[cli]'
	@touch $@

$(DEV): $(RUNTIME)
	@echo 'Adding the tools for development ...'
	@$(PIP) install --editable '.[all]' --group dev
	@touch $@

$(BENCH): $(DEV)
	@echo 'Adding what the benchmarks measure against ...'
	@$(PIP) install --group bench
	@touch $@

demo: $(RUNTIME) ## Build a district and let a month of work happen in it.
	@$(BIN)/slrt demo $(ARGS)

test: $(DEV) ## Run the tests but the long ones.
	$(BIN)/python -m pytest -n $(JOBS) $(ARGS)

coverage: $(DEV) ## Run the same tests and say which lines and branches none of them reached; takes twice as long.
	@$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n $(JOBS) $(ARGS)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

test-long: $(DEV) ## Run the tests that take minutes.
	@$(PIP) install --group spark
	$(BIN)/python -m pytest -n $(JOBS) -m long $(ARGS)

BENCHMARKS := commands_sqlite commands_postgres load flat audit memory pages_sqlite pages_postgres demo criteria process

bench: $(BENCH) ## Measure all that is measured; ARGS=load, or another of tests/benchmarks, for one.
	@for name in $(or $(ARGS),$(BENCHMARKS)); do $(BIN)/python -m tests.benchmarks.$$name || exit 1; done

bench-nation: $(BENCH) ## Judge a nation's families by all programs; ARGS='--families 1000000' for fewer.
	$(BIN)/python -m tests.benchmarks.criteria.nation $(ARGS)

lint: $(DEV) ## Check style, types, layers, spelling, and that the public surface is fully typed.
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell
	PATH="$(CURDIR)/$(BIN):$$PATH" pyright --verifytypes slrt_core --ignoreexternal

docs: $(DEV) ## Build the documentation into docs/_build; a warning is an error.
	$(BIN)/sphinx-build -n -W --keep-going -q -b html docs docs/_build
	@echo 'Open docs/_build/index.html'

clean: ## Remove what the other targets made, .venv too.
	rm -rf .venv build dist docs/_build docs/reference/api docs/reference/rulebook.md docs/reference/ways.md docs/reference/ways htmlcov .coverage .coverage.* \
	  .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
