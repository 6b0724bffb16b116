# The two commands are `make demo` and `make test`. Each sets up .venv when it is not there or the lock has changed.
PYTHON ?= python3.11
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif

.PHONY: demo test check docs lock wheelhouse clean

demo: .venv/ready
	$(BIN)/turnstone demo demo

test: .venv/ready check
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

check: .venv/ready
	$(BIN)/ruff check --output-format concise .
	$(BIN)/ruff format --check -q .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: .venv/ready
	$(BIN)/python tools/make_reference.py

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@echo ready > $@

# One lock for Linux, macOS and Windows, with hashes. `uv` is needed only here.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra dev --extra web --extra postgres --no-emit-package turnstone --no-header pyproject.toml -o requirements.lock

# A folder that installs without a network: see docs/how-to/air-gapped-install.md
wheelhouse: .venv/ready
	$(BIN)/python tools/make_wheelhouse.py

clean:
	rm -rf .venv demo wheelhouse dist
