# `make test` runs the tests; `make check` all the rest that CI looks at. PYTHON=... chooses another interpreter.
PYTHON ?= $(if $(wildcard .venv/bin/python),.venv/bin/python,python3)
SHARED ?= ../shared
OUT ?= build

.PHONY: check test lint types contracts bench eval run

check: lint types contracts

test:
	$(PYTHON) -m pytest -n auto --cov --cov-report=term:skip-covered

lint:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

types:
	$(PYTHON) -m mypy

contracts:
	$(PYTHON) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"

bench:
	$(PYTHON) -m tests.bench

# The collections of the development questions, then the questions; a second run reads nothing anew.
EVAL_DATA = --data-dir $(OUT)/eval
FA_KES = id=unit_id,title=article_title,text=article_content,publisher=source,published=date

eval:
	mkdir -p $(OUT)
	$(PYTHON) -m bot ingest $(SHARED)/data/founding --publisher "Middle East Monitor" $(EVAL_DATA)
	$(PYTHON) -m bot ingest $(SHARED)/data/syrian-archive --map id=path,published=date --publisher "Syrian Archive" $(EVAL_DATA)
	$(PYTHON) -m bot ingest $(SHARED)/data/fa-kes --encoding latin-1 --map $(FA_KES) $(EVAL_DATA)
	$(PYTHON) -m bot ingest $(SHARED)/data/wikipedia-syria --publisher Wikipedia $(EVAL_DATA)
	$(PYTHON) -m bot eval $(SHARED)/eval/questions.jsonl --out $(OUT)/results.jsonl $(EVAL_DATA)
	$(PYTHON) $(SHARED)/eval/score.py $(SHARED)/data $(OUT)/results.jsonl
	$(PYTHON) -m tests.evals.extraction --data $(SHARED)/data/article-extraction

run:
	$(PYTHON) -m bot run
