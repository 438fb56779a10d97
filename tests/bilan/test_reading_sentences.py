"""How sentences state figures, form by form, in Arabic and in French: what a number counts, of which
year, with which word; and what a reader must leave to a person."""

from decimal import Decimal

import pytest

from bilan.reading import read

from .texts import make_catalogue

CATALOGUE = make_catalogue()

# A text of 2024, then (indicator, year, value, change, wording, qualifier) of each figure in it.
SENTENCES = {
    # Which noun a number counts.
    "Le nombre d'affaires pénales s'établit à 755.541.": [("cases_total", 2024, 755541, None, "", "")],
    "بلغ عدد القضايا الزجرية المسجلة 755.541.": [("cases_total", 2024, 755541, None, "", "")],
    "656 affaires de blanchiment et 504 de corruption.": [
        ("laundering", 2024, 656, None, "", ""),
        ("corruption", 2024, 504, None, "", ""),
    ],
    "Affaires pénales : le total est de 755.541.": [("cases_total", 2024, 755541, None, "", "")],
    # Lists that share a verb.
    "Les vols sous la menace ont reculé de 24 %, ceux de véhicules de 20 % et ceux avec violence de 12 %.": [
        ("theft_threat", 2024, None, -24, "fall", ""),
        ("car_theft", 2024, None, -20, "fall", ""),
        ("theft_violence", 2024, None, -12, "fall", ""),
    ],
    "Les vols aggravés ont reculé de 24 %, les vols de véhicules, de 20 %.": [
        ("aggravated_theft", 2024, None, -24, "fall", ""),
        ("car_theft", 2024, None, -20, "fall", ""),
    ],
    "تراجعت السرقات تحت التهديد بنسبة ناقص 24 بالمائة، وسرقة السيارات بناقص 20 بالمائة.": [
        ("theft_threat", 2024, None, -24, "fall", ""),
        ("car_theft", 2024, None, -20, "fall", ""),
    ],
    "Les meurtres et les agressions sexuelles ont reculé de 7 et 5 %, respectivement.": [
        ("murder", 2024, None, -7, "fall", ""),
        ("sexual_assault", 2024, None, -5, "fall", ""),
    ],
    "Les affaires de cybercriminalité sont 33 % plus nombreuses que l'an dernier.": [
        ("cyber_cases", 2024, None, 33, "rise", "")
    ],
    "577.775 affaires ont été élucidées sur 639.116.": [
        ("cases_solved", 2024, 577775, None, "", ""),
        ("cases_total", 2024, 639116, None, "", ""),
    ],
    "La police a saisi près de 124 tonnes (123 tonnes et 971 kg) de résine de cannabis.": [
        ("cannabis", 2024, 123971, None, "", "")
    ],
    # Comparison gives a figure of another year.
    "45 réseaux d'immigration clandestine contre 38 l'année précédente.": [
        ("migration_networks", 2024, 45, None, "", ""),
        ("migration_networks", 2023, 38, None, "", ""),
    ],
    "سجلت المصالح 755.541 قضية زجرية مقارنة مع 738.748 قضية خلال نفس الفترة من سنة 2023.": [
        ("cases_total", 2024, 755541, None, "", ""),
        ("cases_total", 2023, 738748, None, "", ""),
    ],
    # Words and qualifiers.
    "Les affaires pénales sont restées stables, à 755.541 affaires.": [
        ("cases_total", 2024, 755541, None, "stable", "")
    ],
    "عرفت القضايا الزجرية استقرارا بتسجيل 755.541 قضية.": [("cases_total", 2024, 755541, None, "stable", "")],
    "Près de 755.541 affaires pénales ont été enregistrées.": [
        ("cases_total", 2024, 755541, None, "", "about")
    ],
    "Plus de 755.541 affaires pénales ont été enregistrées.": [
        ("cases_total", 2024, 755541, None, "", "more_than")
    ],
    "Pas moins de 755.541 affaires pénales ont été enregistrées.": [
        ("cases_total", 2024, 755541, None, "", "at_least")
    ],
    # Indicators are found by folded names; « level » keeps its ordinal.
    "AFFAIRES PENALES ENREGISTREES : 755.541.": [("cases_total", 2024, 755541, None, "", "")],
    "La DGSN est entrée dans la deuxième phase d'exploitation de l'infrastructure numérique.": [
        ("infra_level", 2024, 2, None, "", "")
    ],
    "بلغت المديرية المستوى الثاني من استغلال البنية التحتية الرقمية.": [
        ("infra_level", 2024, 2, None, "", "")
    ],
    # Traps that papers fell into: a place, no quantity; all of a family, and one of it.
    "La DGSN a créé le 24ème arrondissement de police de Marrakech.": [],
    "Les vols aggravés ont reculé de 24 %.": [("aggravated_theft", 2024, None, -24, "fall", "")],
    "Les homicides et violences entraînant la mort ont baissé de 25 %.": [
        ("homicide", 2024, None, -25, "fall", "")
    ],
    "La ligne 19 a reçu 2.098.139 appels.": [("calls19", 2024, 2098139, None, "", "")],
    "CNIE 2.0 : 4.696.069 cartes délivrées.": [("cnie_total", 2024, 4696069, None, "", "")],
}


