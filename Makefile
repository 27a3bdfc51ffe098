# Everything here is a kit command or plain pip; the README gives the same without make.
# A new machine needs Python 3.11 or newer and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DISTRICTS ?= data/districts.csv
COUNTS ?= 10,100,400,1600
TURNS ?= 3
# One more than there are cores: many tests wait for a server to start or to end.
WORKERS ?= $(shell expr $$(nproc 2>/dev/null || echo 2) + 1)
# The one test of nbval loads it itself. Files with few tests are often the slow ones, so they do not wait until the end;
# of those in a browser, the order stays the one that is tried.
TESTS = $(if $(MEMORY),TMPDIR=$(MEMORY) )$(BIN)/pytest --dist loadfile -p no:nbval
PACKAGE := pyproject.toml setup.py $(shell find kitlib facilitation -type f -not -path '*/__pycache__/*')

# What tests write goes to memory where there is room for it: on a disk, half of their time is waiting until it is written.
MEMORY := $(shell test "$$(df -Pk /dev/shm 2>/dev/null | awk 'END {print $$4}')" -gt 8000000 2>/dev/null && echo /dev/shm)

.PHONY: demo test lab build check lint lint-js test-js bench bench-screen bench-records install clean

demo: install  ## the main job on the worked sample
	$(BIN)/kit demo

lab: install  ## JupyterLab on the start page
	$(BIN)/kit lab

test: $(VENV)/.test lint lint-js test-js check  ## everything that must hold
	$(TESTS) --no-loadscope-reorder -n $(WORKERS) --ignore tests/browser
	$(TESTS) -n auto tests/browser

lint: $(VENV)/.test
	$(BIN)/ruff check kitlib tests benchmarks docs examples
	$(BIN)/ruff format --check kitlib tests benchmarks docs examples
	$(BIN)/mypy

# Node is needed only to check the browser's side; nothing of it is installed or shipped.
NODE := $(shell command -v node && command -v npm)
ifeq ($(strip $(NODE)),)
lint-js test-js:
	@if [ "$$KIT_REQUIRE_NODE" = 1 ]; then echo "$@ needs Node: on Debian, apt-get install nodejs npm" >&2; exit 1; fi
	@echo "Skipped $@: there is no Node here (on Debian: apt-get install nodejs npm)."
else
lint-js: node_modules/.installed  ## the browser's side: types and rules
	npx tsc
	npx eslint .

test-js:  ## the browser's side without a browser; KIT_HISTORIES and KIT_SEED choose the random histories
	node --test tests/frontend/*.test.mjs
endif

node_modules/.installed: package.json
	npm install --no-audit --no-fund --no-package-lock
	touch $@

check: install  ## content and notebooks
	$(BIN)/kit check
	$(BIN)/kit build --check

build: install  ## the notebooks, from the session files
	$(BIN)/kit build

bench: bench-screen bench-records  ## all that the documentation says of speed

bench-screen: $(VENV)/.test  ## opening a session, a large instrument, a full wall, forty seats at once; needs Chromium
	$(BIN)/python benchmarks/opening.py
	$(BIN)/python benchmarks/instrument.py
	$(BIN)/python benchmarks/wall.py
	$(BIN)/python benchmarks/seats.py
	$(BIN)/python benchmarks/desk.py

bench-records: install  ## what a record costs here, beside other ways; DISTRICTS, COUNTS and TURNS limit it
	$(BIN)/python benchmarks/records.py --districts $(DISTRICTS) --counts "$(COUNTS)" --turns $(TURNS)

install: $(VENV)/.installed

# The wheel is installed, not the source folder: that is how JupyterLab finds the kit's extensions,
# and what is tested is what is shipped.
INSTALL = test -x $(BIN)/python || $(PYTHON) -m venv $(VENV); rm -rf build; $(BIN)/python -m pip install --quiet --disable-pip-version-check

$(VENV)/.installed: $(PACKAGE)
	$(INSTALL) .
	touch $@

$(VENV)/.test: $(PACKAGE)
	$(INSTALL) '.[test]'
	touch $(VENV)/.installed $@

clean:
	rm -rf $(VENV) .bench build demo node_modules *.egg-info
