# Every target installs what it needs into .venv first; a machine with git, make and Python 3.11 is enough.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
BIN := .venv/bin
UV := $(BIN)/uv
# Everything is installed by the hashes in requirements/, and so is what builds it. Only the project itself has none:
# it comes last, alone.
INSTALL := sh requirements/install.sh pip install --python $(BIN)/python --build-constraint requirements/build.txt
HASHED := $(INSTALL) --require-hashes --requirement
# What an installation takes, measured on Linux on x86-64: packages, megabytes to download and on the disk. That of the
# tests is beside the demo's.
DEMO_TAKES := 100 packages, 280 MB to download, 690 MB on the disk
DEV_TAKES := 135 more packages, 450 MB to download, 1090 MB on the disk

# Python may keep its bytecode in .venv and in the sources' __pycache__, even where the environment says otherwise (as
# many container images do): the tests start a hundred processes, and each would compile everything it imports.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test check generate contributing conformance hosts clients fuzz attack bench accuracy eval bundle format screenshots record record-live requirements licences sample clean

help:
	@echo "make demo         an agent's whole job on a sample recording, offline"
	@echo "make test         all tests, one worker per core, with coverage"
	@echo "make check        formatting, lint, types, import contracts"
	@echo "make generate     write what follows from the catalogue of operations; after adding one"
	@echo "make contributing follow CONTRIBUTING.md in a copy of the project: add an operation and check it"
	@echo "make conformance  the protocol's public suite, Inspector and a rubric against the MCP server (needs npm)"
	@echo "make hosts        the MCP server in front of the client libraries of docs/hosts.md (needs npm for some)"
	@echo "make clients      older and other clients of the API against the emulator, each in an environment of its own"
	@echo "make fuzz         any value anywhere in any request: no 5xx; OPENAPI=file adds a published schema's"
	@echo "make attack       floods, races, strangers, kills: nobody gets in, nothing gets out or lost; about 17 minutes"
	@echo "make bundle       dist/assemblyai-mcp.mcpb, which desktop clients install with a click (needs npm)"
	@echo "make bench        what it costs: tokens, waiting, time, memory, beside others; about fourteen minutes"
	@echo "make accuracy     how many words and speakers are wrong, on real people's speech; fetches 70 MB once"
	@echo "make eval         25 jobs for a language model with the tools: MODEL=openai/gpt-5-mini; without MODEL, by scripts"
	@echo "make format       mend the formatting and what ruff can mend"
	@echo "make screenshots  the pictures of docs/, from the viewer and the emulator's page (needs Chromium)"
	@echo "make record       record cassettes/emulator anew, from the emulator"
	@echo "make record-live  record cassettes/live with ASSEMBLYAI_API_KEY; this costs a little money"
	@echo "make requirements pin what pyproject.toml asks for, with hashes; RAISE=httpx or RAISE=all takes newer releases"
	@echo "make licences     write the table of docs/licences.md anew"
	@echo "make sample       make the sample recording anew (needs flite)"
	@echo "make clean        remove .venv and caches"

demo: .venv/.demo
	@$(BIN)/assemblyai-tools demo
	@echo && echo "The same tools through the MCP server, over stdio:"
	@$(BIN)/python examples/mcp_client.py
	@echo && echo "Next, a recording of your own: $(BIN)/assemblyai-tools transcribe FILE --offline"
	@echo "All commands: docs/cli.md"

# Workers take over each other's tests towards the end, as the slow ones stand together in a few files. For a part of the
# tests no worker is worth its start: .venv/bin/pytest tests/plugin, or make test ONLY=catalogue, which runs the tests that
# can fail because an operation was added.
test: .venv/.dev $(if $(ONLY),,tests/node/node_modules)
	$(BIN)/pytest -q $(if $(ONLY),-m $(ONLY) $(shell grep -rl --include='test_*.py' mark.$(ONLY) tests),--cov -n logical --dist worksteal --ignore=tests/contributing --ignore=tests/clients)

check: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/pyright

