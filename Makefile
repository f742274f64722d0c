# make            set up, build kb.db, serve it on 127.0.0.1
# make help       lists the rest
SHELL := /bin/sh
.DEFAULT_GOAL := serve

PORT ?= 8001
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
PLATFORM ?=

.PHONY: help setup build serve lint test tools bless coverage-report new export generate calibrate pictures bench diff lock clean

help: ## list what make can do
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 18

# Everything comes from requirements.lock, whose hashes pip insists on.
$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Specproof needs Python 3.11 or newer; try: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(RUN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(RUN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(VENV)/.ready ## make the isolated environment in .venv

build: setup ## build kb.db from data/ (at once, when nothing changed)
	@$(RUN)/specproof build

serve: build ## build, then serve on 127.0.0.1 (PORT=8001)
	@$(RUN)/specproof serve --port $(PORT)

lint: setup ## check the data, the code's style and its types
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/specproof generate --check
	$(RUN)/specproof lint --level error

test: setup ## run all tests (no network)
	$(RUN)/pytest -n auto --dist loadfile

# Tests that drive a browser or a spreadsheet skip, and say so, where there is none.
tools: ## install chromium and LibreOffice Calc for the tests, where they are missing (Debian, as root)
	@missing=; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v soffice >/dev/null || missing="$$missing libreoffice-calc"; \
	if [ -z "$$missing" ]; then echo "chromium and LibreOffice are there"; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update --quiet=2 && apt-get install --yes --no-install-recommends$$missing; \
	else echo "missing:$$missing; cannot install without root and apt-get, so the tests that need them are skipped" >&2; exit 1; fi

bless: setup ## accept the present output, and coverage, as golden; git diff is the review
	SPECPROOF_BLESS=1 $(RUN)/pytest tests/test_golden.py tests/test_coverage.py

coverage-report: build ## how much is known, by vendor and metric
	@$(RUN)/specproof coverage

new: setup ## write a platform file to fill in: make new PLATFORM=nvidia/dgx-spark
	@$(RUN)/specproof new $(PLATFORM)

generate: setup ## rewrite the generated parts of metadata.yml, comparison.sql and the documents
	@$(RUN)/specproof generate

export: build ## write CSV, JSON, datapackage.json and croissant.json of every table to export/
	@$(RUN)/specproof export

diff: build ## what the data says now that it did not say at the last commit
	@$(RUN)/specproof diff

calibrate: build ## refit data/calibration.yml to the measurements (two minutes)
	@$(RUN)/specproof calibrate

pictures: build ## take the README's pictures (needs chromium)
	@$(RUN)/python -m docs.pictures

bench: setup ## time reading, checking, inserting, deriving and serving
	$(RUN)/python -m bench

lock: setup ## renew requirements.lock (hashes, no index addresses)
	$(RUN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --extra dev pyproject.toml --output-file requirements.lock

clean: ## remove what make built; data/ is never touched
	rm -rf $(VENV) kb.db kb.db.* export .pytest_cache .mypy_cache .ruff_cache .hypothesis
