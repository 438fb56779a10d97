import brotli
import pytest

from bilan import environment, shelf
from bilan.shelf import Page, Shelf

HTML = [("Content-Type", "text/html")]


def test_a_page_keeps_its_body_compressed_and_gives_it_in_any_encoding():
    body = b"page " * 400
    page = Page.of("1", HTML, body)
    assert page.size < len(body) + shelf.OVERHEAD
    assert page.body("") == body
    assert brotli.decompress(page.body("br")) == body


def test_what_is_compressed_already_is_kept_as_it_is():
    page = Page.of("1", [("Content-Type", "application/pdf")], b"%PDF")
    assert page.best("br") == ""
    assert page.body("") == b"%PDF"


def test_memory_is_bounded_and_the_least_used_page_goes_first(monkeypatch):
    monkeypatch.setattr(shelf, "KEPT_BYTES", 3 * (shelf.OVERHEAD + 4))
    pages = Shelf()
    for name in "abc":
        pages.put(("", name), Page.of("1", [], b"page"))
    pages.get(("", "a"))
    pages.put(("", "d"), Page.of("1", [], b"page"))
    assert [name for name in "abcd" if pages.get(("", name))] == ["a", "c", "d"]


def test_a_newer_page_takes_the_place_of_the_older_one():
    pages = Shelf()
    for epoch in "123":
        pages.put(("", "a"), Page.of(epoch, [], b"page"))
    assert len(pages) == 1
    assert pages.get(("", "a")).epoch == "3"


@pytest.fixture
def shared(settings):
    """Two processes' shelves with one cache behind them."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "shared"}
    settings.CACHES = {**settings.CACHES, "pages": memory}
    yield Shelf(), Shelf()
    shelf.caches["pages"].clear()


def test_a_shared_page_is_rendered_once_for_all_processes(shared):
    here, there = shared
    here.put(("http://localhost", "/ar/"), Page.of("1", HTML, b"page " * 400))
    found = there.get_shared(("http://localhost", "/ar/"), "1")
    assert found.body("") == b"page " * 400
    assert there.get(("http://localhost", "/ar/")) is found
    assert there.get_shared(("http://localhost", "/ar/"), "2") is None
    assert there.get_shared(("http://other", "/ar/"), "1") is None


def test_a_shared_cache_that_does_not_answer_costs_a_render_and_no_more(monkeypatch, settings, caplog):
    monkeypatch.setenv("CACHE_URL", "redis://127.0.0.1:1/0")
    settings.CACHES = environment.caches("CACHE_URL")
    pages = Shelf()
    page = Page.of("1", [], b"page")
    pages.put(("", "a"), page)
    assert pages.get(("", "a")) is page
    assert pages.get_shared(("", "b"), "1") is None
    assert "cannot be" in caplog.text


def test_another_version_of_the_code_has_pages_of_its_own(shared, monkeypatch):
    here, there = shared
    here.put(("", "a"), Page.of("1", [], b"old"))
    monkeypatch.setattr(shelf, "code_version", lambda: "newer")
    assert there.get_shared(("", "a"), "1") is None
