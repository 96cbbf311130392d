# What a contributor types. From an empty clone: `make digest` shows the tool, `make test` checks everything.
# Targets: digest test check fix quality speed examples picture docs translations models build requirements clean

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.PHONY: digest test check fix quality peers speed examples picture docs translations models build requirements clean browser labelled

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_REQUIRE_VIRTUALENV := 1

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet
CHECKED := miner docs models tests
EXAMPLES := reports/examples

# Stamps: a second run installs nothing, a changed requirement file installs what changed.
VENV := .venv/pyvenv.cfg
RUN := .venv/run.stamp
TESTING := .venv/testing.stamp
PEERS := .venv/peers.stamp
TRAINING := .venv-models/training.stamp

## The tool ----------------------------------------------------------------------------------------------------------

# The shipped example chat, with the shipped contrasts of customer experience.
digest: $(RUN)
	$(BIN)/miner digest $(EXAMPLES)/cx_innovation_chat.csv --contrasts cx
	@echo "The digest: $(CURDIR)/reports/cx_innovation_chat.html"

## Checks ------------------------------------------------------------------------------------------------------------

test: $(TESTING) browser check

# What `test` runs once everything is installed.
check:
	$(BIN)/ruff format --check $(CHECKED)
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/mypy --strict miner docs
	$(BIN)/pytest -n auto --dist loadfile

fix: $(TESTING)
	$(BIN)/ruff format $(CHECKED)
	$(BIN)/ruff check --fix $(CHECKED)

# Labelled data against pinned floors, beside other tools.
quality: $(TESTING) peers
	$(BIN)/python tests/quality/gate.py

# The tools that ours is compared with. Without them their rows are left out, and the gate says so.
peers: $(TESTING)
	@if [ $(PEERS) -nt requirements/peers.txt ] && [ $(PEERS) -nt $(TESTING) ]; then exit 0; fi; \
	if $(PIP) --require-hashes --no-deps -r requirements/peers.txt; then \
	  echo "One of the peers compiles itself once; this takes a minute or two."; \
	  $(BIN)/python -W ignore tests/quality/warm_peers.py && touch $(PEERS); \
	else echo "The peers could not be installed: their rows will be left out."; fi

# Time and memory on fixed inputs.
speed: $(TESTING)
	$(BIN)/python tests/speed/bench.py

# Tests that look at a report as a reader does need a browser; without one they are skipped, and say so.
browser:
	@if command -v chromium chromium-browser google-chrome >/dev/null; then exit 0; fi; \
	if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then \
	  echo "No chromium here and no way to install it: the tests that open reports in a browser will be skipped."; exit 0; fi; \
	{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium >/dev/null; } \
	  || echo "chromium could not be installed: the tests that open reports in a browser will be skipped."

## What is generated and committed -----------------------------------------------------------------------------------

# The digests beside the example discussions; read the changes before committing them.
examples: $(RUN)
	$(BIN)/miner digest $(EXAMPLES)/cx_innovation_chat.csv --contrasts cx --format html,markdown \
	  -o $(EXAMPLES)/cx_innovation_chat.digest.html
	$(BIN)/miner digest $(EXAMPLES)/basics_first_blog.html --contrasts cx --format html,markdown \
	  -o $(EXAMPLES)/basics_first_blog.digest.html

# The pictures in README: the example digests as a browser shows them.
picture: examples $(TESTING) browser
	$(BIN)/python docs/make_pictures.py

# Tables in README and docs/ that are made from the code.
docs: $(TESTING)
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/make_notebook.py

# The words of reports in other languages, from the code and the templates to the compiled catalogues (docs/translations.md).
translations: $(RUN)
	$(BIN)/python docs/translate.py

