# Tổ Số. "make run" talks in a minute, "make test" proves it, "make help" lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes --no-deps

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run demo test test-unit check format bench bench-reports bench-broadcast messages flows lock clean

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 17

run: setup ## set everything up and start the bot
	@$(BIN)/python -m bot run

demo: setup ## a province of invented data over a year, in a database of its own, and the bot on it
	@$(BIN)/python -m bot demo --run

setup: $(VENV)/run.stamp $(VENV)/learned.stamp ## the virtual environment with what the bot needs, and what it learns

setup-dev: $(VENV)/dev.stamp ## ... and what its developers need

$(VENV)/run.stamp: constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Tổ Số needs Python 3.11 or newer; this is %s. Try: make run PYTHON=python3.12" % sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || { echo "Setting up $(VENV) (once) …"; $(PYTHON) -m venv $(VENV); }
	@$(PIP) -r constraints.txt
	@touch $@

$(VENV)/learned.stamp: $(VENV)/run.stamp $(wildcard content/*.csv content/*.yaml content/guides/*.yaml bot/understanding/*.py)
	@$(BIN)/python -m bot learn
	@touch $@

$(VENV)/dev.stamp: constraints-dev.txt constraints-bench.txt $(VENV)/run.stamp
	@$(PIP) -r constraints-dev.txt
	@$(PIP) -r constraints-bench.txt
	@touch $@

test: setup-dev browser postgres check ## all tests: the checks, the units, the real process, the real browser
	@$(BIN)/python -m pytest -q -rs -n auto -m "not e2e"
	@$(BIN)/python -m pytest -q -rs -m e2e

test-unit: setup-dev ## the quick ones
	@$(BIN)/python -m pytest -q -rs -n auto -m "not e2e"

browser: ## Chromium for the page's tests, from the system's packages where that is possible
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  echo "Installing Chromium …"; apt-get update -qq >/dev/null && apt-get install -y -qq chromium >/dev/null; \
	else echo "No Chromium found, and it cannot be installed by this user: the page's tests will say so."; fi

postgres: ## PostgreSQL for the tests, from the system's packages where that is possible
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  echo "Installing PostgreSQL …"; apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null 2>&1; \
	else echo "No PostgreSQL found, and it cannot be installed by this user: its tests will say so."; fi

check: setup-dev ## ruff, mypy --strict, the direction of imports, content and catalogues
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo > /tmp/toso-imports.$$$$ 2>&1 || { cat /tmp/toso-imports.$$$$; exit 1; }; rm -f /tmp/toso-imports.$$$$
	@$(BIN)/python -m bot check

format: setup-dev ## put the code in its form
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

bench: setup-dev ## durable turns a second, beside the peers
	@$(BIN)/python -m bench.turns

bench-reports: setup-dev ## reports, pages and files of a million sessions (ten minutes the first time)
	@$(BIN)/python -m bench.reports

bench-broadcast: setup-dev ## one announcement to many, killed half-way, beside the peers; a million made ready
	@$(BIN)/python -m bench.broadcast
	@$(BIN)/python -m bench.audience

messages: setup-dev ## collect the words of the code into the catalogues
	@$(BIN)/pybabel -q extract -F babel.cfg -k t -k _ --no-location --sort-output --project "Tổ Số" -o locales/messages.pot .
	@for lang in vi en; do $(BIN)/pybabel -q update -N --no-wrap -i locales/messages.pot -d locales -l $$lang; done
	@$(BIN)/python tools/catalogues.py
	@$(BIN)/python -m bot check

flows: setup ## a picture of every guide, in docs/flows
	@$(BIN)/python -m bot flow --out docs/flows

lock: ## choose the newest versions again and pin them with their hashes
	@$(PYTHON) tools/lock.py

clean: ## remove the environment and caches; data stay
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
