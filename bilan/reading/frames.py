"""What a sentence is about when it is not the year of the country: a week, a month, one operation, elsewhere.

Numbers of such a sentence are offered to a person with the reason, and never proposed. Reason codes:
``other_period one_operation other_country other_source``, and ``several`` where a number is of one of the
things named.
"""

from bisect import bisect_left

from bilan.numerals.words import FRENCH_NUMBER_WORDS

from .grammar import CAMPAIGNS, INSTITUTIONS, MOMENTS, MONTHS, SPANS
from .idioms import CAMPAIGN, INSTITUTION, MOMENT, SPAN
from .layout import is_year
from .particles import in_any_form
from .tokens import BREAK, DIGITS, WORD, folded_words

WEEK = folded_words("أسبوع أسبوعي أسبوعية الأسبوعية semaine hebdomadaire")
MONTH_LEADS = folded_words("mois شهر بشهر لشهر")
MONTHS_OF_A_YEAR, SOME_OF_THEM = folded_words("أشهر الأشهر شهور"), folded_words("الأولى الأخيرة الأول")
UP_TO = in_any_form(folded_words("fin jusqu jusque depuis début نهاية متم غاية لغاية منذ بداية مطلع"))
SINCE, TO = folded_words("depuis منذ"), in_any_form(folded_words("au à إلى وإلى حتى"))
FROM, PAST = folded_words("du de من"), folded_words("dernier derniers passé écoulé الماضي المنصرم")
HEADING, LEAD_IN = 3, 8
NEW_YEAR = folded_words("janvier janv يناير")
LATER_MONTHS = MONTHS - NEW_YEAR
# A day or week in which something was said, and not done.
SAYING = folded_words(
    "publié publiées publiés publie publiait rendu annoncé annonce annonçait dévoilé dévoile présenté "
    "indiqué indique révélé révèle rapporté communiqué fait أعلنت أعلن نشرت نشرتها كشفت كشف أفادت أفاد "
    "أوردت قدمت بلاغ الصادرة الصادر صدرت"
)
SAID_BEFORE, SAID_AFTER, RANGE_REACH, LEAD = 5, 8, 6, 4
# What one seizure is found in.
HAULS = folded_words("camion cargaison conteneur ballots remorque fourgon شاحنة شحنة حاوية مقطورة")
OPERATION = folded_words(
    "saisie saisir saisi saisies interpellation arrestation interpellé arrêté permis échec intercepté "
    "intercepter découverte saisie saisis interpellés interpellées arrêtée arrêtés arrêtées interceptés "
    "interceptées حجز ضبط توقيف "
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
TOWARDS = in_any_form(
    folded_words("avec vers depuis destination provenance مع نحو إلى من باتجاه اتجاه صوب القادمة")
)


EVERY_DAY = folded_words(
    "quotidiennement mensuellement hebdomadairement journalier journaliers journalière journalières "
    "يوميا شهريا أسبوعيا"
)
SPAN_OF_DAYS = folded_words("jour mois semaine heure اليوم يوم شهر الشهر أسبوع الأسبوع ساعة")
SPANS_OF_DAYS = folded_words("jours mois semaines heures")
WITHIN = folded_words("en durant pendant espace")
THIS, BETWEEN = folded_words("cette هذا"), in_any_form(folded_words("du entre بين من"))
ACCORDING, QUOTED = folded_words("selon après حسب وفق بحسب"), 16
OF_A_SPAN, UNTIL = UP_TO | TO | BETWEEN, UP_TO | TO
DAY, SINCE_REACH, STOPS = 2, 20, frozenset(".:;")
OF_DAYS = EVERY_DAY | SPAN_OF_DAYS
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
    "opens": frozenset(phrase[0] for phrase in SPANS | MOMENTS | CAMPAIGNS | INSTITUTIONS),
}


# What a word may say of its sentence.
MARKS_OF = {}
for _mark, _words in MARKS.items():
    for _key in in_any_form(_words):
        MARKS_OF.setdefault(_key, []).append(_mark)


ONE_OF_SEVERAL = folded_words(
    "premier premiers première premières second seconds seconde secondes deuxième dernier derniers dernières"
)