# The trained models, from the labelled sets to the registry (models/train/README.md): about three hours. One thread: another
# number of them adds in another order, and the weights would be others.
DATA := ../shared/data
RUNS := .venv-models/runs
LEARN := OMP_NUM_THREADS=1 MKL_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 PYTHONPATH=. .venv-models/bin/python
models: labelled $(TRAINING)
	base=$$($(LEARN) models/train/base.py); \
	$(LEARN) models/train/export.py words --base $$base --out models/words/words.npz; \
	for kind in side match support encoder; do \
	  $(LEARN) models/train/train_$$kind.py --data "$(DATA)" --out $(RUNS)/$$kind $(if $(STEPS),--steps $(STEPS)); \
	  $(LEARN) models/train/export.py $$kind --base $$base --weights $(RUNS)/$$kind/model.pt --out models/$$kind/model.onnx; \
	done
	$(LEARN) models/train/register.py  # the heads are fitted on the encoder that is registered
	$(LEARN) models/train/train_strength.py --data "$(DATA)"
	$(LEARN) models/train/train_chatter.py --data "$(DATA)"
	$(LEARN) models/train/register.py
	for kind in side match support encoder; do \
	  $(LEARN) models/train/check.py $$kind --weights $(RUNS)/$$kind/model.pt; \
	done

labelled:
	@if [ ! -d "$(DATA)" ]; then \
	  echo "No folder $(DATA): the models are trained on labelled sets. Name theirs: make models DATA=DIR" >&2; exit 1; fi

build: $(TESTING)
	$(BIN)/python -m build --no-isolation

# Newer versions: needs uv. torch is left out: pip picks a build of it that fits the machine (requirements/torch.txt);
# for the peers, which come after the tests, what torch itself needs is left out, too.
UV := uv pip compile --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-annotate --no-header
requirements:
	$(UV) --universal pyproject.toml -o requirements/core.txt
	$(UV) --no-emit-package torch -c requirements/core.txt pyproject.toml requirements/hub.in -o requirements/hub.txt
	$(UV) --no-emit-package torch -c requirements/core.txt pyproject.toml requirements/test.in -o requirements/test.txt
	$(UV) --no-emit-package torch -c requirements/core.txt pyproject.toml requirements/models.in -o requirements/models.txt
	$(UV) --overrides <(echo 'torch; python_version < "3"') -c requirements/test.txt requirements/peers.in -o requirements/peers.txt
	$(UV) requirements/build.in -o requirements/build.txt

clean:
	rm -rf dist .pytest_cache .mypy_cache .ruff_cache .hypothesis htmlcov .coverage* $(RUN) $(TESTING) $(PEERS)
	find miner docs tests -name __pycache__ -type d -prune -exec rm -rf {} +

## Installation ------------------------------------------------------------------------------------------------------

# The first Python that is new enough; 3.11 before newer ones, because the files for tests are pinned for it.
$(VENV):
	@for python in $(PYTHON) python3.11 python3.12 python3.13 python3; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "making .venv with $$($$python --version)"; PIP_REQUIRE_VIRTUALENV= exec $$python -m venv .venv; fi; \
	done; \
	echo "miner needs Python 3.11 or newer; none was found. Name one: make PYTHON=/path/to/python3.11" >&2; exit 1

$(RUN): requirements/core.txt requirements/build.txt pyproject.toml | $(VENV)
	$(PIP) --require-hashes --no-deps -r requirements/core.txt
	$(PIP) --require-hashes --no-deps -r requirements/build.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(TESTING): requirements/test.txt requirements/torch.txt $(RUN)
	$(PIP) --require-hashes --no-deps -r requirements/test.txt
	$(PIP) -r requirements/torch.txt
	@touch $@

$(TRAINING): requirements/models.txt requirements/torch.txt | $(VENV)
	$(BIN)/python -m venv .venv-models
	.venv-models/bin/python -m pip install --quiet --require-hashes --no-deps -r requirements/models.txt
	.venv-models/bin/python -m pip install --quiet -r requirements/torch.txt
	@touch $@
