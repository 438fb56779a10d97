"""What every public page writes the same way: numbers, changes, dates, names, ranks and words of a text.

Numbers read left to right inside any text, so each one leaves here isolated for direction. A value that
the site computed always carries a dashed outline; a published one never does.
"""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from bilan import charts
from bilan.models import Command, in_language
from bilan.numerals import write, write_percent

from .keeping import kept_by_language

register = template.Library()

LANGUAGE_NAMES = (("ar", "العربية"), ("fr", "Français"), ("en", "English"))
# Moroccan usage: the months as the communiqués write them, not as other Arab countries do.
MONTHS = {
    "ar": "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}
RANK_SHAPES = {
    "official": "M16 8L12.88 10.02L13.66 13.66L10.02 12.88L8 16L5.98 12.88L2.34 13.66L3.12 10.02L0 8"
    "L3.12 5.98L2.34 2.34L5.98 3.12L8 0L10.02 3.12L13.66 2.34L12.88 5.98Z",
    "agency": "M2.5 2.5H13.5V13.5H2.5Z",
    "press": "M4.4 8A3.6 3.6 0 1 0 11.6 8A3.6 3.6 0 1 0 4.4 8Z",
}
STAR = (
    "M23.5 12L20.13 15.37L20.13 20.13L15.37 20.13L12 23.5L8.63 20.13L3.87 20.13L3.87 15.37L.5 12"
    "L3.87 8.63L3.87 3.87L8.63 3.87L12 .5L15.37 3.87L20.13 3.87L20.13 8.63Z"
)


def language() -> str:
    """Return the language of the page: ``ar``, ``fr`` or ``en``."""
    return (get_language() or "ar")[:2]


def isolated(text: str) -> str:
    """Return a number or a Latin name as markup that keeps left to right inside any text."""
    return format_html('<bdi dir="ltr" class="num">{}</bdi>', text)


def change_text(value: Decimal, unit: str = "percent", *, decimals: int | None = None) -> str:
    """Write a change with its sign: ``−10 %``, or ``+2 points``; the number isolated, its unit a word."""
    if unit == "points":
        figure = isolated(write(value, language(), decimals=decimals, sign=True))
        words = _("%(number)s points")
        return format_html('<span class="num">{}</span>', mark_safe(escape(words) % {"number": figure}))
    if decimals is None:
        return isolated(write_percent(value, language()))
    gap = "" if language() == "en" else "\u00a0"
    return isolated(f"{write(value, language(), decimals=decimals, sign=True)}{gap}%")


def direction(value: Decimal) -> str:
    """Return the class of a change; a fall and a rise are directions, not judgements."""
    if value == 0:
        return "level"
    return "fall" if value < 0 else "rise"


@register.filter
@kept_by_language
def number(value) -> str:
    """A figure as published, digits grouped as the page's language does; nothing for None."""
    return "" if value is None else isolated(write(Decimal(value), language()))


@register.filter
@kept_by_language
def percent(value) -> str:
    """A share or a rate, without sign: ``94,43 %``."""
    return "" if value is None else isolated(write_percent(Decimal(value), language(), sign=False))


@register.simple_tag
def measured(value, indicator) -> str:
    """A published value in its indicator's own writing: a rate or a share with its per cent sign."""
    if indicator.get("kind") in ("rate", "share"):
        return percent(value)
    return number(value)


@register.filter
@kept_by_language
def change(value, unit="percent") -> str:
    """A published change, coloured by its direction and never framed."""
    if value is None:
        return ""
    value = Decimal(value)
    return format_html('<span class="{}">{}</span>', direction(value), change_text(value, unit))


@register.simple_tag
@kept_by_language
def computed(value, unit="percent", tag=True) -> str:
    """A change that the site computed: dashed outline, two decimals, and the word that says so."""
    value = Decimal(value)
    word = format_html('<span class="tag">{}</span>', _("computed")) if tag else ""
    return format_html(
        '<span class="computed"><span class="boxed {}">{}</span>{}</span>',
        direction(value),
        change_text(value, unit, decimals=2),
        word,
    )


@register.filter
@kept_by_language
def ltr(text) -> str:
    """A Latin name, a range of years or a file type: ``GMS 99``, ``2017–2024``."""
    return isolated(str(text))


@register.filter
def localname(record, field="name") -> str:
    """The text of a record (or of a release's labels) in the page's language; Arabic where it has none."""
    return in_language(record, field) if record else ""


@register.filter
def without_year(title, year) -> str:
    """A title whose year already stands above it."""
    return str(title).replace(str(year), "").strip()


@register.filter
def range_of(first, last) -> str:
    """Years from one to another, isolated for direction: ``2017–2024``; one year when they are equal."""
    return isolated(f"{first}–{last}" if first != last else f"{first}")


@register.filter
def is_rendering(record, field="name") -> bool:
    """Whether a text has no wording in the page's language, so that the Arabic stands for it."""
    read = record.get if isinstance(record, dict) else lambda key: getattr(record, key, "")
    return language() != "ar" and not read(f"{field}_{language()}")


@register.filter
def get(mapping, key):
    """The value of a key in a dictionary; nothing where it is absent."""
    return mapping.get(key) if mapping else None


@register.filter
def day(value) -> str:
    """A date in words of the page's language: ``24 دجنبر 2024``; takes a date, a time or its ISO form."""
    if not value:
        return ""
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    name = MONTHS[language()].split()[value.month - 1]
    number_of_day = "1er" if language() == "fr" and value.day == 1 else value.day
    return f"{number_of_day}\u00a0{name}\u00a0{value.year}"


@register.filter
def moment(value) -> str:
    """A date and time on the directorate's clock: ``24 دجنبر 2024، 10:30``."""
    if not value:
        return ""
    comma = "،" if language() == "ar" else ","
    return format_html("{}{} {}", day(value), comma, isolated(f"{timezone.localtime(value):%H:%M}"))


def rank_word(name: str) -> str:
    """Return the word for the rank of a source."""
    return {
        "official": pgettext("rank of a source", "Official"),
        "agency": pgettext("rank of a source", "Agency"),
        "press": pgettext("rank of a source", "Press"),
    }[name]


@register.simple_tag
@kept_by_language
def rank(name, after="") -> str:
    """The rank of a source: its shape and its word, then what follows (a title, an address)."""
    if after:
        after = format_html("<bdi>{}</bdi>", after)
    return format_html(
        '<span class="rank"><svg class="rank-mark" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>{}{}{}</span>',
        RANK_SHAPES[name],
        rank_word(name),
        " · " if after else "",
        after,
    )


def wording_text(name: str) -> str:
    """The word of a text for stability, a rise or a fall."""
    words = {
        "stable": pgettext("word of a text", "Stability"),
        "rise": pgettext("word of a text", "Rise"),
        "fall": pgettext("word of a text", "Fall"),
    }
    return words[name]


@register.filter
@kept_by_language
def wording(name) -> str:
    """The word that a text uses in place of a number, as heavy as one."""
    return format_html('<strong class="word">{}</strong>', wording_text(name)) if name else ""


@register.filter
def level_word(name) -> str:
    """The level of a command in words."""
    return Command.Level(name).label if name in Command.Level.values else ""


@register.filter
def event_word(name) -> str:
    """What happened to a unit, in words."""
    words = {
        "created": pgettext("unit", "created"),
        "extended": pgettext("unit", "extended"),
        "moved": pgettext("unit", "moved"),
        "closed": pgettext("unit", "closed"),
    }
    return words[name]


@register.filter
def listed(items) -> str:
    """Short items as the page's language lists them: ``2023، 2024``."""
    return ("، " if language() == "ar" else ", ").join(map(str, items))


@register.filter
def joined(names) -> str:
    """Names one after the other, each isolated for direction."""
    return format_html_join(" · ", "<bdi>{}</bdi>", ((name,) for name in names))


@register.filter
def as_stated(value) -> str:
    """One cell of a row as a page writes it: a number isolated, a text as it is, a dash for nothing."""
    if value in (None, ""):
        return "–"
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, date):
        return day(value)
    return format_html("<bdi>{}</bdi>", value)


