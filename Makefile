# `make demo` and `make test` are all a fresh machine needs: Python 3 (3.10 or newer) with pip and venv, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The intranet sample stands on Django 4.2, so it has an interpreter of its own.
VENV42 := .venv-django42

.PHONY: demo test properties matrix lint docs clean

demo: $(VENV)/.ready
	$(BIN)/python tools/demo.py

test: $(VENV)/.ready $(VENV42)/.ready lint
	$(BIN)/python -m pytest -n 2 --dist loadgroup

# The property tests with many more examples, and other ones each time.
properties: $(VENV)/.ready
	HYPOTHESIS_PROFILE=thorough $(BIN)/python -m pytest -n 2 -k properties

# Every row of what a conversion must get right, under Uvicorn on three Djangos. The newest needs Python 3.12.
PYTHON61 ?= $(shell for p in python3.13 python3.12; do $$p -c "" 2>/dev/null && echo $$p && exit; done; echo $(PYTHON))
matrix: $(VENV)/.ready .venv-matrix-4.2/.ready .venv-matrix-6.1/.ready
	WSGI2ASGI_EXECUTION="$(foreach django,4.2 6.1,$(django)=$(CURDIR)/.venv-matrix-$(django)/bin/python,)" \
	PYTHONPATH=tests $(BIN)/python -m tests.conversions.matrix

.venv-matrix-%/.ready:
	$(if $(filter 6.1,$*),$(PYTHON61),$(PYTHON)) -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet "django~=$*.0" uvicorn requests httpx
	touch $@

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/.ready
	$(BIN)/python tools/rule_pages.py

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch $@

$(VENV42)/.ready: sample_projects/intranet/requirements.txt
	$(PYTHON) -m venv $(VENV42)
	$(VENV42)/bin/python -m pip install --quiet --upgrade pip
	grep -iv '^uwsgi' $< > $(VENV42)/requirements.txt
	$(VENV42)/bin/python -m pip install --quiet --requirement $(VENV42)/requirements.txt
	touch $@

clean:
	rm -rf $(VENV) $(VENV42) .venv-matrix-* build dist
