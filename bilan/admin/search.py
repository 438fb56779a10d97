"""Search that reads Arabic as people write it: folded spelling, any order of words."""

from collections import defaultdict
from functools import lru_cache

from django.db.models import Q

from bilan.folding import fold_arabic


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """A text's folded form, kept: the same names are folded at every search."""
    return fold_arabic(text)


class FoldedSearch:
    """For a ModelAdmin: `search_fields` names columns, of the record or of what it points to.

    Each word must stand in one of them, spelling folded on both sides. Columns are folded in Python, so only
    those of small tables belong here: a big one is found by the names that it points to, through their keys,
    which its indexes know; SQLite and PostgreSQL answer alike.
    """

    def get_search_results(self, request, queryset, search_term):
        """The stock method's place and answer: (queryset, whether it may hold twins)."""
        words = fold_arabic(search_term).split()
        if not words:
            return queryset, False
        texts = self._texts(queryset.model)
        for word in words:
            queryset = queryset.filter(_found(texts, word))
        return queryset, False

    def _texts(self, model) -> dict:
        """By relation ("" for the record itself): [(key, folded text of its columns), …]."""
        columns = defaultdict(list)
        for name in self.search_fields:
            relation, _split, column = name.rpartition("__")
            columns[relation].append(column)
        return {
            relation: [
                (key, "\n".join(folded(str(text)) for text in texts if text not in (None, "")))
                for key, *texts in _model_at(model, relation)._base_manager.values_list("pk", *names)
            ]
            for relation, names in columns.items()
        }


def _model_at(model, relation: str):
    for part in relation.split("__") if relation else ():
        model = model._meta.get_field(part).related_model
    return model


def _found(texts: dict, word: str) -> Q:
    either = Q()
    for relation, rows in texts.items():
        keys = [key for key, text in rows if word in text]
        either |= Q(**{f"{relation or 'pk'}__in": keys})
    return either