@register.filter
def change_word(kind) -> str:
    """What a correction did to a row."""
    words = {
        "added": pgettext("row of a correction", "added"),
        "changed": pgettext("row of a correction", "changed"),
        "removed": pgettext("row of a correction", "removed"),
    }
    return words[kind]


@register.filter
def column_word(name) -> str:
    """A column of the files in words, where it has a word; its name otherwise."""
    words = {
        "value": _("Value"),
        "change": _("Published change"),
        "wording": _("Word"),
        "qualifier": _("Qualifier"),
        "note": _("Note"),
        "quote": _("Quotation"),
        "partner": _("Partner"),
        "form": _("Form"),
        "sector": _("Sector"),
        "signed_on": _("Signed on"),
        "event": _("Event"),
        "command": _("Command"),
        "source": _("Source"),
    }
    return words.get(name, name)


@register.filter
@kept_by_language
def table_word(name) -> str:
    """A table of the files in words."""
    words = {
        "figures": _("Figures"),
        "units": _("Specialised units"),
        "agreements": _("Framework agreements"),
        "statements": _("What was said"),
    }
    return words.get(name, name)


@register.filter
def words(text) -> list[str]:
    """The words of a constant: for loops over what a template names."""
    return text.split()


@register.filter
def qualifier(name) -> str:
    """How a text qualifies a number; nothing when it is exact."""
    words = {
        "about": _("“about” in the text"),
        "more_than": _("“more than” in the text"),
        "less_than": _("“less than” in the text"),
        "at_least": _("“at least” in the text"),
        "at_most": _("“at most” in the text"),
    }
    return words.get(name, "")


