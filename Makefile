# Everything a newcomer needs: make run, make test. See README.md.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PORT ?= 8000
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime-installed
DEVELOPMENT := $(VENV)/.development-installed

.PHONY: help setup run test check bench docs pictures fmt messages new-capability dev clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup: $(RUNTIME) ## Make the environment in .venv and nothing else

run: $(RUNTIME) ## Start the hub with its demo on http://127.0.0.1:8000 (PORT=…)
	@$(BIN)/drehscheibe run --demo --port $(PORT)

dev: $(RUNTIME) ## The same, restarting itself when a file changes
	@$(BIN)/drehscheibe prepare --demo && DREHSCHEIBE_WORKER=inside $(BIN)/drehscheibe runserver $(PORT)

test: $(DEVELOPMENT) ## Install what the tests need and run all of them, browser journeys included
	@tools/ensure-browser
	@$(BIN)/python -m tools.run_tests $(ARGS)

check: $(DEVELOPMENT) ## Style, types, import directions, texts (part of make test)
	@$(BIN)/python -m tools.run_checks

bench: $(DEVELOPMENT) ## Measure the figures that the product promises (see benchmarks/README.md)
	@$(BIN)/python -m benchmarks $(ARGS)

docs: $(DEVELOPMENT) ## Generate the reference and build the documentation into site/
	@$(BIN)/python -m tools.docs build

pictures: $(DEVELOPMENT) ## Take the pictures of the documentation anew, from the journeys
	@tools/ensure-browser
	@DREHSCHEIBE_PICTURES=docs/pictures $(BIN)/python -m pytest -q -k "de and 1280" $(addprefix tests/journeys/test_,$(addsuffix .py,visit main_journey exchange_journey impulse_journey question_journey advisory_journey checklist_journey formats_journey founding_journey webinar_journey))

fmt: $(DEVELOPMENT) ## Format and mend what can be mended by itself
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

messages: $(DEVELOPMENT) ## Bring the message catalogues up to date with the sources
	@$(BIN)/python -m tools.messages extract && $(BIN)/python -m tools.messages check

new-capability: $(DEVELOPMENT) ## Make a room that passes all checks: make new-capability NAME=founding
	@$(BIN)/python -m tools.new_capability "$(NAME)"

clean: ## Remove environment, database and everything made (asks nothing: it only touches .venv and var)
	@rm -rf $(VENV) var site build

$(VENV)/bin/python:
	@tools/make-environment "$(PYTHON)" $(VENV)

$(RUNTIME): pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing what the hub needs …"
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python -c constraints.txt -e '.[postgres,redis]'
	@touch $@

$(DEVELOPMENT): pyproject.toml constraints.txt $(RUNTIME)
	@echo "Installing what the tests need …"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt --group dev
	@touch $@
