"""Fixed phrases of the grammar, found in one walk over a text along a tree of their words."""

from .grammar import (
    CAMPAIGNS,
    COMPARED_PHRASES,
    INSTITUTIONS,
    LAST_YEAR,
    MOMENTS,
    QUALIFIERS,
    SHARE_PHRASES,
    SPANS,
)
from .particles import forms, in_any_form

COMPARED, LAST, SHARE = "compared", "last year", "share"
SPAN, MOMENT, CAMPAIGN, INSTITUTION = "span", "moment", "campaign", "institution"
TABLES = {
    COMPARED: COMPARED_PHRASES,
    LAST: LAST_YEAR,
    SHARE: SHARE_PHRASES,
    SPAN: SPANS,
    MOMENT: MOMENTS,
    CAMPAIGN: CAMPAIGNS,
    INSTITUTION: INSTITUTIONS,
    **dict(QUALIFIERS),
}
APOSTROPHES = frozenset("'’")
# Under this key a node of the tree names the tables of the phrases that end there.
TOLD = None


def tree_of(tables):
    """{first word: {second word: … {TOLD: tables}}} of every phrase."""
    tree = {}
    for table, phrases in tables.items():
        for phrase in phrases:
            node = tree
            for word in phrase:
                node = node.setdefault(word, {})
            node.setdefault(TOLD, []).append(table)
    return tree


TREE = tree_of(TABLES)
OPENED_BY = {key: [TREE[form] for form in forms(key) if form in TREE] for key in in_any_form(TREE.keys())}


def idioms_of(words):
    """{table: {place: length}} of the longest phrase of each table at each word; apostrophes do not count as
    words, particles may be stuck to the first one."""
    found = {table: {} for table in TABLES}
    for place, key in enumerate(words.keys):
        for node in OPENED_BY.get(key, ()):
            for table, length in phrases_at(words.keys, place, node):
                found[table][place] = max(found[table].get(place, 0), length)
    return found


def phrases_at(keys, place, node):
    """(table, length) of the phrases of a branch whose first word stands at a place."""
    position = place
    while node is not None:
        for table in node.get(TOLD, ()):
            yield table, position - place + 1
        position += 1
        while keys[position] in APOSTROPHES:
            position += 1
        node = node.get(keys[position])