@register.simple_tag
def star() -> str:
    """The eight-point star of the masthead and of the section numbers."""
    markup = (
        f'<svg class="star" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{STAR}"/></svg>'
    )
    return mark_safe(markup)  # a constant


@register.simple_tag
@kept_by_language
def swatch(kind) -> str:
    """A sample of the key of a drawing."""
    return charts.swatch(kind)


@register.simple_tag
def shape(number) -> str:
    """The shape that stands for a kind of thing in a schematic."""
    return charts.shape(number)


@register.simple_tag
def tally(named, unnamed) -> str:
    """One stroke for each entry of a register."""
    return charts.tally(named, unnamed)


@register.simple_tag
def change_bar(value, scale, computed=False) -> str:
    """One bar of change on the page's scale."""
    return charts.change_bar(value, scale, computed=computed)


@register.simple_tag
def change_axis(scale) -> str:
    """The figures under a group of bars."""
    return charts.axis(scale, lambda value: write(value, language(), sign=True))


@register.simple_tag(takes_context=True)
def section_is(context, name) -> str:
    """`aria-current` for the link of the section that the page is in."""
    parts = context["request"].path.strip("/").split("/")
    here = parts[1] if len(parts) > 1 else "home"
    if here.isdigit():
        here = "reports"
    return mark_safe(' aria-current="page"') if here == name else ""  # a constant


@register.simple_tag(takes_context=True)
def same_page(context) -> list[dict]:
    """This page's address in the three languages: `[{"language", "name", "address", "absolute", "here"}]`."""
    request = context["request"]
    parts = request.get_full_path().split("/")
    place = parts.index(language()) if language() in parts else None
    pages = []
    for code, name in LANGUAGE_NAMES:
        address = f"/{code}/" if place is None else "/".join([*parts[:place], code, *parts[place + 1 :]])
        absolute = request.build_absolute_uri(address.split("?")[0])
        here = code == language()
        pages.append({"language": code, "name": name, "address": address, "absolute": absolute, "here": here})
    return pages