def told(figure):
    return (
        figure.indicator, figure.year, figure.value, figure.change, figure.wording, figure.qualifier,
    )  # fmt: skip


@pytest.mark.parametrize(("text", "figures"), SENTENCES.items())
def test_a_sentence_states_the_figures_that_a_careful_person_reads_in_it(text, figures):
    assert [told(figure) for figure in read(text, year=2024, catalogue=CATALOGUE).figures] == figures


RATES = {
    "Le taux d'élucidation a progressé de 2 points pour s'établir à 92 %.": "points",
    "Le taux d'élucidation a atteint 92 %, soit +2 %.": "percent",
}


@pytest.mark.parametrize(("text", "change_in"), RATES.items())
def test_points_and_per_cent_are_told_apart_as_the_text_does(text, change_in):
    [figure] = read(text, year=2017, catalogue=CATALOGUE).figures
    assert (figure.value, figure.change, figure.change_in) == (92, 2, change_in)


UNITS = (
    (
        "Création de trois brigades cynotechniques à la préfecture de police de Casablanca, à la sûreté "
        "régionale d'Al Hoceima et à la sûreté provinciale de Safi."
    ),
    "Trois brigades cynotechniques ont été créées à Casablanca, à Al Hoceima et à Safi.",
    (
        "إحداث ثلاث فرق للشرطة السينوتقنية بكل من ولاية أمن الدار البيضاء، والأمن الجهوي بالحسيمة والأمن "
        "الإقليمي بأسفي."
    ),
)


@pytest.mark.parametrize("text", UNITS)
def test_units_are_created_at_each_command_named_and_their_number_is_declared(text):
    reading = read(text, year=2024, catalogue=CATALOGUE)
    assert [(unit.kind, unit.event, unit.command) for unit in reading.units] == [
        ("canine-brigade", "created", command) for command in ("casablanca", "al-hoceima", "safi")
    ]
    assert [(one.indicator, one.value) for one in reading.declared] == [("k9_new", Decimal(3))]


ONE_FIGURE = {
    "أصدرت المديرية 47.914 بطاقة إقامة للأجانب.": ("residence_docs", "47914"),
    "حافظت المصالح على معدل الزجر؛ إذ ناهز %94،34 من إجمالي القضايا المسجلة.": ("clearance_rate", "94.34"),
    "لم تتجاوز الجريمة العنيفة سقف 6،59 بالمائة فقط من الرسم البياني للجريمة.": ("violent_share", "6.59"),
    "شارك 93.415 مترشحة ومترشحا في الاختبارات الكتابية.": ("exam_candidates", "93415"),
    "بلغت العائدات الإجرامية المحجوزة 660 مليون درهم، و240 مليون درهم من هذه المبالغ لغسل الأموال.": (
        "assets_mad",
        "660000000",
    ),
}


@pytest.mark.parametrize(("text", "expected"), ONE_FIGURE.items())
def test_one_figure_is_read(text, expected):
    (figure,) = read(text, year=2024, catalogue=CATALOGUE).figures
    assert (figure.indicator, figure.value) == (expected[0], Decimal(expected[1]))


NO_FIGURES = (
    "شخصت المصالح هويات 65 محرضا، وتم توقيف 50 منهم أحيلوا على العدالة.",
    "نفذت المصالح 4 عمليات للتسليم المراقب، أسفرت عن توقيف 18 شخصا وحجز 11 طنا من الشيرا.",
    "من أكتوبر 2024 إلى دجنبر 2024 حجزت الشرطة 20 طنا من الشيرا.",
)


@pytest.mark.parametrize("text", NO_FIGURES)
def test_numbers_of_other_results_are_offered_and_never_proposed(text):
    reading = read(text, year=2024, catalogue=CATALOGUE)
    assert reading.figures == []
    assert reading.unmatched


