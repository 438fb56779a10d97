# The words of this house. `make` lists them.
# On a new machine: Python 3.11 or later with venv, and make. Everything else is installed into .venv.

PYTHON ?= python3
PORT ?= 8000
IN := .venv/bin

.PHONY: help run test check lock faults drill bench-import fix messages pictures
.DEFAULT_GOAL := help

help:
	@echo "make run       serve the site on http://127.0.0.1:8000/ (PORT= changes it), with the bilans under data/"
	@echo "make test      every test, on SQLite and PostgreSQL, pages in a real browser (ARGS= are pytest's)"
	@echo "make check     style, import contracts, migrations, catalogues, settings"
	@echo "make faults    kill, stop, fill and race imports (KILLS=200 for the long form)"
	@echo "make drill     the long forms: kills, races, a release under load behind nginx, the standby, restores"
	@echo "make bench-import  speed and memory of imports beside their peers (ROWS=1000000 …)"
	@echo "make fix       what the style check can mend by itself"
	@echo "make bench-…   a benchmark, with its peers measured in the same run: pages cold growth exports release admin search read"
	@echo "make pictures  take the pictures of docs/pictures/ from the site, in a real browser"
	@echo "make messages  gather the texts to translate, and compile the catalogues"

run: .venv/ready
	@$(IN)/python manage.py prepare
	@$(IN)/python manage.py collectstatic --noinput --verbosity 0
	@echo "http://127.0.0.1:$(PORT)/"
	@exec $(IN)/gunicorn bilan.wsgi --bind 127.0.0.1:$(PORT) --threads 8 --no-control-socket --log-level error

test: .venv/ready-dev
	@$(IN)/python -m pytest --database both $(ARGS)

check: .venv/ready-dev
	$(IN)/ruff check .
	$(IN)/ruff format --check .
	$(IN)/lint-imports
	$(IN)/python manage.py makemigrations --check --dry-run
	$(IN)/python -m pytest --quiet tests/test_catalogues.py tests/test_house_rules.py
	@# As a deployed site is set up; the values are examples and reach nothing.
	SECRET_KEY="$$($(IN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	ALLOWED_HOSTS=bilan.example CSRF_TRUSTED_ORIGINS=https://bilan.example HTTPS=1 \
	DATABASE_URL=postgresql://bilan@127.0.0.1/bilan \
		$(IN)/python manage.py check --deploy --fail-level WARNING

faults: .venv/ready-dev
	@$(IN)/python -m tests.faults.imports --kills $(or $(KILLS),20)

bench-import: .venv/ready-dev
	@$(IN)/python -m tests.benchmarks.imports --rows $(or $(ROWS),100000)

# The long forms of the fault, race, cache, load and restore tests, and a summary: half an hour and more.
drill: .venv/ready-dev
	@$(IN)/python -m tests.faults.drill --kills $(or $(KILLS),200) --stops $(or $(STOPS),30) \
		--races $(or $(RACES),50) --seconds $(or $(SECONDS),300)

fix: .venv/ready-dev
	$(IN)/ruff check --fix .
	$(IN)/ruff format .

pictures: .venv/ready-dev
	@$(IN)/python manage.py prepare
	@$(IN)/python manage.py collectstatic --noinput --verbosity 0
	@$(IN)/python -m tests.pictures

messages: .venv/ready-dev
	$(IN)/python -m tests.catalogues

# A measurement with peers and ratios; ARGS= are the benchmark's (see --help).
bench-%: .venv/ready-dev
	@$(IN)/python -m benchmarks.$* $(ARGS)

# After a change of requirements.txt or requirements-dev.txt: writes the hashes of all that may be installed.
lock: .venv/bin/python
	@$(PYTHON) -m venv .venv/locking
	@.venv/locking/bin/python -m pip install --quiet --disable-pip-version-check pip-tools
	@.venv/locking/bin/python -m tests.locking

# What a target needs is installed again when its list changes.
.venv/ready: requirements.lock | .venv/bin/python
	@$(IN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/ready-dev: requirements-dev.lock | .venv/bin/python
	@$(IN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch .venv/ready $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed; name it: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "Python's venv is missing. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv
