# `make test` runs the tests, `make cover` counts what they cover; `make check` is all the rest that CI looks at.
# PYTHON=... chooses another interpreter.
PYTHON ?= $(if $(wildcard .venv/bin/python),.venv/bin/python,python3)
SHARED ?= ../shared
OUT ?= build

.PHONY: check test cover lint types contracts bench eval eval-default eval-multilingual run

check: lint types contracts

test:
	$(PYTHON) -m pytest -n auto --dist loadfile

cover:
	$(PYTHON) -m pytest -n auto --dist loadfile --cov --cov-report=term:skip-covered

lint:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

types:
	$(PYTHON) -m mypy

contracts:
	$(PYTHON) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"

bench:
	$(PYTHON) -m tests.bench

# The collections of the development questions with both embedders, then every evaluation; each writes its section into
# OUT/sections, and the last line puts them into docs/evaluation.md. A second run reads nothing anew. The multilingual
# embedder takes about a quarter of an hour the first time; `smollm` (extra "adversary") is left to who has an hour.
DATA = $(SHARED)/data
FA_KES = id=unit_id,title=article_title,text=article_content,publisher=source,published=date
SECTIONS = $(OUT)/sections
EVALUATE = $(PYTHON) -m tests.evals

define collections
	$(PYTHON) -m bot ingest $(DATA)/founding --publisher "Middle East Monitor" --data-dir $(1)
	$(PYTHON) -m bot ingest $(DATA)/syrian-archive --map id=path,published=date --publisher "Syrian Archive" --data-dir $(1)
	$(PYTHON) -m bot ingest $(DATA)/fa-kes --encoding latin-1 --map $(FA_KES) --data-dir $(1)
	$(PYTHON) -m bot ingest $(DATA)/wikipedia-syria --publisher Wikipedia --data-dir $(1)
endef

eval: eval-default eval-multilingual
	$(PYTHON) -m tests.evals.report $(SECTIONS)

eval-default:
	mkdir -p $(SECTIONS)
	$(call collections,$(OUT)/eval)
	$(EVALUATE).answers $(SHARED)/eval $(DATA) --data-dir $(OUT)/eval --out $(SECTIONS)/answers.md
	$(EVALUATE).refusal --data-dir $(OUT)/eval --out $(SECTIONS)/refusal.md
	$(EVALUATE).followups --data-dir $(OUT)/eval --out $(SECTIONS)/followups.md
	$(EVALUATE).chunking --data-dir $(OUT)/chunks --out $(SECTIONS)/chunking.md
	$(EVALUATE).known --data-dir $(OUT)/eval --out $(SECTIONS)/known.md
	$(EVALUATE).verifier $(SHARED)/eval/questions.jsonl --data-dir $(OUT)/eval --embedder \
		--wice $(DATA)/wice/claim_dev.jsonl --out $(SECTIONS)/verifier.md
	$(EVALUATE).accounts $(DATA)/ramdocs/first250.jsonl --out $(SECTIONS)/accounts.md
	$(EVALUATE).checking --data-dir $(OUT)/eval --out $(SECTIONS)/checking.md
	$(EVALUATE).injection --data $(DATA)/injection --out $(SECTIONS)/injection.md
	$(EVALUATE).extraction --data $(DATA)/article-extraction --out $(SECTIONS)/extraction.md

eval-multilingual: export NAYRAB_EMBEDDER__NAME = multilingual
eval-multilingual:
	mkdir -p $(SECTIONS)
	$(call collections,$(OUT)/multilingual)
	$(EVALUATE).answers $(SHARED)/eval $(DATA) --data-dir $(OUT)/multilingual --label multilingual \
		--out $(SECTIONS)/answers-multilingual.md
	$(EVALUATE).languages --data-dir $(OUT)/languages --out $(SECTIONS)/languages.md

run:
	$(PYTHON) -m bot run
