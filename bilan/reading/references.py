"""What a sentence takes up of the one before: « dans ce domaine », « de cette drogue », «هذا المخدر»."""

from .lexicon import STRONG, concepts_of, kind_of
from .phrases import NARROWER
from .tokens import WORD, folded_words
from .wording import forms

THIS = folded_words("ce cet cette ces هذا هذه هذين هاته ذات نفس")
FIELDS = folded_words("domaine registre phénomène volet chapitre fléau مجال ظاهرة باب إطار")


def taken_up(tokens, first, last, context):
    """{token: subjects} of the words that point back to ``context`` (concept → token)."""
    if not context:
        return {}
    return {
        index + 1: subjects
        for index in range(first, last - 1)
        if tokens[index].key in THIS and tokens[index + 1].kind == WORD
        for subjects in [subjects_meant(tokens[index + 1].key, context)]
        if subjects
    }


def subjects_meant(key, context):
    """The subject said last, when « ce » leads to a word that may stand for it: any field of work, or a wider
    subject."""
    wider = {concept for concept in concepts_of(key) if kind_of(concept) == STRONG}
    if any(form in FIELDS for form in forms(key)):
        meant = tuple(context)
    else:
        meant = tuple(c for c in context if c not in wider and NARROWER.get(c, set()) & wider)
    return (max(meant, key=context.get),) if meant else ()
