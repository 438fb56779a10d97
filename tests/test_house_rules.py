"""The style of this house, as far as a machine can see it. Each rule says in its message what to do."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.urls import URLPattern, get_resolver
from django.utils.functional import Promise

ROOT = Path(settings.BASE_DIR)
CHAPTERS = ("indicators", "units", "partnerships")
PACKAGES = ("bilan", *CHAPTERS)
TESTED_MODULES = ("models", "resources", "admin", "chapter", "views")
TOP_LEVEL = {
    *PACKAGES,
    *("templates", "data", "tests", "benchmarks", "docs", ".ci", "manage.py", "Makefile", "pyproject.toml"),
    *("requirements.txt", "requirements-dev.txt", "README.md", "DEVELOPING.md", "CHANGELOG.md"),
    *("requirements.lock", "requirements-dev.lock"),
    *(".gitignore", ".gitattributes", "LICENSE"),
}
NAMES_THAT_SAY_NOTHING = {"core", "common", "utils", "util", "helpers", "misc", "base", "services"}


def tracked(*patterns: str) -> list[Path]:
    """The files that belong to the repository (those that git knows or would add), by name pattern."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        names = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:  # an unpacked archive: no git, and then nothing but the files themselves
        names = [path for pattern in patterns for path in ROOT.rglob(pattern) if ".venv" not in path.parts]
    return sorted({path for path in names if path.is_file()})


def said(path: Path) -> str:
    return str(path.relative_to(ROOT))


def source_files() -> list[Path]:
    return [
        path
        for path in tracked("*.py")
        if path.relative_to(ROOT).parts[0] in PACKAGES and "migrations" not in path.parts
    ]


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in PACKAGES]


def our_fields():
    for model in our_models():
        for field in model._meta.get_fields(include_parents=False):
            if field.concrete and not field.primary_key and not field.auto_created:
                yield model, field


# --- rooms ----------------------------------------------------------------------------------------------


def test_the_top_level_has_no_room_that_the_plan_does_not_know():
    found = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert found - TOP_LEVEL == set()


def test_no_module_has_a_name_that_says_nothing():
    vague = [
        said(path)
        for path in tracked("*.py")
        if NAMES_THAT_SAY_NOTHING & {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}
    ]
    assert vague == []


def test_no_module_reaches_400_lines():
    long = {
        said(path): lines for path in source_files() if (lines := len(path.read_text().splitlines())) >= 400
    }
    assert long == {}, "split by meaning"


