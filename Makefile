# make run    install what is needed, assess the shipped example, open the app (PORT=8501)
# make test   install, then the whole test suite
# make browser  install, then the tests in a browser (Chromium); TIMES=10 repeats them, TESTS=… chooses
# make setup  only install, tools for development included
.DEFAULT_GOAL := help
SHELL := /bin/sh
PORT ?= 8501
EXAMPLE ?= scenarios/vindkraft-exempelberget-a.yaml
JOBS ?= 2
TIMES ?= 1
TESTS ?= tests/e2e

VENV := .venv
BIN := $(VENV)/bin
# Python 3.11 or newer, the first found; PYTHON=... chooses another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
# What is installed is named after what it was installed from: an unchanged lock installs nothing again.
LOCKED := $(shell cat requirements.txt pyproject.toml | cksum | cut -d' ' -f1)
LOCKED_DEV := $(shell cat requirements.txt requirements-dev.txt pyproject.toml | cksum | cut -d' ' -f1)
READY := $(VENV)/ready-$(LOCKED)
READY_DEV := $(VENV)/ready-dev-$(LOCKED_DEV)

INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
UV_LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
  --no-annotate --python-version 3.11 --custom-compile-command "make lock" pyproject.toml

.PHONY: help run setup test frontend frontend-test browser slow doctest lint format types rooms docs bench wheel lock clean

help:
	@sed -n 's/^# make/make/p' Makefile
	@echo 'more:       frontend frontend-test slow doctest lint format types rooms docs bench wheel lock clean'

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo 'landuse needs Python 3.11 or newer; none was found. Install it, or name it: make run PYTHON=/path/to/python3' >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo 'Python could not make a virtual environment. On Debian and Ubuntu: sudo apt install python3-venv' >&2; exit 2; }

$(READY): | $(BIN)/python
	@test -e $(READY_DEV) || { echo 'Installing the locked dependencies (some minutes the first time) …' && \
	$(INSTALL) --require-hashes -r requirements.txt && $(INSTALL) --no-deps --no-build-isolation --editable . ; }
	@rm -f $(VENV)/ready-[0-9]* && touch $@

$(READY_DEV): | $(BIN)/python
	@echo 'Installing the locked dependencies and the tools for development (some minutes the first time) …'
	@$(INSTALL) --require-hashes -r requirements-dev.txt && $(INSTALL) --no-deps --no-build-isolation --editable .
	@rm -f $(VENV)/ready-dev-* && touch $@

run: $(READY) frontend
	@$(BIN)/landuse assess $(EXAMPLE)
	@exec $(BIN)/landuse app --port $(PORT)

setup: $(READY_DEV) frontend

# Bundles the map's JavaScript again if it was changed since the package was installed.
frontend: | $(BIN)/python
	@$(BIN)/python hatch_build.py

frontend-test: $(READY_DEV) frontend
	$(BIN)/python hatch_build.py test

test: $(READY_DEV) frontend-test
	$(BIN)/python -m pytest -m 'not slow and not browser' -n $(JOBS)

browser: $(READY_DEV) frontend
	for time in $$(seq $(TIMES)); do $(BIN)/python -m pytest -m browser $(TESTS) || exit 1; done

slow: $(READY_DEV)
	$(BIN)/python -m pytest -m 'slow and not browser' tests || test $$? -eq 5  # 5: there are none

doctest: $(READY_DEV)
	$(BIN)/python -m pytest landuse

lint: $(READY_DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(READY_DEV)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(READY_DEV)
	$(BIN)/mypy

rooms: $(READY_DEV)
	$(BIN)/lint-imports

docs: $(READY_DEV)
	$(BIN)/sphinx-build -W --keep-going -q -b html docs docs/_build/html
	@echo 'docs/_build/html/index.html'

bench: $(READY_DEV)
	$(BIN)/python -m bench

wheel: $(READY_DEV)
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .

lock: $(READY_DEV)
	$(UV_LOCK) --extra checkout --output-file requirements.txt
	$(UV_LOCK) --extra checkout --extra dev --extra docs --constraint requirements.txt --output-file requirements-dev.txt

clean:
	rm -rf $(VENV) build dist docs/_build .mypy_cache .pytest_cache .ruff_cache .hypothesis
