# One definition of each job and check. `make` alone lists them.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DATA ?= ../shared/data/de
TORCH ?= torch
INPUTS ?= 100000

.DEFAULT_GOAL := help
.PHONY: help setup extract evaluate test fuzz lint bench docs dist train-de train-kinds test-stanza test-ray test-spark test-kill bench-memory report report-assets screenshots test-browser test-delta test-postgres clean

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

$(BIN)/depesche: pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v <= (3, 13) else \
	  "depesche needs Python 3.11 to 3.13, this is %d.%d; name another: make PYTHON=python3.12 …" % v)'
	@echo "Making the environment $(VENV) (once, a minute or two) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@echo "Installing depesche and what it needs …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: $(BIN)/depesche
	@echo "Installing the tools for tests and checks …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

setup: $(VENV)/.dev  ## the environment .venv with everything to develop

extract: $(BIN)/depesche  ## the seed corpus data/raw into tables in data/processed
	@$(BIN)/depesche extract data/raw --out data/processed

OWN := $(or $(TMPDIR),/tmp)/depesche-own
FRESH := $(or $(TMPDIR),/tmp)/depesche-fresh
evaluate: extract  ## what is found against the gold of the seeds, of our own articles and of those kept aside; the floors
	@$(BIN)/depesche evaluate data/gold/seeds data/processed --floors data/gold/seeds-floors.json
	@$(BIN)/depesche extract data/gold/own --out $(OWN) --quiet
	@$(BIN)/depesche evaluate data/gold/own $(OWN) --floors data/gold/own-floors.json
	@$(BIN)/depesche extract data/gold/fresh/test --out $(FRESH) --quiet
	@$(BIN)/depesche evaluate data/gold/fresh/test $(FRESH) --floors data/gold/fresh-floors.json

test: $(VENV)/.dev  ## all tests
	@echo "Running the tests …"
	@$(BIN)/python -m pytest

fuzz: $(VENV)/.dev  ## very many inputs by chance through the checks of tests/test_fuzz.py (INPUTS=…, SEED=…)
	@OMP_NUM_THREADS=1 PYTHONPATH=. $(BIN)/python tests/fuzz.py $(INPUTS) $(SEED)

lint: $(VENV)/.dev  ## ruff, mypy and the order of imports
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

$(VENV)-bench/.done: pyproject.toml
	@echo "Making an environment with the peers (once) …"
	@$(PYTHON) -m venv $(VENV)-bench
	@$(VENV)-bench/bin/python -m pip install --quiet --disable-pip-version-check -e . natasha dateparser setuptools
	@touch $@

bench: $(VENV)-bench/.done  ## accuracy and speed beside natasha, dateparser, spaCy and keywords for agreements
	@$(VENV)-bench/bin/python bench/money_dates.py $(wildcard data/gold/seeds data/gold/own)
	@$(VENV)-bench/bin/python bench/names.py $(wildcard data/gold/seeds data/gold/own)
	@$(VENV)-bench/bin/python bench/agreements.py $(wildcard data/gold/seeds data/gold/own data/gold/agreements)
	@$(VENV)-bench/bin/python bench/throughput.py
	@$(VENV)-bench/bin/python bench/speed.py

$(VENV)/.docs: $(VENV)/.dev
	@echo "Installing what the documentation needs …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[docs]'
	@touch $@

docs: $(VENV)/.docs  ## docs/tables.md from the record classes, and the documentation as a site in site/
	@$(BIN)/depesche tables --format markdown > docs/tables.md
	@$(BIN)/python -m typer pipeline.cli utils docs --name depesche --output docs/reference/cli.md > /dev/null
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet
	@echo "the site is site/index.html"

dist: $(VENV)/.dev  ## the wheel and the source archive, in dist/
	@$(BIN)/python -m build

$(VENV)/.train: $(VENV)/.dev
	@echo "Installing what training needs …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[train]'
	@touch $@

train-de: $(VENV)/.train  ## the German model from DATA=folder; see models/train/README.md
	@$(BIN)/python models/train/train.py --data $(DATA)

train-kinds: $(VENV)/.train  ## the linear model of money.kind; see models/train/kinds/README.md
	@$(BIN)/python models/train/kinds/train.py

# A torch wheel that pip has at hand (PIP_FIND_LINKS), where one is, is a small build for CPUs; else what the index has.
$(VENV)-stanza/.done: pyproject.toml
	@echo "Making an environment with stanza and torch (once; torch is large) …"
	@$(PYTHON) -m venv $(VENV)-stanza
	@$(VENV)-stanza/bin/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps '$(TORCH)' \
	  2>/dev/null || true
	@$(VENV)-stanza/bin/python -m pip install --quiet --disable-pip-version-check '$(TORCH)' -e '.[stanza]' pytest
	@touch $@

test-stanza: $(VENV)-stanza/.done  ## the second backend on small stanza models made on the spot (TORCH=torch==… chooses)
	@OMP_NUM_THREADS=1 $(VENV)-stanza/bin/python -m pytest tests/with_stanza

REPORT ?= data/processed/report.html
report: extract  ## one page of the seed corpus: REPORT=file says where
	@$(BIN)/depesche report data/processed --to $(REPORT) --title "Seed corpus"

report-assets:  ## the report's libraries from npm, bundled anew; see pipeline/report/vendor/README.md
	@sh pipeline/report/vendor/build.sh

# Chromium is the machine's own ($$CHROMIUM names another); where there is none, playwright fetches one.
$(VENV)-browser/.done: pyproject.toml
	@echo "Making an environment with playwright (once) …"
	@$(PYTHON) -m venv $(VENV)-browser
	@$(VENV)-browser/bin/python -m pip install --quiet --disable-pip-version-check -e '.[review]' playwright pytest
	@command -v "$${CHROMIUM:-chromium}" >/dev/null || command -v google-chrome >/dev/null || $(VENV)-browser/bin/playwright install chromium
	@touch $@

test-browser: $(VENV)-browser/.done  ## the report and the review page in a real browser
	@$(VENV)-browser/bin/python -m pytest tests/with_browser

screenshots: $(VENV)-browser/.done  ## docs/images: the report of the seeds and our own articles
	@$(VENV)-browser/bin/python tests/with_browser/screenshots.py docs/images

$(VENV)-warehouse/.done: pyproject.toml
	@echo "Making an environment with deltalake and psycopg (once) …"
	@$(PYTHON) -m venv $(VENV)-warehouse
	@$(VENV)-warehouse/bin/python -m pip install --quiet --disable-pip-version-check -e '.[delta,postgres]' pytest hypothesis
	@touch $@

test-delta: $(VENV)-warehouse/.done  ## --sink delta
	@$(VENV)-warehouse/bin/python -m pytest tests/test_warehouse_delta.py

test-postgres: $(VENV)-warehouse/.done  ## --sink postgres, on a PostgreSQL server of the tests' own (apt-get install postgresql)
	@$(VENV)-warehouse/bin/python -m pytest tests/with_postgres

$(VENV)-ray/.done: pyproject.toml
	@echo "Making an environment with Ray (once) …"
	@$(PYTHON) -m venv $(VENV)-ray
	@$(VENV)-ray/bin/python -m pip install --quiet --disable-pip-version-check -e '.[ray]' pytest
	@touch $@

test-ray: $(VENV)-ray/.done  ## a run on a Ray cluster of three nodes here, one of which is killed
	@OMP_NUM_THREADS=1 $(VENV)-ray/bin/python -m pytest tests/with_ray

$(VENV)-spark/.done: pyproject.toml
	@echo "Making an environment with Spark (once; it needs Java) …"
	@$(PYTHON) -m venv $(VENV)-spark
	@$(VENV)-spark/bin/python -m pip install --quiet --disable-pip-version-check -e . 'pyspark>=3.5' pytest
	@touch $@

test-spark: $(VENV)-spark/.done  ## the job within Spark's mapInArrow
	@$(VENV)-spark/bin/python -m pytest tests/test_arrow.py

KILLS ?= 50
test-kill: $(BIN)/depesche  ## a run killed KILLS times at random moments ends like one undisturbed (some 20 minutes)
	@$(BIN)/python tests/with_kills.py $(KILLS)

bench-memory: $(BIN)/depesche  ## memory of a run over 10,000 and over 100,000 articles, and of a million entities
	@$(BIN)/python bench/memory.py 10000 100000
	@$(BIN)/python bench/entities.py

clean:  ## remove what make made
	rm -rf $(VENV) $(VENV)-ray $(VENV)-spark $(VENV)-warehouse $(VENV)-stanza $(VENV)-bench $(VENV)-browser dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find data/processed -mindepth 1 ! -name .gitkeep -delete
