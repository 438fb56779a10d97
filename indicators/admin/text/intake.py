"""The figures that a text states: proposals held against the draft and against what other sources state."""

from collections import defaultdict
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bilan import people
from bilan.admin import site
from bilan.admin.reading import Intake
from bilan.admin.records import state_digest
from bilan.models import Change, Edit, in_language
from bilan.reading.coverage import carriers
from indicators.models import Figure, Indicator, Measure
from indicators.problems import quoted_by

from .forms import ProposalForm
from .rows import Row, contradicts

# Rows of one page; the rest follow once these are settled. A form takes 5,000 fields, a row has 13.
SHOWN = 200


@site.intake
class FigureIntake(Intake):
    """Figures, each with the words that state it, and numbers that a person dismisses."""

    chapter = Figure.chapter
    title = _("Figures")
    template_name = "admin/indicators/text.html"
    dismisses = True

    # --- what stands ---

    @cached_property
    def known(self) -> dict[str, Indicator]:
        """Every indicator by its code."""
        indicators = Indicator.objects.select_related("measure").order_by("code")
        return {indicator.code: indicator for indicator in indicators}

    @cached_property
    def figures(self) -> list[Figure]:
        """What the draft says that this source states."""
        return list(
            Figure.objects.filter(report=self.read.report, source=self.read.source)
            .select_related("indicator", "command", "source", "report")
            .order_by("pk")
        )

    @cached_property
    def by_key(self) -> dict[tuple, Figure]:
        """The figures of the source by (indicator, year, command)."""
        return {key_of(figure): figure for figure in self.figures}

    @cached_property
    def others(self) -> dict[tuple, list[Figure]]:
        """What other sources, or other bilans, state of the figures that the text states."""
        codes = {found.indicator for found in self.read.reading.figures} | {
            figure.indicator.code for figure in self.figures
        }
        stated = Figure.objects.filter(indicator__code__in=codes).exclude(
            report=self.read.report, source=self.read.source
        )
        found = defaultdict(list)
        rows = stated.select_related("indicator", "command", "source", "report").defer("source__text")
        for figure in rows.order_by("-report__year", "source__rank", "source__code", "pk"):
            found[key_of(figure)].append(figure)
        return found

    @cached_property
    def carried(self) -> dict[int, Figure]:
        """By place in the reading's numbers, the figure that carries the number."""
        digest = self.read.source.text_digest
        placed = [
            quoted_by(figure)
            for figure in self.figures
            if figure.quote_start is not None and figure.quote_digest == digest
        ]
        return carriers(self.read.reading.numbers, placed, self.read.dismissals)

    @staticmethod
    def was_corrected(figure) -> bool:
        """Whether a person last wrote the figure on such a page, with the text beside it: what they wrote
        otherwise than it was read is a correction, and asks for nothing more."""
        changes = Change.objects.filter(table="figures", key=figure.key_text()).order_by("-pk")
        return changes.values_list("edit__kind", flat=True).first() == Edit.Kind.TEXT

    # --- rows ---

    @cached_property
    def pending(self) -> list[Row]:
        """Every row that waits for a decision, in the order of the text; gathers `read_otherwise`: by figure,
        the row of one that a person wrote otherwise than it was read."""
        self.read_otherwise: dict[int, Row] = {}
        rows = [*self._proposals(), *self._left_over()]
        return sorted(rows, key=lambda row: (row.found.start, row.found.end))

    @cached_property
    def rows(self) -> list[Row]:
        rows = self.pending[:SHOWN]
        for row in rows:
            row.make_form(self.sent(row.name))
        return rows

    def _proposals(self):
        numbers = self.read.reading.numbers
        by_figure = defaultdict(list)
        for place, number in enumerate(numbers):
            if number.figure is not None:
                by_figure[number.figure].append(place)
        for index, found in enumerate(self.read.reading.figures):
            places = [place for place in by_figure[index] if not self._is_dismissed(numbers[place])]
            existing = self.by_key.get((found.indicator, found.year, found.command))
            row = self._row(found, [numbers[place] for place in places], existing=existing)
            is_dismissed = bool(by_figure[index]) and not places
            is_carried = bool(places) and all(place in self.carried for place in places)
            if is_dismissed or (is_carried and not row.differences):
                continue
            if is_carried and row.is_placed and self.was_corrected(existing):
                self.read_otherwise[existing.pk] = row
                continue
            yield row

    def _left_over(self):
        by_start = {number.start: (place, number) for place, number in enumerate(self.read.reading.numbers)}
        for found in self.read.reading.unmatched:
            place, number = by_start.get(found.start, (None, None))
            if number is None or place in self.carried or number.reason or self._is_dismissed(number):
                continue
            yield self._row(found, [number], is_open=True)

    def _row(self, found, numbers, existing=None, is_open=False) -> Row:
        candidates = [self.known[code] for code, _score in found.candidates if code in self.known]
        proposed = self.known.get(getattr(found, "indicator", ""))
        if proposed:
            candidates = [proposed, *(candidate for candidate in candidates if candidate != proposed)]
        row = Row(self.read, self.known, found, numbers, candidates, existing, is_open=is_open)
        if not is_open:
            row.others = self.others.get((found.indicator, found.year, found.command), [])
        elif self.may_add_indicator:
            row.addition = self.new_indicator(found)
        return row

    def _is_dismissed(self, number) -> bool:
        return (number.start, number.end) in self.read.dismissals

    # --- the form ---

    def is_valid(self) -> bool:
        """Whether what is taken can be written; a figure is stated by one row only."""
        if self.data is None:
            return True
        taken: set = set()
        for row in self.rows:
            if row.form.is_valid() and row.form.is_taken:
                self._check(row, taken)
        return not any(row.form.is_bound and row.form.errors for row in self.rows)

    def _check(self, row, taken):
        told = row.form.cleaned_data
        command = "" if told["place"].is_country else told["place"].code
        key = (told["indicator"].code, told["year"], command)
        if key in taken:
            row.form.add_error(None, ProposalForm.TWICE)
            return
        taken.add(key)
        row.form.figure = self.by_key.get(key)
        now = state_digest(row.form.figure) if row.form.figure else ""
        if now != told.get("seen", ""):
            row.form.show_newer_state(now)
            row.existing = row.form.figure
        else:
            row.find_words()

    # --- the page ---

    def placed(self) -> set:
        """Figures that a row places anew."""
        return {(Figure, row.existing.pk) for row in self.rows if row.existing and not row.is_placed}

    def marks(self):
        """What became of each number."""
        shown = {id(row) for row in self.rows}
        told = {}
        for place, figure in self.carried.items():
            number = self.read.reading.numbers[place]
            told[number.start, number.end] = {
                "status": "carried",
                "label": in_language(figure.indicator, "name"),
                "address": reverse("admin:indicators_figure_change", args=[figure.pk]),
            }
        for row in self.pending:
            label = "" if row.is_open else in_language(self.known[row.found.indicator], "name")
            address = f"#row-{row.name}" if id(row) in shown else ""
            for number in row.numbers:
                status = "open" if row.is_open else "proposed"
                told.setdefault(
                    (number.start, number.end), {"status": status, "label": label, "address": address}
                )
        return told

    @property
    def may_add_indicator(self) -> bool:
        return self.may_write and people.may_edit_reference(self.read.user, Indicator)

    def new_indicator(self, found) -> str:
        """The form of a new indicator, filled with what the text says of the number."""
        language = "fr" if self.read.source.language == "fr" else "ar"
        phrase = " ".join(found.phrase.split())[:200]
        measure = Measure.objects.filter(code=found.measure).first()
        kind = "rate" if found.measure == "percent" else "quantity" if found.measure == "kg" else "count"
        initial = {f"name_{language}": phrase, f"aliases_{language}": phrase, "kind": kind}
        if measure:
            initial["measure"] = measure.pk
        return f"{reverse('admin:indicators_indicator_add')}?{urlencode(initial)}"

    def about(self):
        """The lists of codes, what stands already, and where sources disagree."""
        pending = self.pending
        settled = self.settled()
        return {
            "known": self.known.values(),
            "settled": settled,
            "disagreeing": any(one["contradicted"] for one in settled),
            "rest": len(pending) - len(self.rows),
            "contradictions": sum(bool(row.contradicted) for row in pending),
        }

    def settled(self) -> list[dict]:
        """The figures of this source in the draft, each with what contradicts it."""
        digest = self.read.source.text_digest
        return [
            {
                "figure": figure,
                "is_placed": figure.quote_start is not None and figure.quote_digest == digest,
                "read_as": self.read_otherwise.get(figure.pk),
                "contradicted": [o for o in self.others.get(key_of(figure), []) if contradicts(figure, o)],
            }
            for figure in self.figures
        ]


def key_of(figure) -> tuple:
    """(indicator, year, command or empty) of a figure."""
    command = "" if figure.command.is_country else figure.command.code
    return (figure.indicator.code, figure.year, command)
