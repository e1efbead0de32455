# Everything starts here, from a fresh clone with nothing but Python 3.11 or newer and make:
#   make run    sets the program up in .venv and opens the demo plant
#   make test   sets it up with the tools and runs all tests
# Tests run on every core, a module on one; one after the other: make test ARGS='-n 0'
# Another Python: make PYTHON=/path/to/python3 test      Some tests: make test ARGS='-k scan tests/domain'

ifndef PYTHON
PYTHON := $(shell for python in python3.13 python3.12 python3.11 python3; do \
    if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo $$python; break; fi; done)
endif
# Without one new enough, packaging/check_system.py says so in words.
ifeq ($(strip $(PYTHON)),)
PYTHON := python3
endif

VENV := .venv
BIN := $(VENV)/bin
PINS := packaging/pins
# Only wheels: an installation must need no compiler, and what a compiler makes has no hash to compare.
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PINNED := install --require-hashes --only-binary :all:
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run setup setup-development test lint types contracts check bench bench-smoke wheel messages pins clean

help:
	@echo "make run          set up and open the demo plant"
	@echo "make test         set up and run all tests            ARGS='-k word' for some"
	@echo "make check        lint, types and contracts"
	@echo "make bench        measure; make bench-smoke: only run each measurement once"
	@echo "make wheel        build the wheel and the source archive into dist/"
	@echo "make messages     collect the texts of the code for the translations"
	@echo "make pins         write packaging/pins again          UPGRADE=1 for the newest versions"
	@echo "make clean        remove what these have made"

run: setup
	@$(BIN)/kanban-app demo $(ARGS)

test: setup-development
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest --numprocesses auto --dist loadscope $(ARGS)

check: lint types contracts

lint: setup-development
	$(BIN)/ruff check --output-format concise .

types: setup-development
	$(BIN)/mypy kanban_app $(wildcard benchmarks)
	@# One by one: as a folder they would hide the installed package of the same name.
	@set -e; for file in packaging/*.py; do echo "$(BIN)/mypy $$file"; $(BIN)/mypy "$$file"; done

contracts: setup-development
	$(BIN)/lint-imports

bench: setup-development
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks $(ARGS)

bench-smoke: setup-development
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks --smoke $(ARGS)

wheel: setup-development
	@rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist .

messages: setup-development
	$(BIN)/python packaging/catalogues.py update

pins:
	$(PYTHON) packaging/make_pins.py $(if $(UPGRADE),--upgrade)

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	rm -f resources/locale/*/LC_MESSAGES/*.mo
	find kanban_app tests packaging $(wildcard benchmarks) -name __pycache__ -type d -prune -exec rm -rf {} +

# ------------------------------------------------------------------------------------------- setting up
# Each step leaves a stamp, so a second `make` finds nothing to do.

setup: $(VENV)/.program $(VENV)/.texts
setup-development: $(VENV)/.tools setup

$(VENV)/.created: packaging/check_system.py
	@$(PYTHON) packaging/check_system.py
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.libraries: $(PINS)/runtime.txt $(PINS)/build.txt $(VENV)/.created
	@echo "Installing what the program needs (about 285 MB, once)"
	@$(PIP) $(PINNED) -r $(PINS)/runtime.txt -r $(PINS)/build.txt
	@touch $@

$(VENV)/.program: pyproject.toml packaging/hatch_build.py packaging/catalogues.py $(VENV)/.libraries
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.tools: $(PINS)/development.txt $(VENV)/.program
	@echo "Installing what the tests and checks need (about 60 MB more, once)"
	@$(PIP) $(PINNED) -r $(PINS)/development.txt
	@touch $@

$(VENV)/.texts: $(wildcard resources/locale/*/LC_MESSAGES/*.po) packaging/catalogues.py $(VENV)/.libraries
	@$(BIN)/python packaging/catalogues.py compile
	@touch $@
