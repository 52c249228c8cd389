# Every command of the project; `make` alone lists them.
SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help setup run test lint build screenshots bench simulate fuzz lock

help: ## show this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 14

setup: ## prepare .venv from the locks, with tgpl, tgpl-desktop and tgpl-server in .venv/bin
	@.ci/packages run
	@.ci/setup

run: setup ## open the program; without a display, do its main job headless
	@.ci/open

test: ## check everything, as continuous integration does (STAGES="lint unit" for some of it)
	@.ci/packages test
	@.ci/setup
	@.ci/test $(STAGES)

lint: setup ## only read the code: style, format, types, import contracts
	@.ci/test lint

build: ## make the one-folder program in dist/tgpl, and start it in an empty environment
	@.ci/packages test
	@.ci/build

screenshots: setup ## paint every screen, light and dark, into out/screenshots
	@QT_QPA_PLATFORM=offscreen LANG=C.UTF-8 .venv/bin/python -m tests.screenshots out/screenshots

bench: setup ## measure for ten minutes, and print one JSON object (ROWS="wire fleet" for some rows, FULL=1 for an hour)
	@QT_QPA_PLATFORM=offscreen LANG=C.UTF-8 .venv/bin/python -m tests.benchmarks $(if $(FULL),--full) $(ROWS)

simulate: setup ## run the synchronisation simulator for longer than the tests do
	@.venv/bin/python -m tests.simulation $(or $(MINUTES),30)

fuzz: setup ## let a fuzzer look for bytes that break a decoder, SECONDS_EACH=60 for each
	@.venv/bin/python -c 'import atheris' 2>/dev/null || .venv/bin/python -m pip install -qq --require-hashes -r requirements-fuzz.txt
	@for each in body entry answer; do .venv/bin/python -m tests.fuzz $$each $(or $(SECONDS_EACH),60) || exit 1; done

lock: ## write the locks anew from pyproject.toml (needs uv; UPGRADE=--upgrade takes newer versions)
	@.ci/lock $(UPGRADE)
