# Every target needs python3 (3.11 or newer) and make only; the rest is fetched into .venv on first use.
PYTHON ?= python3
BIN := .venv/bin
CODE := $(wildcard relay schemas connectors expectations digitise tracking flows ui dags stack simulators benchmarks)
PYTEST_ARGS ?= -n auto --maxprocesses 8 --dist loadfile

export LIENTHONG_HOME ?= .lienthong
export GX_ANALYTICS_ENABLED := false
# Without bytecode every Airflow process and every Great Expectations import pays seconds of compiling.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup run stop test lint bench bench-ocr bench-ocr-curve bench-ocr-parallel chaos lock pictures clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: ## make .venv from requirements.lock and install missing system packages
	@command -v $(PYTHON) >/dev/null || { echo "python3 is missing: install Python 3.11 or newer, then run make again." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$$($(PYTHON) --version) is too old: Python 3.11 or newer is needed (make PYTHON=/path/to/python3.11 picks another)." >&2; exit 1; }
	@$(PYTHON) -m stack.prepare

run: setup ## start simulators and Airflow, sync one night of a province, print how complete it is
	@$(BIN)/python -m stack run

stop: ## end what make run left running
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m stack stop; else echo "Nothing to stop: make run was never here."; fi

test: setup ## run all tests
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: setup ## style, types and import directions
	@$(BIN)/ruff check .
	@$(BIN)/mypy $(CODE)
	@$(BIN)/lint-imports --no-cache

bench: setup ## measure speed beside the peers
	@$(BIN)/python -m benchmarks

bench-ocr: setup ## read scanned paper of SEED= (PAGES=) and print how well, by form and level, and what each stage is worth
	@OMP_THREAD_LIMIT=1 $(BIN)/python -m benchmarks.ocr --seed $(or $(SEED),1) --pages $(or $(PAGES),60) --stages

bench-ocr-curve: setup ## whether confidence is honest, and what each threshold lets through; SEED= PAGES= SVG=
	@OMP_THREAD_LIMIT=1 $(BIN)/python -m benchmarks.ocr_curve --seed $(or $(SEED),1) --pages $(or $(PAGES),96) $(if $(SVG),--svg $(SVG))

bench-ocr-parallel: setup ## what a second process is worth to reading, beside plain arithmetic in the same run
	@OMP_THREAD_LIMIT=1 $(BIN)/python -m benchmarks.ocr_parallel --seed $(or $(SEED),1)

chaos: setup ## kill, cut off and lie to the product 1,000 times, and judge from outside; SEED= and RUNS= choose
	@$(BIN)/python -m benchmarks.chaos --seed $(or $(SEED),1) --runs $(or $(RUNS),1000)

lock: setup ## renew requirements.lock from pyproject.toml, naming no host
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra dev --output-file requirements.lock pyproject.toml

pictures: setup ## take the pictures of docs/images anew from the running stack
	@$(BIN)/python -m stack.pictures

clean: stop ## stop the stack, remove .venv, caches and LIENTHONG_HOME
	@rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis "$(LIENTHONG_HOME)"
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
