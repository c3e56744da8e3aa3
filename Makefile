# Everything a developer or a host types. `make setup` is done by the targets that need it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes
# The voting libraries that our counts are checked against: over a gigabyte, so in a venv of their own.
ORACLE_VENV := .venv-oracle
ORACLE := $(ORACLE_VENV)/bin/python

.PHONY: help setup demo run doctor test lint types contracts crash-test oracle bench locks clean
help:
	@echo "make demo   try the bot in a local page, with simulated Discord and Spotify"
	@echo "make run    start the real bot with .env"
	@echo "make doctor check how the bot is set up, and say what to do"
	@echo "make test   linters, types, dependency contracts and tests"
	@echo "make setup  only make .venv from the lock files"
	@echo "make crash-test kill the bot's processes again and again; nothing may be lost or doubled"
	@echo "make oracle check our counts against other people's voting libraries"
	@echo "make bench  measure, in ratios"

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: locks/run.txt | $(VENV)/bin/python
	$(PIP) -r $<
	@touch $@
$(VENV)/demo.stamp: locks/demo.txt | $(VENV)/bin/python
	$(PIP) -r $<
	@touch $@ $(VENV)/run.stamp
$(VENV)/dev.stamp: locks/dev.txt | $(VENV)/bin/python
	$(PIP) -r $<
	@touch $@ $(VENV)/demo.stamp $(VENV)/run.stamp

setup: $(VENV)/dev.stamp

demo: $(VENV)/demo.stamp
	$(BIN)/python -m bot demo --story

run: $(VENV)/run.stamp
	$(BIN)/python -m bot run

doctor: $(VENV)/run.stamp
	@$(BIN)/python -m bot doctor

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp
	$(BIN)/mypy

contracts: $(VENV)/dev.stamp
	$(BIN)/lint-imports

test: lint types contracts
	$(BIN)/pytest -n 2

crash-test: $(VENV)/dev.stamp
	$(BIN)/python -m tests.crash $(ARGS)

$(ORACLE):
	$(PYTHON) -m venv $(ORACLE_VENV)

$(ORACLE_VENV)/oracle.stamp: locks/oracle.txt | $(ORACLE)
	$(ORACLE) -m pip --disable-pip-version-check --quiet install --require-hashes -r $<
	@touch $@

oracle: $(ORACLE_VENV)/oracle.stamp
	$(ORACLE) -m tests.oracle $(ARGS)

bench: $(ORACLE_VENV)/oracle.stamp $(VENV)/dev.stamp
	$(ORACLE) -m tests.bench counting $(ARGS)
	$(BIN)/python -m tests.bench stored votes burst schedule footprint $(ARGS)

# Only this target reads the package index; the locks carry hashes and no addresses.
locks: $(VENV)/dev.stamp
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header -q -o locks/run.txt
	$(BIN)/uv pip compile pyproject.toml --extra demo --universal --generate-hashes --no-emit-index-url --no-header -q -o locks/demo.txt
	$(BIN)/uv pip compile pyproject.toml --extra demo --group dev --universal --generate-hashes --no-emit-index-url --no-header -q -o locks/dev.txt
	$(BIN)/uv pip compile --group oracle --universal --generate-hashes --no-emit-index-url --no-header -q -o locks/oracle.txt

clean:
	rm -rf $(VENV) $(ORACLE_VENV) .mypy_cache .ruff_cache .import_linter_cache
