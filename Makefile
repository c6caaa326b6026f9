# `make letter POSTCODE="BS1 5TR"` and `make test` need git, make and Python 3.11 or newer.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
POSTCODE ?= BS1 5TR
# The shell gets the postcode as a variable, never as text, so that nothing in it is run.
export POSTCODE

.PHONY: letter test check lint types coverage bench load fuzz lock data clean

letter: $(VENV)/installed
	@$(BIN)/askcandidate letter --no-input -- "$$POSTCODE"

test: $(VENV)/developing
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal

check: lint types test

lint: $(VENV)/developing
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/developing
	@$(BIN)/mypy

# Every process of the tool writes what it saw beside .coverage; half an hour. Tests of what a start imports,
# and of limits on files and time, fail while they are watched, and a signal may find the watcher holding a lock
# of its own, for which it then waits: that ends nothing here.
coverage: export COVERAGE_FILE = $(CURDIR)/.coverage
coverage: $(VENV)/developing
	@$(BIN)/coverage erase
	-@$(BIN)/coverage run -m pytest --numprocesses auto --dist worksteal --override-ini faulthandler_timeout=900
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

bench: $(VENV)/developing
	@$(BIN)/python benchmarks/run.py

load: $(VENV)/developing
	@$(BIN)/python benchmarks/load.py

fuzz: $(VENV)/developing
	@$(BIN)/python tools/fuzz.py --seconds 300

# Set-up talks on stderr, so that stdout is the letters alone.
$(VENV)/installed: pyproject.toml
	@echo "Setting up askcandidate in $(VENV): this takes about half a minute, once." >&2
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "askcandidate needs Python 3.11 or newer; name one with PYTHON=...")'
	@$(PYTHON) -m venv $(VENV) >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . >&2
	@touch $@

$(VENV)/developing: $(VENV)/installed requirements-dev.txt
	@echo "Installing what the tests need: this takes about a minute, once." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt >&2
	@touch $@

# Pins every development requirement by hash; no index address is written.
lock:
	@$(BIN)/python -m pip install --quiet pip-tools
	@$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-annotate \
		--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
		--output-file requirements-dev.txt pyproject.toml requirements-dev.in

data: $(VENV)/developing
	@$(BIN)/python tools/build_postcodes.py --release 2025-11 --out data/postcodes.bin

clean:
	rm -rf $(VENV) dist .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis
