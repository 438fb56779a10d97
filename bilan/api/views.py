"""The addresses of the API."""

from urllib.parse import urlencode

from .answers import answer, moved, not_found, problem, read_only
from .collections import collections
from .filters import BadParameter, read_query
from .lists import ROOT
from .openapi import document


@read_only
def entrance(request):
    """What there is: every list with its address."""
    lists = {name: f"{ROOT}/{name}" for name in collections()}
    return answer({"lists": lists, "description": f"{ROOT}/openapi.json"})


@read_only
def description(request):
    """The OpenAPI document."""
    return answer(document())


@read_only
def listing(request, name):
    """A page of one list."""
    collection = collections().get(name)
    if collection is None:
        return not_found()
    try:
        ask = read_query(request.GET, collection.filters)
    except BadParameter as bad:
        return problem(400, "Bad Request", f"{bad.name} {bad}.", parameter=bad.name)
    page = collection.page(ask)
    further = _further(request, collection, page)
    response = answer({"items": page.items, "total": page.total, "limit": ask.limit, "next": further})
    if further:
        response.headers["Link"] = f'<{further}>; rel="next"'
    return response


def _further(request, collection, page) -> str | None:
    """The address of the next page."""
    if page.last is None:
        return None
    asked = {name: value for name, value in request.GET.items() if name != "after"}
    return f"{ROOT}/{collection.name}?{urlencode({**asked, 'after': page.last}, safe='~,')}"


@read_only
def item(request, name, key):
    """One item of a list."""
    collection = collections().get(name)
    if collection is None:
        return not_found()
    found = collection.item(key)
    if found is None and (new := collection.moved(key)):
        return moved(collection.address(new))
    found = found or collection.formerly(key)
    return answer(found) if found else not_found()


@read_only
def nothing(request, rest):
    """Any other address below the API's."""
    return not_found()