class Frames:
    """Knows of each sentence of one text whether its numbers are another time's or place's.

    ``lasting``: the reason that holds for the sentences after a week's report, or one of several years or of
    one campaign, until a year is named; the time that the first figures are of is that of the text.
    """

    def __init__(self, words, wording):
        self.keys, self.kinds = words.keys, words.kinds
        self.idioms = wording.idioms
        self.lasting, self.begun = "", False
        self.first, self.countries = 0, []

    def of(self, first, last):
        """The reason why no number of a sentence (tokens ``first`` to ``last``, excluded) is the year's."""
        self.first, self.countries = first, []
        marks = set()
        for index, key in enumerate(self.keys[first:last], first):
            for mark in MARKS_OF.get(key, ()):
                self.note(mark, index, marks)
            if is_year(key):
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
        if INSTITUTION in marks:
            return "other_source"
        return self.lasting or ("one_operation" if {"moment", "operation"} <= marks else "")

    def note(self, mark, index, marks):
        """Keeps what a word may say of its sentence, once the words around it agree."""
        if mark in ("home", "country"):
            if mark == "home" or not self.leads_away(index):
                self.countries.append((index, mark))
        elif mark == "opens":
            marks.update(kind for kind in (SPAN, MOMENT, CAMPAIGN) if index in self.idioms[kind])
            if index in self.idioms[INSTITUTION] and self.is_quoted(index):
                marks.add(INSTITUTION)
        elif mark in TOLD_BY:
            marks.update(told for told, agrees in TOLD_BY[mark] if agrees(self, index))
        else:
            marks.add(mark)

    def abroad(self, last):
        """Whether the last country that the sentence names before a token is another one."""
        place = bisect_left(self.countries, (last, "")) - 1
        return place >= 0 and self.countries[place][1] == "country"

    def is_month(self, index):
        """« au mois de novembre », and not « à fin novembre », which counts from January on."""
        following = (key for key in self.keys[index + 1 : index + 4] if key not in ("de", "d", "'", "’"))
        return self.keys[index - 1] not in UP_TO and next(following, "") in MONTHS

    def is_quoted(self, index):
        """« selon le ministère de l'Intérieur », « le ministre a indiqué »: of all forces."""
        before = self.keys[max(index - QUOTED, self.first) : index]
        after = self.keys[index : index + SAID_AFTER]
        return not ACCORDING.isdisjoint(before) or not SAYING.isdisjoint(after)

    def are_some(self, index):
        """«الأشهر الأولى»: some months of a year."""
        return not SOME_OF_THEM.isdisjoint(self.keys[index + 1 : index + 4])

    def is_week(self, index):
        """« la semaine du 3 au 9 », and not « publié cette semaine »."""
        return not self.is_said(index)

    def is_reported_week(self, index):
        """« la semaine du 3 au 9 », which a whole report is of, and not « cette semaine »."""
        return self.keys[index - 1] not in THIS and self.is_week(index)

    def is_said(self, index):
        """Whether a day or a week is the one in which something was said."""
        first = max(index - SAID_BEFORE, 0)
        last = index + SAID_AFTER if index - self.first < LEAD else index
        return not SAYING.isdisjoint(self.keys[first:last])

    def is_span_of_days(self, index):
        """« en l'espace de 48 heures », « en trois mois »."""
        counted = self.kinds[index - 1] == DIGITS or self.keys[index - 1] in FRENCH_NUMBER_WORDS
        return counted and not WITHIN.isdisjoint(self.keys[max(index - 3, 0) : index - 1])

    def is_day_after(self, index):
        """« depuis le 20 mars », «منذ 20 مارس»: not from January on."""
        day = next((k for k in range(index + 1, index + 3) if self.is_day(k)), None)
        return day is not None and self.keys[day + 1] in LATER_MONTHS

    def is_day(self, index):
        """Whether digits may be a day of a month."""
        return self.kinds[index] == DIGITS and len(self.keys[index]) <= DAY

    def is_year_after(self, index):
        """« depuis 2004, 24.000 réseaux »: many years together, unless nothing is counted after."""
        following = range(index + 2, min(index + SINCE_REACH, len(self.kinds)))
        stop = next((k for k in following if self.kinds[k] == BREAK or self.keys[k] in STOPS), following.stop)
        counted = (k for k in range(index + 2, stop) if self.kinds[k] == DIGITS)
        return is_year(self.keys[index + 1]) and any(not is_year(self.keys[k]) for k in counted)

    def is_date(self, index):
        """« mardi 29 octobre »: a day on which something was done, and not announced."""
        if not self.is_day(index - 1):
            return False
        alone = OF_A_SPAN.isdisjoint(self.keys[max(index - 4, 0) : index - 1])
        return alone and not self.is_said(index)

    def is_past(self, index):
        """« en décembre dernier »: one month."""
        return self.keys[index + 1] in PAST

    def is_range_of_days(self, index):
        """« du 25 mai au 30 juin », « entre janvier et août »: no year, nor from January on to a day."""
        after = range(index + 1, index + RANGE_REACH)
        end = next((k for k in after if self.keys[k] in MONTHS), index)
        if self.keys[index - 1] == "entre" and self.keys[end - 1] == "et":
            return True
        if self.keys[index] in NEW_YEAR or self.kinds[end - 1] != DIGITS:
            return False
        between, begun = self.keys[index + 1 : end], self.keys[max(index - LEAD_IN, 0) : index]
        if "et" in between and "entre" in begun:
            return True
        return not TO.isdisjoint(between) and not FROM.isdisjoint(begun)

    def are_days_of_a_month(self, index):
        """« du 17 au 23 novembre », «من 17 إلى 23 نونبر»."""
        lead, joint = self.keys[index - 4], self.keys[index - 2]
        days = self.is_day(index - 3) and self.is_day(index - 1)
        return days and joint in TO and lead in BETWEEN

    def is_range_of_months(self, index):
        """« du 1er janvier 2015 au 10 mai 2022 », «من أكتوبر 2025 إلى دجنبر 2025»: from a month of one year
        to one of another, or of the same, but not from January on."""
        year = self.keys[index + 1]
        if not is_year(year):
            return False
        place = next((k for k in range(index + 2, index + 4) if self.keys[k] in UNTIL), 0)
        reach = range(place + 1, place + RANGE_REACH) if place else ()
        ends = (k for k in reach if is_year(self.keys[k]) and self.keys[k - 1] in MONTHS)
        return any(self.keys[k] != year or self.keys[index] not in NEW_YEAR for k in ends)

    def leads_away(self, index):
        """« vers l'Espagne », « مع إسبانيا »: where to, or with whom."""
        return not TOWARDS.isdisjoint(self.keys[max(index - 3, 0) : index])

    def is_of_a_day(self, number, stop):
        """« 2.064 affaires par jour », «2.064 قضية يوميا»: a mean of days, no figure of the year."""
        first, stop = number.last + 1, min(stop, number.last + 12)
        if OF_DAYS.isdisjoint(self.keys[first:stop]):
            return False
        for index in range(first, stop):
            key = self.keys[index]
            if key in ENDS:
                return False
            if key in EVERY_DAY or key in SPAN_OF_DAYS and self.keys[index - 1] in EACH:
                return True
        return False

    def is_one_of_several(self, number, stop):
        """« +5 % pour les premières », « 237 dans le second cas »: a person sees which is meant."""
        first, stop = number.last + 1, min(stop, number.last + 12)
        if ONE_OF_SEVERAL.isdisjoint(self.keys[first:stop]):
            return False
        for index in range(first, stop):
            if self.keys[index] in ENDS:
                return False
            if self.keys[index] in ONE_OF_SEVERAL and self.keys[index - 1] in ("le", "la", "les"):
                return self.kinds[index + 1] != WORD or self.keys[index + 1] in ("cas", "groupe", "et")
        return False


# What a word whose surroundings agree tells of its sentence.
TOLD_BY = {
    "week": (("span", Frames.is_week), ("lasts", Frames.is_reported_week)),
    "months": (("span", Frames.are_some),),
    "month": (("span", Frames.is_month),),
    "days": (("span", Frames.is_span_of_days),),
    "since": (("lasts", Frames.is_day_after), ("span", Frames.is_year_after)),
    "named month": (
        ("moment", Frames.is_date),
        ("span", Frames.is_past),
        ("span", Frames.are_days_of_a_month),
        ("lasts", Frames.is_range_of_days),
        ("lasts", Frames.is_range_of_months),
    ),
}
