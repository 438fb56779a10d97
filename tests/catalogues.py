"""The texts for people: every one that the source marks, and the catalogues that hold their translations.

`python -m tests.catalogues` (make messages) brings the catalogues up to date with the source and compiles
them, without gettext's programs. A new or changed text arrives untranslated; the translation of a text that
went is kept at the end of the catalogue as obsolete; nothing is guessed ("fuzzy").
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("ar", "fr")
PLURAL_FORMS = {
    # Unicode's rules: zero, one, two, few (3-10), many (11-99), other.
    "ar": (
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
        "n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;"
    ),
    "fr": "nplurals=2; plural=(n > 1);",
}
PACKAGES = ("bilan", "indicators", "units", "partnerships")
# Function name -> what its leading arguments are.
MARKING = {
    "_": ("msgid",),
    "gettext": ("msgid",),
    "gettext_lazy": ("msgid",),
    "gettext_noop": ("msgid",),
    "ngettext": ("msgid", "plural"),
    "ngettext_lazy": ("msgid", "plural"),
    "pgettext": ("context", "msgid"),
    "pgettext_lazy": ("context", "msgid"),
    "npgettext": ("context", "msgid", "plural"),
    "npgettext_lazy": ("context", "msgid", "plural"),
}


@dataclass
class Text:
    """One text for people, with the files that use it."""

    msgid: str
    context: str | None = None
    plural: str | None = None
    places: set[str] = field(default_factory=set)

    @property
    def key(self) -> tuple[str | None, str]:
        """What a catalogue knows the text by."""
        return self.context, self.msgid


def catalogue(language: str) -> Path:
    """The `.po` file of a language."""
    return ROOT / "bilan" / "locale" / language / "LC_MESSAGES" / "django.po"


def texts_of_source() -> dict[tuple[str | None, str], Text]:
    """Every text that Python code or a template marks for translation, by context and msgid."""
    texts: dict[tuple[str | None, str], Text] = {}
    for path, found in _all_found():
        text = texts.setdefault(found.key, found)
        text.plural = text.plural or found.plural
        text.places.add(str(path.relative_to(ROOT)))
    return texts


def _all_found():
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from ((path, text) for text in texts_of_python(path.read_text(encoding="utf-8")))
    for folder in (ROOT / "templates", *(ROOT / package / "templates" for package in PACKAGES)):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield from ((path, text) for text in texts_of_template(path.read_text(encoding="utf-8")))


def texts_of_python(source: str) -> list[Text]:
    """The texts in calls of gettext and its kin; ValueError where one is not a plain string."""
    texts = []
    for node in ast.walk(ast.parse(source)):
        name = isinstance(node, ast.Call) and _name_of(node.func)
        if name in MARKING and node.args:
            values = [_constant(argument) for argument in node.args[: len(MARKING[name])]]
            texts.append(_text(name, values, node.lineno))
    return texts


def _name_of(function) -> str | None:
    return getattr(function, "id", None) or getattr(function, "attr", None)


def _constant(argument) -> str | None:
    try:
        value = ast.literal_eval(argument)
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def _text(name: str, values: list, line: int) -> Text:
    if None in values or len(values) < len(MARKING[name]):
        raise ValueError(f"line {line}: {name}() takes plain strings, or nobody can gather them")
    return Text(**dict(zip(MARKING[name], values, strict=True)))


# What Django makes of a template for gettext's programs: ` gettext('…') `, ` npgettext('…', '…', '…',n) `.
CALL = re.compile(r"\b(n?p?gettext|_)\(")


def texts_of_template(source: str) -> list[Text]:
    """The texts of `{% translate %}`, `{% blocktranslate %}` and `_("…")` in a template."""
    from django.utils.translation.template import templatize

    texts = []
    prepared = templatize(source)
    for call in CALL.finditer(prepared):
        name, values = call[1], _strings_from(prepared[call.end() :])
        texts.append(_text(name, values[: len(MARKING[name])], prepared.count("\n", 0, call.start()) + 1))
    return texts


STRING = re.compile(r"""\s*(?:u?r?)("(?:[^"\\\n]|\\.|\\\n)*"|'(?:[^'\\\n]|\\.|\\\n)*')\s*,?""", re.S)


def _strings_from(text: str) -> list[str]:
    strings, position = [], 0
    while found := STRING.match(text, position):
        strings.append(ast.literal_eval(found[1]))
        position = found.end()
    return strings


def update(language: str, texts: dict) -> polib.POFile:
    """Bring a language's catalogue up to date with the source, in the order of the texts, and write it."""
    path = catalogue(language)
    known = {}
    if path.exists():
        known = {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(path))}
    fresh = polib.POFile(wrapwidth=110)
    fresh.metadata = {
        "Project-Id-Version": "bilan",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS[language],
    }
    for text in sorted(texts.values(), key=lambda text: (min(text.places), text.msgid, text.context or "")):
        fresh.append(_entry(text, known.pop(text.key, None), language))
    for entry in sorted(known.values(), key=lambda entry: entry.msgid):
        if entry.msgstr or any(entry.msgstr_plural.values()):
            entry.obsolete, entry.occurrences, entry.flags = True, [], []
            fresh.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(path))
    return fresh


def _entry(text: Text, known, language: str) -> polib.POEntry:
    entry = polib.POEntry(msgid=text.msgid, msgctxt=text.context)
    # File names without line numbers: a line that moves changes no catalogue.
    entry.occurrences = [(place, "") for place in sorted(text.places)]
    if known:
        entry.comment, entry.tcomment = known.comment, known.tcomment
    if text.plural is None:
        entry.msgstr = known.msgstr if known else ""
    else:
        entry.msgid_plural = text.plural
        forms = range(int(re.search(r"nplurals=(\d)", PLURAL_FORMS[language])[1]))
        entry.msgstr_plural = {form: (known.msgstr_plural.get(form, "") if known else "") for form in forms}
    if "%(" in text.msgid or "%(" in (text.plural or ""):
        entry.flags = ["python-format"]
    return entry


def main() -> None:
    """Update and compile every catalogue, and say how many texts wait for a translation."""
    texts = texts_of_source()
    for language in LANGUAGES:
        fresh = update(language, texts)
        fresh.save_as_mofile(str(catalogue(language).with_suffix(".mo")))
        waiting = len(fresh.untranslated_entries())
        print(f"{language}: {len(texts)} texts, {waiting} without a translation")  # noqa: T201


if __name__ == "__main__":
    main()
