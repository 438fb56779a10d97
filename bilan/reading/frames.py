"""What a sentence is about when it is not the year of the country: a week, a month, one operation, elsewhere.

Numbers of such a sentence are offered to a person with the reason, and never proposed. Reason codes:
``other_period one_operation other_country``.
"""

from .grammar import MOMENTS, MONTHS, SPANS
from .tokens import DIGITS, WORD, folded_words
from .wording import forms

WEEK = folded_words("أسبوع أسبوعي أسبوعية الأسبوعية semaine hebdomadaire")
MONTH_LEADS = folded_words("mois شهر بشهر لشهر")
MONTHS_OF_A_YEAR, SOME_OF_THEM = folded_words("أشهر الأشهر شهور"), folded_words("الأولى الأخيرة الأول")
UP_TO = folded_words("fin jusqu jusque depuis début نهاية متم غاية لغاية منذ بداية مطلع")
OPERATION = folded_words(
    "saisie saisir saisi interpellation arrestation interpellé arrêté permis échec حجز ضبط توقيف "
    "مكنت أسفرت إحباط"
)
COUNTRIES = folded_words(
    "espagne france algérie tunisie belgique italie allemagne portugal turquie égypte mauritanie "
    "إسبانيا اسبانيا "
    "فرنسا الجزائر تونس بلجيكا إيطاليا ألمانيا البرتغال هولندا تركيا مصر موريتانيا"
)
HOME = folded_words(
    "maroc marocain marocaine marocains marocaines royaume المغرب مغربي مغربية المغربية المملكة"
)
TOWARDS = folded_words("avec vers depuis destination provenance مع نحو إلى من باتجاه اتجاه صوب القادمة")


class Frames:
    """Knows of each sentence of one text whether its numbers are another time's or place's."""

    def __init__(self, tokens, wording):
        self.tokens = tokens
        self.wording = wording
        self.weekly = False

    def of(self, first, last):
        """The reason why no number of a sentence (tokens ``first`` to ``last``, excluded) is the year's."""
        words = [k for k in range(first, last) if self.tokens[k].kind == WORD]
        if any(self.says(k, WEEK) for k in words):
            self.weekly = True
        elif any(self.names_year(k) for k in range(first, last)):
            self.weekly = False
        if self.weekly or any(self.is_span(k) for k in words):
            return "other_period"
        if any(self.wording.phrase_at(k, MOMENTS, 3) for k in words) and any(
            self.says(k, OPERATION) for k in words
        ):
            return "one_operation"
        return ""

    def abroad(self, first, last):
        """Whether the last country named between two tokens is another one."""
        for index in range(last - 1, first - 1, -1):
            if self.tokens[index].kind == WORD and self.says(index, HOME):
                return False
            if self.tokens[index].kind == WORD and self.says(index, COUNTRIES):
                return not self.leads_away(index)
        return False

    def says(self, index, words):
        return any(form in words for form in forms(self.tokens[index].key))

    def names_year(self, index):
        key = self.tokens[index].key
        return self.tokens[index].kind == DIGITS and len(key) == 4 and key[:2] in ("19", "20")

    def is_span(self, index):
        if self.wording.phrase_at(index, SPANS, 3):
            return True
        if self.says(index, MONTHS_OF_A_YEAR):
            return any(t.key in SOME_OF_THEM for t in self.tokens[index + 1 : index + 4])
        if not self.says(index, MONTH_LEADS) or self.says(max(index - 1, 0), UP_TO):
            return False
        following = self.tokens[index + 1 : index + 4]
        skipped = [t for t in following if t.key not in ("de", "d", "'", "’")]
        return bool(skipped) and skipped[0].key in MONTHS

    def leads_away(self, index):
        """« vers l'Espagne », « مع إسبانيا »: where to, or with whom."""
        return any(
            self.says(k, TOWARDS) for k in range(max(index - 3, 0), index) if self.tokens[k].kind == WORD
        )
