"""Templates: they compile, are used, bring in nothing foreign and leave no word untranslated."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import TemplateDoesNotExist, engines
from django.template.base import Lexer, TokenType
from django.template.loader import get_template

from .test_house_rules import PACKAGES, ROOT, source_files, tracked

TEMPLATES = {
    str(path.relative_to(folder)): path
    for folder in (ROOT / "templates", *(ROOT / package / "templates" for package in PACKAGES))
    for path in tracked("*templates/*")
    if path.is_relative_to(folder)
}
PAGES = sorted(name for name in TEMPLATES if name.endswith(".html"))
# Django asks for these by name.
# The last one is for what stands in front: a proxy shows it while the site is away.
KNOWN_TO_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html", "503.html"}


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_a_template_compiles(name):
    get_template(name)


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_a_template_is_used(name):
    if name in KNOWN_TO_DJANGO or overrides_another(name):
        return
    places = [*source_files(), *TEMPLATES.values()]
    assert any(name in path.read_text() for path in places if path != TEMPLATES[name]), (
        "nobody names it: delete it"
    )


def overrides_another(name: str) -> bool:
    """True when somebody else's app ships a template of this name, so that ours stands in its place."""
    for loader in engines["django"].engine.template_loaders:
        for child in getattr(loader, "loaders", [loader]):
            for origin in child.get_template_sources(name):
                path = Path(origin.name)
                if (
                    path.exists()
                    and not path.is_relative_to(ROOT / "templates")
                    and "site-packages" in path.parts
                ):
                    return True
    return False


@pytest.mark.parametrize("name", PAGES)
def test_a_template_closes_its_blocks_by_name(name):
    opened = []
    for token in Lexer(TEMPLATES[name].read_text()).tokenize():
        if token.token_type == TokenType.BLOCK and token.contents.startswith("block "):
            opened.append(token.split_contents()[1])
        elif token.token_type == TokenType.BLOCK and token.contents.split()[0] == "endblock":
            block = opened.pop()
            assert token.split_contents()[1:] == [block], (
                f"line {token.lineno}: write {{% endblock {block} %}}"
            )


@pytest.mark.parametrize("name", PAGES)
def test_a_template_loads_nothing_from_another_host(name):
    text = TEMPLATES[name].read_text()
    loaded = re.findall(r"""(?:src|srcset|action|data)\s*=\s*["']?\s*(?:https?:)?//[^"'\s>]+""", text)
    linked = re.findall(r"""<link\b[^>]*\bhref\s*=\s*["']?(?:https?:)?//[^"'\s>]+""", text)
    assert loaded + linked == []


@pytest.mark.parametrize("name", PAGES)
def test_a_template_has_no_inline_script_or_style(name):
    """The content security policy refuses both."""
    text = TEMPLATES[name].read_text()
    found = re.findall(
        r"<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:|<script\b(?![^>]*\bsrc\s*=)[^>]*>", text
    )
    assert [tag for tag in found if "application/ld+json" not in tag and "application/json" not in tag] == []


class Reader(HTMLParser):
    """Collects the words of a page that are not marked for translation; `lang="…"` marks a text as it is."""

    SILENT = {"script", "style", "svg", "code", "kbd", "samp"}
    SPOKEN = {"alt", "title", "placeholder", "aria-label", "aria-description"}
    VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}

    def __init__(self):
        super().__init__()
        self.silenced: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        for name in self.SPOKEN & set(attributes):
            self.collect(attributes[name] or "")
        if tag in self.VOID:
            return
        in_one_language = "lang" in attributes and tag != "html" and "{" not in (attributes["lang"] or "{")
        if self.silenced or tag in self.SILENT or in_one_language:
            self.silenced.append(tag)

    def handle_endtag(self, tag):
        if self.silenced and tag == self.silenced[-1]:
            self.silenced.pop()

    def handle_data(self, data):
        if not self.silenced:
            self.collect(data)

    def collect(self, text):
        self.words += re.findall(r"[^\W\d_]{2,}(?:[ -][^\W\d_]+)*", text)


NAMES_IN_EVERY_LANGUAGE = {
    "Bilan",
    "CSV",
    "XLSX",
    "JSON",
    "PDF",
    "RSS",
    "Atom",
    "API",
    "OpenAPI",
    "XML",
    "SHA",
}


@pytest.mark.parametrize("name", PAGES)
def test_every_word_of_a_template_is_marked_for_translation(name):
    reader, in_translated_block = Reader(), False
    parts = []
    for token in Lexer(TEMPLATES[name].read_text()).tokenize():
        if token.token_type == TokenType.BLOCK:
            word = token.split_contents()[0]
            if word in ("blocktranslate", "blocktrans", "comment"):
                in_translated_block = True
            elif word in ("endblocktranslate", "endblocktrans", "endcomment"):
                in_translated_block = False
        elif token.token_type == TokenType.VAR and not in_translated_block:
            parts.append("{}")
        elif token.token_type == TokenType.TEXT and not in_translated_block:
            parts.append(token.contents)
    reader.feed("".join(parts))
    assert [word for word in reader.words if word not in NAMES_IN_EVERY_LANGUAGE] == []


def test_a_template_that_does_not_exist_is_not_found():
    """The loaders look where these rules look: a name that nobody wrote leads nowhere."""
    with pytest.raises(TemplateDoesNotExist):
        get_template("bilan/nobody_wrote_this.html")
