# Two commands do everything: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/sh
IVR := .venv/bin/ivr
.DEFAULT_GOAL := help
.PHONY: help setup run test check style types imports tests pictures recogniser voice clean

help:  ## List the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup:  ## Install everything: Debian packages, .venv, model weights, Asterisk, web phone (seconds when it is there)
	@sh ivr/setup/bootstrap.sh $(PACKAGES)

run: setup  ## Start the hotline and show a first call; ONCE=1 ends after the demonstration calls
	@$(IVR) demo $(if $(ONCE),--once)

test: PACKAGES = chromium
test: setup style types imports tests  ## Pass every check and every test

style:  ## Lint and formatting rules
	@.venv/bin/ruff check .

types:  ## mypy --strict
	@.venv/bin/mypy

imports:  ## The three leaf packages never import one another
	@.venv/bin/lint-imports --no-cache

tests:  ## The tests alone
	@.venv/bin/pytest -q -n 4 --dist loadscope --no-loadscope-reorder

pictures: PACKAGES = chromium
pictures: setup  ## Take the documentation's pictures of the console again
	@PYTHONPATH=.:tests:tests/browser:tests/calls:tests/ivr .venv/bin/python tests/browser/pictures.py

recogniser: setup  ## Train the recogniser's adapter again (hours on two cores; resumable)
	@.venv/bin/python -m ivr.training_texts callers .cache/training/dialog.txt
	@.venv/bin/python -m speech.training --text .cache/training/dialog.txt

voice: setup  ## Train the Coqui voice again (hours on two cores; resumable)
	@.venv/bin/python -m ivr.training_texts hotline .cache/voice/prompts.txt
	@.venv/bin/python -m speech.voice_training speech/models/sapa --prompts .cache/voice/prompts.txt

clean:  ## Remove what set-up made here
	rm -rf .venv .cache var build