# The public names, the README's table, the bundle's manifest, what a model sees: all that follows from the catalogue;
# and docs/demo.svg, which follows from a run of the demo.
generate: .venv/.dev
	UPDATE_GENERATED=1 $(BIN)/pytest -q tests/generated

# Apart from the other tests, as it runs make check and a part of them in the copy.
contributing: .venv/.dev
	$(BIN)/pytest -q tests/contributing

conformance: .venv/.conformance tests/conformance/node_modules
	$(BIN)/pytest -q tests/conformance

# One library only: make hosts ONLY=autogen. Each is installed into an environment of its own below build/hosts.
hosts: .venv/.dev
	$(BIN)/python tests/hosts $(if $(ONLY),--only "$(ONLY)")

# One client only: make clients ONLY=openai. Each is installed into an environment of its own below build/clients.
clients: .venv/.dev
	$(BIN)/pytest -q tests/clients $(if $(ONLY),-k "$(ONLY)")

# More or fewer requests: make fuzz EXAMPLES=2000. A published schema: make fuzz OPENAPI=path/to/openapi.yml
fuzz: .venv/.fuzz
	$(BIN)/python tests/fuzz $(if $(EXAMPLES),--examples $(EXAMPLES)) $(if $(OPENAPI),--openapi $(OPENAPI))

# On loopback only, and it ends by itself. One attack only: make attack ONLY=files
attack: .venv/.dev
	$(BIN)/python -m tests.attack $(if $(ONLY),--only $(ONLY))

bundle: tests/conformance/node_modules
	rm -rf build/bundle && mkdir -p build/bundle dist
	git archive HEAD pyproject.toml README.md LICENSE plugin mcp_server emulator | tar -x -C build/bundle
	cp build/bundle/mcp_server/mcpb/manifest.json build/bundle
	tests/conformance/node_modules/.bin/mcpb pack build/bundle dist/assemblyai-mcp.mcpb

# An OpenAPI file to compare with: make bench OPENAPI=path/to/openapi.yml; a part only: make bench ONLY=load
bench: .venv/.bench
	$(BIN)/python -m benchmarks $(if $(OPENAPI),--openapi $(OPENAPI)) $(foreach part,$(ONLY),--only $(part))

# One set of recordings only: make accuracy ONLY=telephone
accuracy: .venv/.bench
	$(BIN)/python -m benchmarks.accuracy $(foreach part,$(ONLY),--only $(part))

# Several models: make eval MODEL="openai/gpt-5-mini anthropic/claude-haiku-4-5". One job: JOB=delete_one; one side:
# SIDE=tools. A published description of the API, for a real model: OPENAPI=path/to/openapi.yml. Prices, which inspect-ai
# lacks: PRICES=prices.json
eval: .venv/.dev
	$(foreach name,MODELS JOBS SIDES PRICE model job side,$(if $(filter command,$(firstword $(origin $(name)))),\
		$(error Nothing was run. The settings are MODEL, JOB, SIDE, PRICES and OPENAPI)))
	@$(BIN)/python -m evals $(MODEL:%=--model %) $(JOB:%=--job %) $(SIDE:%=--side %) $(if $(OPENAPI),--openapi "$(OPENAPI)") \
		$(if $(PRICES),--prices "$(PRICES)")

format: .venv/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

screenshots: .venv/.dev
	$(BIN)/python -m tests.browser.screenshots

# One scenario only: make record ONLY=get_transcript
record: .venv/.dev
	ASSEMBLYAI_RECORD=emulator $(BIN)/pytest -q tests/recorded$(if $(ONLY),/test_recorded.py -k '[$(ONLY)-')

record-live: .venv/.dev
	ASSEMBLYAI_RECORD=live $(BIN)/pytest -q tests/recorded

# The demo installs what it needs, the tests all extras (and docs/licences.md is made from those).
EXTRAS := demo all
SETS := dev bench fuzz conformance install build

