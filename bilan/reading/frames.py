"""What a sentence is about when it is not the year of the country: a week, a month, one operation, elsewhere.

Numbers of such a sentence are offered to a person with the reason, and never proposed. Reason codes:
``other_period one_operation other_country``, and ``several`` where a number is of one thing of those named.
"""

from bisect import bisect_left
from functools import lru_cache

from bilan.numerals.words import FRENCH_NUMBER_WORDS

from .grammar import CAMPAIGNS, MOMENTS, MONTHS, SPANS
from .tokens import DIGITS, MARK, WORD, folded_words
from .wording import forms

WEEK = folded_words("أسبوع أسبوعي أسبوعية الأسبوعية semaine hebdomadaire")
MONTH_LEADS = folded_words("mois شهر بشهر لشهر")
MONTHS_OF_A_YEAR, SOME_OF_THEM = folded_words("أشهر الأشهر شهور"), folded_words("الأولى الأخيرة الأول")
UP_TO = folded_words("fin jusqu jusque depuis début نهاية متم غاية لغاية منذ بداية مطلع")
SINCE, TO = folded_words("depuis منذ"), folded_words("au à إلى وإلى حتى")
FROM, PAST = folded_words("du de من"), folded_words("dernier derniers passé écoulé الماضي المنصرم")
HEADING, LEAD_IN = 3, 8
NEW_YEAR = folded_words("janvier janv يناير")
# A day or week in which something was said, and not done.
SAYING = folded_words(
    "publié publiées publiés publie publiait rendu annoncé annonce annonçait dévoilé dévoile présenté "
    "indiqué indique révélé révèle rapporté communiqué fait أعلنت أعلن نشرت نشرتها كشفت كشف أفادت أفاد "
    "أوردت قدمت بلاغ"
)
SAID_BEFORE, SAID_AFTER, RANGE_REACH, LEAD = 5, 8, 6, 4
# What one seizure is found in.
HAULS = folded_words("camion cargaison conteneur ballots remorque fourgon شاحنة شحنة حاوية مقطورة")
OPERATION = folded_words(
    "saisie saisir saisi saisies interpellation arrestation interpellé arrêté permis échec intercepté "
    "intercepter découverte حجز ضبط توقيف "
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
SPANS_OF_DAYS = folded_words("jours mois semaines heures")
WITHIN = folded_words("en durant pendant espace")
THIS, BETWEEN = folded_words("cette هذا"), folded_words("du entre بين من")
DAY = 2
EACH = folded_words("par chaque كل في")
ENDS = frozenset(",،;؛:)]»…")
MARKS = {
    "week": WEEK,
    "operation": OPERATION,
    "country": COUNTRIES,
    "home": HOME,
    "months": MONTHS_OF_A_YEAR,
    "month": MONTH_LEADS,
    "moment": HAULS,
    "days": SPANS_OF_DAYS,
    "since": SINCE,
    "named month": MONTHS,
    "opens": frozenset(phrase[0] for phrase in SPANS | MOMENTS | CAMPAIGNS),
}


@lru_cache(maxsize=65536)
def marks_of(key):
    """What a word may say of its sentence."""
    return tuple(mark for mark, words in MARKS.items() if any(form in words for form in forms(key)))


ONE_OF_SEVERAL = folded_words(
    "premier premiers première premières second seconds seconde secondes deuxième dernier derniers dernières"
)


def is_year(key):
    """Whether digits are those of a year."""
    return len(key) == 4 and key[:2] in ("19", "20")


class Frames:
    """Knows of each sentence of one text whether its numbers are another time's or place's.

    ``lasting``: the reason that holds for the sentences after a week's report, or one of several years or of
    one campaign, until a year is named; the time that the first figures are of is that of the text.
    """

    def __init__(self, tokens, wording):
        self.tokens = tokens
        self.wording = wording
        self.lasting, self.begun = "", False
        self.first, self.countries = 0, []

    def of(self, first, last):
        """The reason why no number of a sentence (tokens ``first`` to ``last``, excluded) is the year's."""
        self.first, self.countries = first, []
        marks = set()
        for index in range(first, last):
            token = self.tokens[index]
            if token.kind == WORD:
                for mark in marks_of(token.key):
                    self.note(mark, index, marks)
            elif token.kind == DIGITS and is_year(token.key):
                marks.add("year")
        if "lasts" in marks or "campaign" in marks:
            self.lasting = "other_period" if "lasts" in marks else "one_operation"
        elif "span" in marks and not self.begun:
            self.lasting = "other_period"
        elif "year" in marks:
            self.lasting = ""
        self.begun = self.begun or last - first > HEADING
        if "span" in marks:
            return "other_period"
        return self.lasting or ("one_operation" if {"moment", "operation"} <= marks else "")

    def note(self, mark, index, marks):
        """Keeps what a word may say of its sentence, once the words around it agree."""
        if mark in ("home", "country"):
            if mark == "home" or not self.leads_away(index):
                self.countries.append((index, mark))
        elif mark == "opens":
            marks.update(kind for kind, phrases in OPENED if self.wording.phrase_at(index, phrases, 3))
        elif mark in TOLD_BY:
            marks.update(told for told, agrees in TOLD_BY[mark] if agrees(self, index))
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

    def are_some(self, index):
        """«الأشهر الأولى»: some months of a year."""
        return any(t.key in SOME_OF_THEM for t in self.tokens[index + 1 : index + 4])

    def is_week(self, index):
        """« la semaine du 3 au 9 », and not « publié cette semaine »."""
        return not self.is_said(index)

    def is_reported_week(self, index):
        """« la semaine du 3 au 9 », which a whole report is of, and not « cette semaine »."""
        return self.tokens[index - 1].key not in THIS and self.is_week(index)

    def is_said(self, index):
        """Whether a day or a week is the one in which something was said."""
        before, after = max(index - SAID_BEFORE, 0), index + SAID_AFTER
        if any(t.kind == WORD and t.key in SAYING for t in self.tokens[before:index]):
            return True
        return index - self.first < LEAD and any(t.key in SAYING for t in self.tokens[index:after])

    def is_span_of_days(self, index):
        """« en l'espace de 48 heures », « en trois mois »."""
        counted = index and (
            self.tokens[index - 1].kind == DIGITS or self.tokens[index - 1].key in FRENCH_NUMBER_WORDS
        )
        return counted and any(t.key in WITHIN for t in self.tokens[max(index - 3, 0) : index - 1])

    def is_day_after(self, index):
        """« depuis le 20 mars », «منذ 20 مارس»: not from January on."""
        following = self.tokens[index + 1 : index + 4]
        days = [k for k, t in enumerate(following) if t.kind == DIGITS and len(t.key) <= DAY]
        month = following[days[0] + 1].key if days and days[0] + 1 < len(following) else ""
        return month in MONTHS and month not in NEW_YEAR

    def is_date(self, index):
        """« mardi 29 octobre »: a day on which something was done, and not announced."""
        day = self.tokens[index - 1] if index else None
        if day is None or day.kind != DIGITS or len(day.key) > DAY:
            return False
        span = any(self.says(k, UP_TO | TO | BETWEEN) for k in range(max(index - 4, 0), index - 1))
        return not span and not self.is_said(index)

    def is_past(self, index):
        """« en décembre dernier »: one month."""
        return index + 1 < len(self.tokens) and self.tokens[index + 1].key in PAST

    def is_range_of_days(self, index):
        """« du 25 mai au 30 juin », « entre août et le 23 octobre »: not from January on."""
        if self.tokens[index].key in NEW_YEAR:
            return False
        after = self.tokens[index + 1 : index + RANGE_REACH]
        ends = [k for k, t in enumerate(after) if t.kind == WORD and t.key in MONTHS]
        if not ends or after[ends[0] - 1].kind != DIGITS:
            return False
        between = {t.key for t in after[: ends[0]]}
        begun = {t.key for t in self.tokens[max(index - LEAD_IN, 0) : index]}
        return bool(between & TO and begun & FROM) or bool("et" in between and "entre" in begun)

    def is_range_of_years(self, index):
        """« du 1er janvier 2015 au 10 mai 2022 »: from a month of one year to one of another."""
        year = self.tokens[index + 1].key if index + 1 < len(self.tokens) else ""
        if not is_year(year):
            return False
        place = next((k for k in range(index + 2, index + 4) if self.is_among(k, TO)), 0)
        reach = range(place + 1, min(place + RANGE_REACH, len(self.tokens))) if place else ()
        ends = (k for k in reach if is_year(self.tokens[k].key) and self.tokens[k - 1].key in MONTHS)
        return any(self.tokens[k].key != year for k in ends)

    def is_among(self, index, words):
        return index < len(self.tokens) and self.tokens[index].kind == WORD and self.says(index, words)

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

    def is_one_of_several(self, number, stop):
        """« +5 % pour les premières », « 237 dans le second cas »: a person sees which is meant."""
        for index in range(number.last + 1, min(stop, number.last + 12)):
            if self.tokens[index].kind == MARK and self.tokens[index].key in ENDS:
                return False
            if self.tokens[index].key in ONE_OF_SEVERAL and self.tokens[index - 1].key in ("le", "la", "les"):
                after = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
                return after is None or after.kind != WORD or after.key in ("cas", "groupe", "et")
        return False


# What a phrase, or a word whose surroundings agree, tells of its sentence.
OPENED = (("span", SPANS), ("moment", MOMENTS), ("campaign", CAMPAIGNS))
TOLD_BY = {
    "week": (("span", Frames.is_week), ("lasts", Frames.is_reported_week)),
    "months": (("span", Frames.are_some),),
    "month": (("span", Frames.is_month),),
    "days": (("span", Frames.is_span_of_days),),
    "since": (("lasts", Frames.is_day_after),),
    "named month": (
        ("moment", Frames.is_date),
        ("span", Frames.is_past),
        ("lasts", Frames.is_range_of_days),
        ("lasts", Frames.is_range_of_years),
    ),
}
