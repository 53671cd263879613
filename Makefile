# `make test` runs the tests; `make check` all the rest that CI looks at. PYTHON=... chooses another interpreter.
PYTHON ?= $(if $(wildcard .venv/bin/python),.venv/bin/python,python3)
SHARED ?= ../shared
OUT ?= build

.PHONY: check test lint types contracts bench eval run

check: lint types contracts

test:
	$(PYTHON) -m pytest --cov --cov-report=term:skip-covered

lint:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

types:
	$(PYTHON) -m mypy

contracts:
	$(PYTHON) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"

bench:
	$(PYTHON) -m tests.bench

eval:
	mkdir -p $(OUT)
	$(PYTHON) -m bot eval $(SHARED)/eval/questions.jsonl --out $(OUT)/results.jsonl --data-dir $(OUT)/corpus
	$(PYTHON) $(SHARED)/eval/score.py $(SHARED)/data $(OUT)/results.jsonl

run:
	$(PYTHON) -m bot run