# One resolution for all sets, so that they agree; then each set is what it needs of that. uv keeps the pins that the
# file it writes already has.
COMPILE := $(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make requirements" --quiet
requirements: .venv/.uv
	mkdir -p build
	cat requirements/*.txt >build/requirements.txt
	$(COMPILE) pyproject.toml --all-extras $(SETS:%=--group %) --output-file build/requirements.txt \
		$(if $(RAISE),$(if $(filter all,$(RAISE)),--upgrade,$(RAISE:%=--upgrade-package %)))
	for set in $(EXTRAS) $(SETS); do cp build/requirements.txt requirements/$$set.txt; done
	for set in $(EXTRAS); do $(COMPILE) pyproject.toml --extra $$set --output-file requirements/$$set.txt || exit 1; done
	for set in $(SETS); do $(COMPILE) --group $$set --output-file requirements/$$set.txt || exit 1; done
	if command -v npm >/dev/null; then for folder in tests/node tests/conformance; do \
		$(if $(filter all,$(RAISE)),rm -f $$folder/package-lock.json;) \
		npm install --silent --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --prefix $$folder \
			&& $(BIN)/python -c "$$WITHOUT_ADDRESSES" $$folder/package-lock.json || exit 1; done; fi

# Where the authors of npm's packages take money: the only addresses that the option above leaves in a lock file.
define WITHOUT_ADDRESSES
import json, pathlib, sys
file = pathlib.Path(sys.argv[1])
lock = json.loads(file.read_text())
for package in lock["packages"].values():
    package.pop("funding", None)
file.write_text(json.dumps(lock, indent=2) + "\n")
endef
export WITHOUT_ADDRESSES

licences: .venv/.dev
	UPDATE_GENERATED=1 $(BIN)/pytest -q tests/test_licences.py

sample: .venv/.dev
	$(BIN)/python examples/sample/make_meeting.py plugin/assemblyai_tools/cli/meeting.ogg

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# npm installs what the lock files name, by their hashes, and runs no scripts of packages.
NPM := npm ci --silent --no-audit --no-fund --ignore-scripts --prefix

# The official Node SDK, for the test that runs where there is a Node; without one, that test says it was skipped.
tests/node/node_modules: tests/node/package-lock.json
	@if command -v npm >/dev/null; then $(NPM) tests/node && touch $@; fi

# The conformance suite and the Inspector. The Node that they need is in .venv; pyright brings it.
tests/conformance/node_modules: tests/conformance/package-lock.json
	$(NPM) tests/conformance && touch $@

# uv makes the installs quick; where there is none it comes from the package index like everything else.
.venv/.uv: requirements/install.txt
	@test -n "$(PYTHON)" || { echo "This needs Python 3.11 or newer; none was found."; exit 1; }
	@echo "Making .venv with $(PYTHON), and uv in it, which installs the rest (25 MB) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; \
		command -v uv >/dev/null && uv venv --quiet --python $(PYTHON) .venv; } || { \
		echo "Python's venv module is not complete here (Debian and Ubuntu: apt install python3-venv)."; exit 1; }
	@if test -x $(BIN)/pip; \
		then $(BIN)/python -m pip install --disable-pip-version-check --require-hashes --requirement $<; \
		else uv pip install --python $(BIN)/python --require-hashes --requirement $<; fi
	@touch $@

.venv/.demo: .venv/.uv pyproject.toml requirements/demo.txt requirements/build.txt
	@echo "Installing what the demo needs into .venv: $(DEMO_TAKES) ..."
	@echo "The emulator's models are in packages of the index, too (docs/licences.md names them); later nothing is fetched."
	@$(HASHED) requirements/demo.txt
	@$(INSTALL) --no-deps --editable .
	@touch $@

.venv/.dev: .venv/.demo requirements/all.txt requirements/dev.txt
	@echo "Installing what the tests need into .venv: $(DEV_TAKES) ..."
	@$(HASHED) requirements/all.txt --requirement requirements/dev.txt
	@touch $@

.venv/.bench: .venv/.dev requirements/bench.txt
	@$(HASHED) requirements/bench.txt
	@touch $@

.venv/.conformance: .venv/.dev requirements/conformance.txt
	@$(HASHED) requirements/conformance.txt
	@touch $@

.venv/.fuzz: .venv/.dev requirements/fuzz.txt
	@$(HASHED) requirements/fuzz.txt
	@touch $@