TWO_KINDS = (
    "إحداث فرقة للشرطة السينوتقنية بولاية أمن الدار البيضاء، وفرقة لمكافحة العصابات بالأمن الجهوي بالحسيمة.",
    (
        "Création d'une brigade cynotechnique à la préfecture de police de Casablanca et d'une brigade "
        "anti-gangs à la sûreté régionale d'Al Hoceima."
    ),
)


@pytest.mark.parametrize("text", TWO_KINDS)
def test_each_kind_of_unit_of_a_list_is_created_at_its_own_command(text):
    reading = read(text, year=2024, catalogue=CATALOGUE)
    assert [(unit.kind, unit.command) for unit in reading.units] == [
        ("canine-brigade", "casablanca"),
        ("anti-gang-brigade", "al-hoceima"),
    ]


def test_a_unit_of_another_clause_is_not_created():
    text = "تم إحداث فرقة للشرطة السينوتقنية بفاس، كما واصلت فرقة مكافحة العصابات عملها بمراكش."
    (unit,) = read(text, year=2024, catalogue=CATALOGUE).units
    assert unit.kind == "canine-brigade"


def test_a_part_said_after_its_number_is_no_part_of_all_cases():
    text = "عالجت المصالح 8.000 قضية مخدرات، تم استجلاء 7.500 منها."
    reading = read(text, year=2024, catalogue=CATALOGUE)
    assert [(figure.indicator, figure.value) for figure in reading.figures] == [("drug_cases", 8000)]
    assert [left.value for left in reading.unmatched] == [7500]


OTHER_TIMES = {
    "Du 1er janvier 2015 au 10 mai 2022, 24.542 affaires de cybercriminalité.": "other_period",
    "Du 25 mai au 30 juin, la police a arrêté 44.223 personnes.": "other_period",
    "Au premier trimestre 2024, la police a interpellé 124.904 personnes.": "other_period",
    "La semaine du 3 au 9 juin, la police a relevé 1.571 accidents de la circulation.": "other_period",
    "La police a saisi, mardi 29 octobre, 4,4 tonnes de cannabis dans un camion.": "one_operation",
    "L'opération exceptionnelle a permis de délivrer 11.048 cartes nationales.": "one_operation",
    "Selon le ministère de l'Intérieur, 75.184 tentatives d'émigration ont été avortées.": "other_source",
    "Le ministre de l'Intérieur a révélé que 51 tonnes de chira ont été saisies.": "other_source",
    "حسب وزارة الداخلية، تم إحباط 75.184 محاولة للهجرة.": "other_source",
    "Entre janvier et août, la police a saisi 52 tonnes de résine de cannabis.": "other_period",
    "L'Espagne a enregistré 12.400 affaires pénales.": "other_country",
    "من 3 إلى 9 نونبر خلفت الحوادث 1.980 جريحا.": "other_period",
    "ما بين فاتح يناير 2015 ومتم دجنبر 2019 حجزت الشرطة 640 طنا من الشيرا.": "other_period",
    "خلال الفصل الأول من سنة 2024 أوقفت مصالح الأمن 124.904 أشخاص.": "other_period",
}


@pytest.mark.parametrize(("text", "reason"), OTHER_TIMES.items())
def test_what_is_not_of_the_year_of_the_country_is_left_to_a_person_with_the_reason(text, reason):
    reading = read(text, year=2024, catalogue=CATALOGUE)
    assert reading.figures == []
    assert [left.reason for left in reading.unmatched] == [reason]


def test_a_change_of_the_whole_or_of_its_part_is_left_to_a_person():
    text = (
        "La police a saisi 476.923 comprimés psychotropes, dont 145.848 d'ecstasy, soit une baisse de 66 %."
    )
    reading = read(text, year=2020, catalogue=CATALOGUE)
    assert {figure.indicator: figure.value for figure in reading.figures} == {
        "pills": 476923,
        "ecstasy": 145848,
    }
    assert [(left.value, left.reason) for left in reading.unmatched] == [(66, "several")]


def test_a_total_without_a_noun_is_offered_and_never_guessed():
    reading = read("Au total, 755.541 ont été recensées.", year=2024, catalogue=CATALOGUE)
    assert reading.figures == []
    assert [(left.value, left.phrase) for left in reading.unmatched] == [(755541, "ont été recensées")]


@pytest.mark.parametrize(
    "text", ["La police a saisi 67 canots et 47 moteurs.", "حجزت الشرطة 67 قاربا و47 محركا."]
)
def test_things_that_no_indicator_counts_are_offered_with_their_phrase_and_measure(text):
    reading = read(text, year=2024, catalogue=CATALOGUE)
    assert reading.figures == []
    assert [left.value for left in reading.unmatched] == [67, 47]
    assert all(left.phrase for left in reading.unmatched)
