# Everything a developer or a host types. `make setup` is done by the targets that need it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes

.PHONY: help setup demo run test lint types contracts locks clean
help:
	@echo "make demo   try the bot in a local page, with simulated Discord and Spotify"
	@echo "make run    start the real bot with .env"
	@echo "make test   linters, types, dependency contracts and tests"
	@echo "make setup  only make .venv from the lock files"

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

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp
	$(BIN)/mypy

contracts: $(VENV)/dev.stamp
	$(BIN)/lint-imports

test: lint types contracts
	$(BIN)/pytest -n 2

# Only this target reads the package index; the locks carry hashes and no addresses.
locks: $(VENV)/dev.stamp
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header -q -o locks/run.txt
	$(BIN)/uv pip compile pyproject.toml --extra demo --universal --generate-hashes --no-emit-index-url --no-header -q -o locks/demo.txt
	$(BIN)/uv pip compile pyproject.toml --extra demo --group dev --universal --generate-hashes --no-emit-index-url --no-header -q -o locks/dev.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .import_linter_cache
