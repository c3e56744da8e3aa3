# Everything a developer or a host types. `make setup` is done by the targets that need it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes
# The voting libraries that our counts are checked against: over a gigabyte, so in a venv of their own.
ORACLE_VENV := .venv-oracle
ORACLE := $(ORACLE_VENV)/bin/python

# What `make check` compares with.
BASE ?= HEAD
# Compiled code is kept, whatever the shell says: the tests start many processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup install demo run doctor check test coverage lint types contracts audit hooks pictures \
	crash-test simulate oracle bench wheel locks clean
help:
	@echo "make demo   try the bot in a local page, with simulated Discord and Spotify"
	@echo "make run    start the real bot with .env"
	@echo "make doctor check how the bot is set up, and say what to do"
	@echo "make check  what a change touches, in half a minute"
	@echo "make test   linters, types, dependency contracts and tests"
	@echo "make install    only make .venv with what the bot needs"
	@echo "make setup  only make .venv, with what developers need as well"
	@echo "make wheel  make the file that installs the bot elsewhere, in dist"
	@echo "make coverage   measure which branches the tests take"
	@echo "make audit      ask for known weaknesses in the libraries"
	@echo "make hooks      run linters and types before each commit"
	@echo "make pictures   take the pictures of the guides again"
	@echo "make crash-test kill the bot's processes again and again; nothing may be lost or doubled"
	@echo "make simulate live through seasons in virtual time (SEEDS=1000 FIRST=1, or SEED=7 SHRINK=1)"
	@echo "make oracle check our counts against other people's voting libraries"
	@echo "make bench  measure times against floors, and paths through the code"

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

install: $(VENV)/run.stamp

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

check: lint types contracts
	$(BIN)/python -m tests.check $(BASE)

test: lint types contracts
	$(BIN)/pytest -n 2

# Killed processes leave no data, and the crash test wants them fast.
coverage: $(VENV)/dev.stamp
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n 2 --ignore tests/crash
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

# Needs the network.
audit: $(VENV)/dev.stamp
	$(BIN)/python -m tests.audit

hooks: $(VENV)/dev.stamp
	$(BIN)/pre-commit install

pictures: $(VENV)/dev.stamp
	$(BIN)/python -m tests.pictures

crash-test: $(VENV)/dev.stamp
	$(BIN)/python -m tests.crash $(ARGS)

SEEDS ?= 100
FIRST ?= 1
simulate: $(VENV)/dev.stamp
	$(BIN)/python -m tests.simulation --first $(FIRST) --seeds $(SEEDS) $(if $(SEED),--seed $(SEED)) $(if $(SHRINK),--shrink) $(if $(MUTATIONS),--mutations) $(if $(ONLY),--only $(ONLY))

$(ORACLE):
	$(PYTHON) -m venv $(ORACLE_VENV)

$(ORACLE_VENV)/oracle.stamp: locks/oracle.txt | $(ORACLE)
	$(ORACLE) -m pip --disable-pip-version-check --quiet install --require-hashes -r $<
	@touch $@

oracle: $(ORACLE_VENV)/oracle.stamp
	$(ORACLE) -m tests.oracle $(ARGS)

bench: $(ORACLE_VENV)/oracle.stamp $(VENV)/dev.stamp
	$(BIN)/python -m tests.bench $(ARGS)

# uv carries the very backend that pyproject.toml names, so this downloads nothing.
wheel: $(VENV)/dev.stamp
	$(BIN)/uv build --offline --wheel --out-dir dist .

# Only this target reads the package index; the locks carry hashes and no addresses.
locks: $(VENV)/dev.stamp
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header -q -o locks/run.txt
	$(BIN)/uv pip compile pyproject.toml --extra demo --universal --generate-hashes --no-emit-index-url --no-header -q -o locks/demo.txt
	$(BIN)/uv pip compile pyproject.toml --extra demo --group dev --universal --generate-hashes --no-emit-index-url --no-header -q -o locks/dev.txt
	$(BIN)/uv pip compile --group build --universal --generate-hashes --no-emit-index-url --no-header -q -o locks/build.txt
	$(BIN)/uv pip compile --group oracle --universal --generate-hashes --no-emit-index-url --no-header -q -o locks/oracle.txt

clean:
	rm -rf $(VENV) $(ORACLE_VENV) dist .mypy_cache .ruff_cache .import_linter_cache
