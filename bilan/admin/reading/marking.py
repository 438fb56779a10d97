"""The text as the page shows it: every number marked with what became of it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

# Why a rule says that a number is no figure, in words.
RULES = {
    "year": _("a year"),
    "range": _("a range of years"),
    "date": _("a date"),
    "time": _("a time of day"),
    "law": _("the number of a law"),
    "enumeration": _("the number of a list"),
    "name": _("part of a name"),
    "reference": _("a reference"),
    "ordinal": _("a place in an order"),
    "duration": _("a duration"),
    "unit_of_measure": _("a measure that no indicator counts"),
    "other_money": _("foreign money"),
    "phone": _("a telephone number"),
    "plan": _("a plan, not a result"),
    "difference": _("a difference, not a level"),
    "small_word": _("a small number in words"),
    "without_words": _("a number without a sentence"),
    "split": _("a part of a number"),
}
# Why the rules leave a number to a person.
DOUBTS = {
    "unknown": _("no indicator is called so"),
    "several": _("several indicators may be meant"),
    "other_value": _("the text states that figure with another value as well"),
    "ambiguous_number": _("its separator may group thousands or begin decimals"),
    "other_period": _("its sentence speaks of a week, a month or another part of the year"),
    "one_operation": _("its sentence speaks of one operation"),
    "other_country": _("its sentence speaks of another country"),
    "other_source": _("its sentence quotes another institution"),
}
STATUSES = {
    "carried": _("carried by a figure"),
    "proposed": _("proposed below"),
    "open": _("waits for a person"),
    "rule": _("no figure, by a rule"),
    "person": _("no figure, says a person"),
}


def rule_in_words(code: str):
    """The reason of a rule in words; its code where it has none."""
    return RULES.get(code, code.replace("_", " "))


def doubt_in_words(code: str):
    """Why a number waits for a person, in words; nothing for a reason that has none."""
    return DOUBTS.get(code, "")


@dataclass(frozen=True)
class Run:
    """A run of the text: plain, or a number with its status; `quoted` where an entry's quote is shown."""

    text: str
    start: int
    mark: dict | None = None
    quoted: bool = False
    opens_quote: bool = False


def marks_of(read, intakes) -> list[dict]:
    """Every number of the text in order: start, end, text, status, label, address."""
    told: dict = {}
    for intake in intakes:
        told |= intake.marks()
    marks = []
    for number in read.reading.numbers:
        place = (number.start, number.end)
        mark = {"start": number.start, "end": number.end, "text": number.text, "address": "", "label": ""}
        dismissal = read.dismissals.get(place)
        if number.reason:
            mark |= {"status": "rule", "label": rule_in_words(number.reason)}
        elif dismissal:
            mark |= {"status": "person", "label": dismissal.reason, "dismissal": dismissal}
        else:
            mark |= told.get(place) or {"status": "open" if number.figure is None else "proposed"}
        said = STATUSES[mark["status"]]
        marks.append(mark | {"said": f"{said}: {mark['label']}" if mark["label"] else said})
    return marks


def counts_of(marks: list[dict]) -> dict[str, int]:
    """How many numbers have each status, and `told`: the share in percent that is accounted for."""
    counts = dict.fromkeys(STATUSES, 0)
    for mark in marks:
        counts[mark["status"]] += 1
    settled = counts["carried"] + counts["rule"] + counts["person"]
    return counts | {"all": len(marks), "told": 100 * settled // len(marks) if marks else 100}


def runs_of(text: str, marks: list[dict], quoted: tuple[int, int] | None = None) -> list[Run]:
    """The text cut at the marks and at the ends of the quote that is asked for; not a character is lost."""
    cuts = {0, len(text)} | {mark["start"] for mark in marks} | {mark["end"] for mark in marks}
    first, last = quoted or (-1, -1)
    if quoted:
        cuts |= {first, last}
    by_start = {mark["start"]: mark for mark in marks}
    runs, mark = [], None
    edges = sorted(cuts)
    for start, end in zip(edges, edges[1:], strict=False):
        mark = by_start.get(start) or (mark if mark and start < mark["end"] else None)
        runs.append(Run(text[start:end], start, mark, first <= start < last, start == first))
    return runs
