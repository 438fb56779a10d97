"""What a sentence takes up of the one before: « dans ce domaine », « de cette drogue », «هذا المخدر»."""

from .lexicon import STRONG, concepts_of_kinds
from .particles import in_any_form
from .phrases import NARROWER
from .tokens import folded_words

THIS = folded_words("ce cet cette ces هذا هذه هذين هاته ذات نفس")
FIELDS = in_any_form(folded_words("domaine registre phénomène volet chapitre fléau مجال ظاهرة باب إطار نوع"))
SUBJECTS = concepts_of_kinds(STRONG)


def taken_up(words, first, last, context):
    """{token: subjects} of the words that point back to ``context`` (concept → token)."""
    if not context or THIS.isdisjoint(words.keys[first:last]):
        return {}
    return {
        index + 1: subjects
        for index, key in enumerate(words.keys[first : last - 1], first)
        if key in THIS
        for subjects in [subjects_meant(words.keys[index + 1], words.concepts[index + 1], context)]
        if subjects
    }


def subjects_meant(key, concepts, context):
    """The subject said last, when « ce » leads to a word that may stand for it: any field of work, or a wider
    subject."""
    wider = SUBJECTS.intersection(concepts)
    if key in FIELDS:
        meant = tuple(context)
    else:
        meant = tuple(c for c in context if c not in wider and NARROWER.get(c, set()) & wider)
    return (max(meant, key=context.get),) if meant else ()