def test_every_folder_of_tests_is_a_package():
    """Without __init__.py two files of one name hide each other, and one of them never runs."""
    folders = {path.parent for path in tracked("tests/*.py")}
    assert [said(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize("app", PACKAGES)
@pytest.mark.parametrize("module", TESTED_MODULES)
def test_the_tests_mirror_the_source(app, module):
    source = [ROOT / app / f"{module}.py", ROOT / app / module]
    # A module that was split has several files of tests: test_models_reports.py and so on.
    mirrors = list((ROOT / "tests" / app).glob(f"test_{module}*.py"))
    if any(path.exists() for path in source):
        assert mirrors, f"write tests/{app}/test_{module}.py"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_has_every_module_of_the_shape(chapter):
    expected = {"__init__", "apps", "models", "resources", "admin", "chapter", "views", "urls"}
    folder = ROOT / chapter
    found = {path.stem for path in folder.glob("*.py")} | {
        path.parent.name for path in folder.glob("*/__init__.py") if path.parent.name != "migrations"
    }
    assert expected - found == set()


def test_no_file_knows_where_it_was_written():
    """Paths of somebody's machine, and package registries, which belong to the machine's set-up."""
    machine = re.compile(r"/(?:work|root|home/\w+|Users/\w+)/|/tmp/(?:wt|venv)")
    registries = re.compile(r"--(?:extra-)?index-url|\bregistry\.npmjs|\bfiles\.pythonhosted|\bpypi\.org")
    allowed = {ROOT / "tests" / "test_house_rules.py"}
    found = []
    for path in tracked():
        if path in allowed or path.suffix in {".woff2", ".ttf", ".png", ".mo", ".xlsx", ".zip", ".ico"}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [
            f"{said(path)}: {match[0]}" for match in (machine.search(text), registries.search(text)) if match
        ]
    assert found == []


# --- records --------------------------------------------------------------------------------------------


def test_a_foreign_key_points_to_its_own_app_or_to_the_report():
    """Chapters do not know each other; import-linter cannot see a key that is written as a string."""
    shared = {"bilan", settings.AUTH_USER_MODEL.partition(".")[0], "contenttypes"}
    strangers = [
        f"{model._meta.label}.{field.name}"
        for model, field in our_fields()
        if field.is_relation and field.related_model._meta.app_label not in shared | {model._meta.app_label}
    ]
    assert strangers == []


def test_the_report_points_to_no_chapter():
    upward = [
        f"{model._meta.label}.{field.name}"
        for model, field in our_fields()
        if model._meta.app_label == "bilan"
        and field.is_relation
        and field.related_model._meta.app_label in CHAPTERS
    ]
    assert upward == []


def test_nothing_vanishes_because_something_else_does():
    not_protected = [
        f"{model._meta.label}.{field.name}"
        for model, field in our_fields()
        if (field.many_to_one or field.one_to_one) and field.remote_field.on_delete is not models.PROTECT
    ]
    assert not_protected == [], "on_delete=models.PROTECT"


def is_lower_case(name: str) -> bool:
    """True for "period as stated", and for names that open with an acronym or a language."""
    first = name.split()[0]
    return first.isupper() or first in ("Arabic", "French", "English") or not first[0].isupper()


def test_every_field_has_a_name_for_people_lower_case_and_translatable():
    wrong = [
        f"{model._meta.label}.{field.name}: {field.verbose_name!s}"
        for model, field in our_fields()
        if not isinstance(field.verbose_name, Promise) or not is_lower_case(english(field.verbose_name))
    ]
    assert wrong == []


def test_every_record_has_names_for_people_lower_case_and_translatable():
    wrong = []
    for model in our_models():
        for name in ("verbose_name", "verbose_name_plural"):
            given = model._meta.original_attrs.get(name)
            if not isinstance(given, Promise) or not is_lower_case(english(given)):
                wrong.append(f"{model._meta.label}.{name}: {given!s}")
    assert wrong == []


def english(text) -> str:
    from django.utils.translation import override

    with override("en"):
        return str(text)


def test_no_record_has_a_hidden_order():
    """An order costs a sort where nobody asked; querysets order by name, ended by a unique field."""
    assert [model._meta.label for model in our_models() if model._meta.ordering] == []


def test_no_figure_is_a_float():
    assert [
        f"{model._meta.label}.{field.name}"
        for model, field in our_fields()
        if isinstance(field, models.FloatField)
    ] == []


def test_migrations_are_named_by_hand():
    automatic = [
        said(path)
        for path in tracked("*/migrations/*.py")
        if re.search(r"_auto_|_alter_.*_and_more", path.name)
    ]
    assert automatic == []


# --- words ----------------------------------------------------------------------------------------------


def test_nothing_is_left_to_do_in_the_source():
    marks = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
    assert [said(path) for path in source_files() if marks.search(path.read_text())] == []


def test_no_assertion_guards_data():
    """`python -O` takes assertions away; raise a named error."""
    found = [
        f"{said(path)}:{node.lineno}"
        for path in source_files()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Assert)
    ]
    assert found == []


def test_every_address_has_a_name():
    def nameless(resolver, prefix=""):
        for pattern in resolver.url_patterns:
            route = f"{prefix}{pattern.pattern}"
            if isinstance(pattern, URLPattern):
                if pattern.name is None:
                    yield route
            elif getattr(pattern, "app_name", None) != "admin":
                yield from nameless(pattern, route)

    assert list(nameless(get_resolver())) == []
