"""Plain makers of records for tests: name what matters to the test, the rest is filled in."""

from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from bilan import publication
from bilan.models import Command, Dismissal, Release, Report, Source, Statement, Theme
from indicators.models import Figure, Indicator, Measure
from partnerships.models import Agreement, Partner, Sector
from units.models import Unit, UnitEvent, UnitKind

_numbers = count(1)


def _saved(model, key: dict, **columns):
    """The record with this key, made when there is none."""
    found = model.objects.filter(**key).first()
    if found:
        return found
    record = model(**key, **columns)
    record.save()
    return record


def make_dismissal(source: Source, **columns) -> Dismissal:
    """The first characters of a source's text, dismissed by a person."""
    columns = {"start": 0, "end": 3, "reason": "a floor, no result", **columns}
    words = source.text[columns["start"] : columns["end"]] or "3"
    return Dismissal.objects.create(
        source=source, text_digest=source.text_digest, words=words, by=columns.pop("by", None) or make_user(),
        **columns,
    )  # fmt: skip


def make_user(*groups: str, username: str = "", **columns):
    """A member of staff in these groups (`clerk`, `reviewer-units` …), never a superuser unless asked."""
    user = get_user_model().objects.create_user(
        username=username or f"person-{next(_numbers)}", **{"is_staff": True, **columns}
    )
    user.groups.set(Group.objects.get(name=name) for name in groups)
    return user


def make_report(year: int = 2024, **columns) -> Report:
    """A year's report, in draft."""
    titles = {
        "title_ar": f"الحصيلة السنوية {year}",
        "title_fr": f"Bilan {year}",
        "title_en": f"Results {year}",
    }
    return _saved(Report, {"year": year}, **{**titles, **columns})


def make_source(code: str = "dgsn-2024-ar", **columns) -> Source:
    """An official source in Arabic, without its text."""
    return _saved(
        Source, {"code": code}, **{"title": "بلاغ", "language": "ar", "rank": "official", **columns}
    )


def make_country() -> Command:
    """The row that stands for the whole country."""
    return _saved(Command, {"code": "morocco"}, level="country", **_names("المغرب", "Maroc", "Morocco"))


def make_command(code: str = "casablanca", **columns) -> Command:
    """A prefecture of the country."""
    columns = {
        "level": "prefecture",
        "parent": make_country(),
        **_names("أمن", "Police", "Police"),
        **columns,
    }
    return _saved(Command, {"code": code, "valid_from": columns.pop("valid_from", None)}, **columns)


def make_theme(code: str = "crime", **columns) -> Theme:
    """A theme with its three names."""
    return _saved(Theme, {"code": code}, **{**_names("الجريمة", "Criminalité", "Crime"), **columns})


def make_measure(code: str = "cases", **columns) -> Measure:
    """A unit of measurement."""
    return _saved(Measure, {"code": code}, **{**_names("قضية", "affaires", "cases"), **columns})


def make_indicator(code: str = "cases_total", **columns) -> Indicator:
    """A count of cases."""
    columns = {
        "theme": columns.get("theme") or make_theme(),
        "kind": "count",
        "measure": columns.get("measure") or make_measure(),
        **_names("القضايا", "Affaires", "Cases"),
        **columns,
    }
    return _saved(Indicator, {"code": code}, **columns)


def make_figure(report: Report | None = None, **columns) -> Figure:
    """755,541 cases, or what the test says instead; `indicator` and `source` may be given by code."""
    report = report or make_report()
    columns = {
        "year": report.year,
        "command": make_country(),
        "source": make_source(),
        **({} if {"value", "change", "wording"} & set(columns) else {"value": 755_541}),
        **columns,
        "indicator": _by_code(columns.get("indicator", "cases_total"), make_indicator),
    }
    columns["source"] = _by_code(columns["source"], make_source)
    figure = Figure(report=report, **columns)
    figure.save()
    return figure


def make_unit_kind(code: str = "canine-brigade", **columns) -> UnitKind:
    """A kind of unit with its three names."""
    return _saved(UnitKind, {"code": code}, **{**_names("فرقة", "Brigade", "Brigade"), **columns})


def make_unit_event(report: Report | None = None, *, unit: str = "k9-casablanca", **columns) -> UnitEvent:
    """A canine brigade created."""
    columns = {
        "kind": make_unit_kind(),
        "command": make_country(),
        "source": make_source(),
        **_names("فرقة سينوتقنية", "Brigade cynotechnique", "Canine brigade"),
        **columns,
    }
    event = UnitEvent(report=report or make_report(), unit=_saved(Unit, {"code": unit}), **columns)
    event.save()
    return event


def make_agreement(report: Report | None = None, *, reference: str = "", **columns) -> Agreement:
    """An agreement with a bank, in the commercial sector."""
    columns = {
        "partner": _saved(Partner, {"code": "bank"}, **_names("بنك", "Banque", "Bank")),
        "sector": _saved(Sector, {"code": "commercial"}, **_names("تجاري", "Commercial", "Commercial")),
        "source": make_source(),
        **columns,
    }
    reference = reference or f"agreement-{next(_numbers)}"
    agreement = Agreement(report=report or make_report(), reference=reference, **columns)
    agreement.save()
    return agreement


def make_statement(report: Report | None = None, *, code: str = "strategy", **columns) -> Statement:
    """A line of the strategy."""
    columns = {"source": make_source(), "text_ar": "استراتيجية 2022-2026", **columns}
    statement = Statement(report=report or make_report(), code=code, **columns)
    statement.save()
    return statement


def make_person(role: str):
    """The one person of a role (`clerk`, `reviewer`, `publisher` …), made when there is none."""
    found = get_user_model().objects.filter(username=role).first()
    return found or make_user(role, username=role)


NOTES = {"ar": "تصحيح", "fr": "Rectification", "en": "Correction"}


def make_approved(report: Report | None = None) -> Report:
    """The report submitted by its clerk and approved by a reviewer, warnings acknowledged."""
    report = report or make_report()
    publication.submit(report, by=make_person("clerk"))
    publication.approve(report, by=make_person("reviewer"), note="read")
    return report


def make_release(report: Report | None = None, **options) -> Release:
    """The report taken through review to its release by three persons, a figure in it when it has none."""
    if report is None:
        report = make_report()
        if not Figure.objects.of(report).exists():
            make_figure(report)
    make_approved(report)
    if report.releases.exists():
        options.setdefault("notes", NOTES)
    return publication.publish(report, by=make_person("publisher"), **options)


def make_correction(report: Report, *, at=None, **columns) -> Release:
    """One more release of a released report: `columns` are written to its first figure."""
    publication.correct(report, by=make_person("clerk"), reason="wrong")
    figure = Figure.objects.of(report).order_by("pk").first()
    for name, value in columns.items():
        setattr(figure, name, value)
    figure.save()
    return make_release(report, at=at)


def _names(ar: str, fr: str, en: str) -> dict:
    return {"name_ar": ar, "name_fr": fr, "name_en": en}


def _by_code(record, make):
    return make(record) if isinstance(record, str) else record
