"""The set-up of a machine: what is installed is what is written, and each package has its use."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from .test_house_rules import source_files, tracked

ROOT = Path(settings.BASE_DIR)
LISTS = ("requirements.txt", "requirements-dev.txt")
# Used by name or by a program, not by an import.
USED_OTHERWISE = {
    "argon2-cffi": "PASSWORD_HASHERS",
    "granian": "README, serving it to others",
    "gunicorn": "make run",
    "psycopg": "Django's PostgreSQL backend",
    "pymemcache": "CACHE_URL",
    "redis": "CACHE_URL",
    "tzdata": "zoneinfo",
    "django-axes": "INSTALLED_APPS",
    "django-csp": "MIDDLEWARE",
    "django-otp": "INSTALLED_APPS",
    "whitenoise": "MIDDLEWARE",
}


def lines(name: str) -> list[str]:
    return [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith("#")]


def requirements(name: str) -> dict[str, Requirement]:
    found = [Requirement(line.partition("#")[0].strip()) for line in lines(name)]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def chosen(name: str) -> set[str]:
    """The packages of a list that we chose; those below the second heading are there for them."""
    text = (ROOT / name).read_text().partition("# --- needed by those")[0]
    return {
        canonicalize_name(Requirement(line.partition("#")[0].strip()).name)
        for line in text.splitlines()
        if line and not line.startswith("#")
    }


@pytest.mark.parametrize("name", LISTS)
def test_every_package_is_pinned_and_says_what_it_is_for(name):
    assert [line for line in lines(name) if not re.fullmatch(r"[\w.-]+(\[\w+\])?==[\w.]+\s+# .+", line)] == []


@pytest.mark.parametrize(
    ("lock", "lists"), [("requirements.lock", LISTS[:1]), ("requirements-dev.lock", LISTS)]
)
def test_the_locks_hold_the_lists_and_a_hash_for_each(lock, lists):
    """After a change of a list: `make lock`."""
    blocks = re.split(r"\n(?=\w)", (ROOT / lock).read_text())[1:]
    locked = {}
    for block in blocks:
        name, version = re.match(r"([\w.-]+)==([\w.]+) \\\n", block).groups()
        assert re.findall(r"--hash=sha256:[0-9a-f]{64}", block), name
        locked[canonicalize_name(name)] = version
    written = {name: one for part in lists for name, one in requirements(part).items()}
    assert locked == {name: str(one.specifier).removeprefix("==") for name, one in written.items()}


@pytest.mark.parametrize("name", LISTS)
def test_what_is_installed_is_what_is_written(name):
    other = {
        package: metadata.version(package)
        for package, requirement in requirements(name).items()
        if metadata.version(package) not in requirement.specifier
    }
    assert other == {}


def test_everything_that_a_package_needs_is_written_too():
    """Otherwise the next machine gets another version of it than this one."""
    written = requirements(LISTS[0]) | requirements(LISTS[1])
    missing = set()
    for package, requirement in written.items():
        for text in metadata.requires(package) or []:
            needed = Requirement(text)
            extras = {"", *requirement.extras}
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
                missing |= {canonicalize_name(needed.name)} - written.keys()
    assert missing == set()


def test_no_package_is_below_its_lowest_safe_version():
    floors = tomllib.loads((ROOT / "tests" / "lowest_safe_versions.toml").read_text())
    assert {
        name for name, floor in floors.items() if Version(metadata.version(name)) < Version(floor)
    } == set()


def imported(paths) -> set[str]:
    """The packages that these files import, by the names under which they are installed."""
    modules = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                modules.add(node.module.partition(".")[0])
            elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "importorskip":
                modules.add(ast.literal_eval(node.args[0]))
    installed = metadata.packages_distributions()
    return {
        canonicalize_name(name)
        for module in modules - sys.stdlib_module_names
        for name in installed.get(module, [])
    }


def test_the_site_imports_only_what_its_list_names():
    assert imported(source_files()) - requirements(LISTS[0]).keys() == set()


def test_every_package_that_the_site_chose_is_used():
    assert chosen(LISTS[0]) - imported(source_files()) - USED_OTHERWISE.keys() == set()


def test_every_package_that_the_tests_chose_is_used():
    programs = {"ruff", "import-linter", "pytest-xdist", "pytest-django"}
    assert chosen(LISTS[1]) - imported(tracked("tests/*.py")) - programs == set()


def test_the_words_that_are_written_down_exist():
    """README and DEVELOPING promise `make run` and its kin."""
    targets = set(re.findall(r"^([\w-]+)%?:", (ROOT / "Makefile").read_text(), re.M))
    promised = set()
    for name in ("README.md", "DEVELOPING.md", "CHANGELOG.md"):
        promised |= set(re.findall(r"`make (bench-|[\w-]+)", (ROOT / name).read_text()))
    assert {"run", "test", "check", "fix", "messages"} <= promised <= targets


def test_every_promise_names_tests_that_exist():
    """F1 to F18 and G1 to G17 of DEVELOPING.md, in their order, each with a test or a command."""
    rows = re.findall(r"^\| ([FG]\d+) \| .+ \| (.+) \|$", (ROOT / "DEVELOPING.md").read_text(), re.M)
    assert [name for name, _shown in rows] == [f"F{n}" for n in range(1, 19)] + [
        f"G{n}" for n in range(1, 18)
    ]
    for name, shown in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", shown)
        commands = re.findall(r"`(?:make (?:test|check|faults|drill)|python -m tests\.\w+\.\w+)`", shown)
        assert named or commands, name
        for file, test in named:
            assert f"def {test}(" in (ROOT / file).read_text() or not test, f"{name}: {file}::{test}"


@pytest.mark.parametrize("name", ["README.md", "DEVELOPING.md", "docs/decisions.md"])
def test_the_files_that_a_page_names_exist(name):
    text = (ROOT / name).read_text()
    named = set(
        re.findall(
            r"`((?:bilan|tests|templates|data|docs|\.ci|indicators|units|partnerships)/[\w./-]*)`", text
        )
    )
    named |= set(re.findall(r"\]\(([\w./-]+)\)", text))
    # "training" is the example of the recipe, not an app.
    assert [path for path in sorted(named) if "training" not in path and not (ROOT / path).exists()] == []


def test_the_script_of_ci_is_whole_and_can_be_run():
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0
