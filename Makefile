# Two commands do all: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STORE := build/store

.DEFAULT_GOAL := help
.PHONY: help run test test-browser train bench lint types contracts unit clean consistency

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "kg needs Python 3.11 or newer, not " + sys.version.split()[0] + "; call make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q -e .
	@touch $@

$(VENV)/.test: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q -e '.[test]'
	@touch $@ $(VENV)/.run

run: $(VENV)/.run ## build the graph of the three articles in seeds/ and answer questions about it
	$(BIN)/kg demo seeds --store $(STORE)

test: $(VENV)/.test lint types contracts unit ## everything: ruff, mypy, import contracts, pytest

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test
	$(BIN)/mypy

contracts: $(VENV)/.test
	$(BIN)/lint-imports

unit: $(VENV)/.test
	$(BIN)/python -m pytest

test-browser: $(VENV)/.test ## drive the pages in headless Chromium; screenshots in build/screenshots
	@command -v chromium >/dev/null || { echo "make test-browser needs Chromium; on Debian: apt-get install chromium" >&2; exit 1; }
	$(BIN)/python -m pip install -q -e '.[test,browser]'
	$(BIN)/python -m pytest tests/serve/browser

consistency: $(VENV)/.run ## check the ontology with HermiT; needs Java
	$(BIN)/python -m kg.schema.consistency

train: $(VENV)/.run ## train the English model anew: make train CORPORA=dir ENCODER=dir OUT=dir
	$(BIN)/python -m pip install -q -e '.[train]'
	$(BIN)/python -m kg.train kg/train/english.toml --corpora $(CORPORA) --encoder $(ENCODER) --out $(OUT)/first
	$(BIN)/python -m kg.train kg/train/english-last.toml --corpora $(CORPORA) --encoder $(ENCODER) \
		--start $(OUT)/first/model --out $(OUT)/second
	$(BIN)/python -m kg.train kg/train/english-articles.toml --corpora $(CORPORA) --encoder $(ENCODER) \
		--start $(OUT)/second/model --out $(OUT)/third
	$(BIN)/python -m kg.train kg/train/english-articles.toml --corpora $(CORPORA) --encoder $(ENCODER) \
		--mean $(OUT)/second/average-5.pt $(OUT)/third/average-4.pt --out $(OUT)/mean
	$(BIN)/python -m kg.train kg/train/english-names.toml --corpora $(CORPORA) --encoder $(ENCODER) \
		--start $(OUT)/mean/model --out $(OUT)/fourth
	$(BIN)/python -m kg.train kg/train/english-names.toml --corpora $(CORPORA) --encoder $(ENCODER) \
		--mean $(OUT)/fourth/average-0.pt $(OUT)/fourth/average-6.pt --out $(OUT)

bench: $(VENV)/.test ## speed, side by side with peers, as ratios
	$(BIN)/python -m bench

clean: ## remove what was built, not the virtual environment
	rm -rf build dist
