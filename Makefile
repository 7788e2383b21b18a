# Two commands for a stranger: `make demo` and `make test`. Each sets up what it needs.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.ready
DOSSIER := examples/azerbaijan-kyrgyzstan
DEMO   := build/demo

.PHONY: help setup demo test check eval docs lock clean

help:            ## this list
	@grep -hE '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed 's/: .*##/\t/' | expand -t 12

setup: $(STAMP)  ## a .venv with the locked dependencies and this package; idempotent

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(v < (3, 11) and f"Chancery needs Python 3.11 or newer; {sys.executable} is {v.major}.{v.minor}. Try: make PYTHON=python3.12 $(MAKECMDGOALS)")'
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "This Python has no venv module. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: setup      ## read the packaged dossier and show the brief
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	$(BIN)/chancery add $(DOSSIER)/*.txt $(DOSSIER)/*.html $(DOSSIER)/*.jsonl --ledger $(DEMO)/ledger.db
	$(BIN)/chancery verify --ledger $(DEMO)/ledger.db
	$(BIN)/chancery brief AZ KG --ledger $(DEMO)/ledger.db -o $(DEMO)/brief.html
	$(BIN)/chancery brief AZ KG --ledger $(DEMO)/ledger.db -o $(DEMO)/brief.md
	$(BIN)/chancery brief AZ KG --ledger $(DEMO)/ledger.db

test: setup      ## the whole test suite
	$(BIN)/python -m pytest -n auto

check: setup     ## lint, types, import contract, generated pages
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check

eval: setup      ## every measurement that the data at hand allows, against its floor
	$(BIN)/python eval/run.py

docs: setup      ## rewrite the generated command and API pages
	$(BIN)/python docs/generate.py

lock:            ## rewrite requirements.lock (needs uv); versions and hashes only
	uv pip compile --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  --python-version 3.11 --group dev pyproject.toml -o requirements.lock

clean:           ## remove what was built
	rm -rf build .pytest_cache .mypy_cache .ruff_cache src/*.egg-info
