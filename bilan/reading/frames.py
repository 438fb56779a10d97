"""What a sentence is about when it is not the year of the country: a week, a month, one operation, elsewhere.

Numbers of such a sentence are offered to a person with the reason, and never proposed. Reason codes:
``other_period one_operation other_country``.
"""

from bisect import bisect_left
from functools import lru_cache

from .grammar import MOMENTS, MONTHS, SPANS
from .tokens import DIGITS, MARK, WORD, folded_words
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


EVERY_DAY = folded_words(
    "quotidiennement mensuellement hebdomadairement journalier journaliers journalière journalières "
    "يوميا شهريا أسبوعيا"
)
SPAN_OF_DAYS = folded_words("jour mois semaine heure اليوم يوم شهر الشهر أسبوع الأسبوع ساعة")
EACH = folded_words("par chaque كل في")
ENDS = frozenset(",،;؛:)]»…")
MARKS = {
    "week": WEEK,
    "operation": OPERATION,
    "country": COUNTRIES,
    "home": HOME,
    "months": MONTHS_OF_A_YEAR,
    "month": MONTH_LEADS,
    "opens": frozenset(phrase[0] for phrase in SPANS | MOMENTS),
}


@lru_cache(maxsize=65536)
def marks_of(key):
    """What a word may say of its sentence."""
    return tuple(mark for mark, words in MARKS.items() if any(form in words for form in forms(key)))


def is_year(key):
    """Whether digits are those of a year."""
    return len(key) == 4 and key[:2] in ("19", "20")


class Frames:
    """Knows of each sentence of one text whether its numbers are another time's or place's."""

    def __init__(self, tokens, wording):
        self.tokens = tokens
        self.wording = wording
        self.weekly = False
        self.countries = []

    def of(self, first, last):
        """The reason why no number of a sentence (tokens ``first`` to ``last``, excluded) is the year's."""
        self.countries = []
        marks = set()
        for index in range(first, last):
            token = self.tokens[index]
            if token.kind == WORD:
                for mark in marks_of(token.key):
                    self.note(mark, index, marks)
            elif token.kind == DIGITS and is_year(token.key):
                marks.add("year")
        if "week" in marks:
            self.weekly = True
        elif "year" in marks:
            self.weekly = False
        if self.weekly or "span" in marks:
            return "other_period"
        return "one_operation" if {"moment", "operation"} <= marks else ""

    def note(self, mark, index, marks):
        """Keeps what a word may say of its sentence, once the words after it agree."""
        if mark in ("home", "country"):
            if mark == "home" or not self.leads_away(index):
                self.countries.append((index, mark))
        elif mark == "opens":
            if self.wording.phrase_at(index, SPANS, 3):
                marks.add("span")
            if self.wording.phrase_at(index, MOMENTS, 3):
                marks.add("moment")
        elif mark == "months":
            if any(t.key in SOME_OF_THEM for t in self.tokens[index + 1 : index + 4]):
                marks.add("span")
        elif mark == "month":
            if self.is_month(index):
                marks.add("span")
        else:
            marks.add(mark)

    def abroad(self, last):
        """Whether the last country that the sentence names before a token is another one."""
        place = bisect_left(self.countries, (last, "")) - 1
        return place >= 0 and self.countries[place][1] == "country"

    def says(self, index, words):
        return any(form in words for form in forms(self.tokens[index].key))

    def is_month(self, index):
        """« au mois de novembre », and not « à fin novembre », which counts from January on."""
        if index and self.says(index - 1, UP_TO):
            return False
        following = self.tokens[index + 1 : index + 4]
        skipped = [t for t in following if t.key not in ("de", "d", "'", "’")]
        return bool(skipped) and skipped[0].key in MONTHS

    def leads_away(self, index):
        """« vers l'Espagne », « مع إسبانيا »: where to, or with whom."""
        return any(
            self.says(k, TOWARDS) for k in range(max(index - 3, 0), index) if self.tokens[k].kind == WORD
        )

    def is_of_a_day(self, number, stop):
        """« 2.064 affaires par jour », «2.064 قضية يوميا»: a mean of days, no figure of the year."""
        for index in range(number.last + 1, min(stop, number.last + 12)):
            if self.tokens[index].kind == MARK and self.tokens[index].key in ENDS:
                return False
            if self.tokens[index].key in EVERY_DAY:
                return True
            if self.tokens[index].key in SPAN_OF_DAYS and self.tokens[index - 1].key in EACH:
                return True
        return False
