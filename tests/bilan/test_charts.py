"""Drawings: where things fall, what is left out, and that nothing handed in can break out of the markup."""

import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilan import charts
from bilan.charts import Break, Point, Scale

SCALE = Scale(Decimal(-50), Decimal(10), Decimal(10))
TOTAL_CASES = [
    Point(2017, Decimal(559035), "559.035"),
    Point(2018, Decimal(584516), "584.516"),
    Point(2019, Decimal(639116), "639.116"),
    Point(2020, Decimal(851343), "851.343"),
    Point(2021, Decimal(1153741), "1.153.741"),
    Point(2022, Decimal(820274), "820.274"),
    Point(2023, Decimal(738748), "738.748", "official"),
    Point(2024, Decimal(755541), "755.541", "official"),
]
EMERGENCY = Break(2020, 2021)


def draw(points, breaks=(), **texts):
    """Draw a series with plain texts and return it parsed."""
    words = {"title": "Cases", "description": "From 2017 to 2024", "write": str} | texts
    return ET.fromstring(charts.series(points, breaks, **words))


def named(tree, name):
    """Return the elements whose class holds the name."""
    return [element for element in tree.iter() if name in element.get("class", "").split()]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], ("-10", "10", "10")),
        (["0"], ("-10", "10", "10")),
        (["-45", "2.27"], ("-50", "10", "10")),
        (["-7"], ("-10", "10", "10")),
        (["33", "-28.9"], ("-30", "40", "10")),
        (["120"], ("-25", "125", "25")),
        (["-100", "0.01"], ("-100", "20", "20")),
        (["1000"], ("-200", "1000", "200")),
    ],
)
def test_a_scale_holds_zero_and_every_change(values, expected):
    scale = charts.change_scale(map(Decimal, values))
    assert scale == Scale(*map(Decimal, expected))


@given(st.lists(st.decimals(-100, 10_000, places=2), max_size=30))
def test_any_changes_fall_within_their_scale(values):
    scale = charts.change_scale(values)
    assert scale.low <= 0 <= scale.high
    assert all(scale.low <= value <= scale.high for value in values)
    assert Decimal(0) in scale.ticks()
    assert len(scale.ticks()) <= 11


@pytest.mark.parametrize(
    ("change", "x", "width"),
    [("-45", "8.333%", "75.000%"), ("-10", "66.667%", "16.667%"), ("5", "83.333%", "8.333%")],
)
def test_a_published_change_is_a_solid_bar_from_zero(change, x, width):
    tree = ET.fromstring(charts.change_bar(Decimal(change), SCALE))
    (bar,) = tree.findall("rect")
    assert bar.get("class") == ("bar-fall" if change.startswith("-") else "bar-rise")
    assert (bar.get("x"), bar.get("width")) == (x, width)


def test_a_computed_change_is_dashed_and_never_solid():
    tree = ET.fromstring(charts.change_bar(Decimal("2.27"), SCALE, computed=True))
    assert not tree.findall("rect")
    sides = named(tree, "bar-computed")
    assert [side.get("x2") for side in sides] == ["87.117%"] * 3
    assert {side.get("class") for side in sides} == {"bar-computed rise"}


def test_a_change_of_nothing_is_drawn():
    tree = ET.fromstring(charts.change_bar(Decimal(0), SCALE))
    assert [line.get("x1") for line in named(tree, "bar-none")] == ["83.333%"]


def test_zero_is_at_the_same_place_in_every_bar_of_a_scale():
    bars = [charts.change_bar(Decimal(change), SCALE) for change in (-45, -4, 3)]
    zeros = {named(ET.fromstring(bar), "zero")[0].get("x1") for bar in bars}
    assert zeros == {"83.333%"}


def test_an_axis_writes_every_step_and_keeps_zero_on_a_phone():
    tree = ET.fromstring(charts.axis(SCALE, lambda value: f"{value}"))
    labels = {text.text: text.get("class") for text in tree.iter("text")}
    assert list(labels) == ["-50", "-40", "-30", "-20", "-10", "0", "10"]
    assert labels["0"] is None
    assert labels["-10"] == "alternate"


@pytest.mark.parametrize(("named_count", "unnamed_count"), [(0, 0), (13, 4), (5, 0), (0, 3)])
def test_a_tally_has_one_stroke_for_each(named_count, unnamed_count):
    tree = ET.fromstring(f"<div>{charts.tally(named_count, unnamed_count)}</div>")
    assert len(named(tree, "named")) == named_count
    assert len(named(tree, "unnamed")) == unnamed_count
    assert all(len(group) <= 5 for group in tree)


def test_the_value_axis_starts_at_zero():
    tree = draw([Point(2023, Decimal(1_000_000)), Point(2024, Decimal(999_999))])
    first, second = (mark.get("cy") for mark in named(tree, "halo"))
    assert (first, second) == ("44.0", "44.0")
    assert named(tree, "zero")[0].get("y1") == "366.0"


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ([], []),
        ([2020], [Break(None, 2019)]),
        ([2022, 2020], [Break(2020, 2021)]),
        ([2010, 2020, 2022], [Break(None, 2009), Break(2020, 2021)]),
        ([2010, 2020], [Break(None, 2009), Break(None, 2019)]),
        ([2020, 2020], [Break(None, 2019)]),
    ],
)
def test_two_breaks_close_to_each_other_hold_doubtful_years(years, expected):
    assert charts.bands(years) == expected


def test_a_break_is_a_band_that_no_line_crosses():
    pairs = [
        (start.year, end.year, dotted) for start, end, dotted in charts.segments(TOTAL_CASES, [EMERGENCY])
    ]
    assert pairs == [
        (2017, 2018, False),
        (2018, 2019, False),
        (2020, 2021, True),
        (2022, 2023, False),
        (2023, 2024, False),
    ]
    tree = draw(TOTAL_CASES, [EMERGENCY])
    assert len(named(tree, "break")) == 1
    assert len(named(tree, "break-edge")) == 2
    assert len(named(tree, "doubtful")) == 1


def test_a_break_with_one_edge_parts_two_years():
    points = [Point(year, Decimal(5)) for year in (2019, 2020, 2021)]
    pairs = [(start.year, end.year) for start, end, _ in charts.segments(points, [Break(None, 2019)])]
    assert pairs == [(2020, 2021)]
    assert len(named(draw(points, [Break(None, 2019)]), "break")) == 1


def test_a_break_outside_the_years_is_not_drawn():
    points = [Point(2023, Decimal(5)), Point(2024, Decimal(6))]
    assert not named(draw(points, [Break(2010, 2011), Break(None, 2030)]), "break")


@pytest.mark.parametrize(
    "points",
    [
        [Point(2020, Decimal(3)), Point(2021, None), Point(2022, Decimal(4))],
        [Point(2020, Decimal(3)), Point(2022, Decimal(4))],
    ],
)
def test_a_year_without_a_value_is_a_gap_and_not_zero(points):
    tree = draw(points)
    assert not named(tree, "line")
    assert len(named(tree, "point")) == 2
    assert [text.text for text in tree.iter("text") if text.get("y") == "390"] == ["2022", "2021", "2020"]


def test_a_zero_is_a_point_like_any_other():
    tree = draw([Point(2023, Decimal(0)), Point(2024, Decimal(0))])
    assert [mark.get("cy") for mark in named(tree, "halo")] == ["366.0", "366.0"]


def test_the_shape_of_a_point_is_the_rank_of_its_source():
    points = [
        Point(2021 + place, Decimal(5), rank=rank)
        for place, rank in enumerate(("official", "agency", "press"))
    ]
    shapes = {mark.get("d") for mark in named(draw(points), "point")}
    assert len(shapes) == 3


def test_the_last_value_stays_on_a_phone():
    values = named(draw(TOTAL_CASES, [EMERGENCY]), "value")
    assert [value.text for value in values if "alternate" not in value.get("class")] == [
        "584.516",
        "851.343",
        "820.274",
        "755.541",
    ]
    assert len(named(draw(TOTAL_CASES), "point")) == 8


def test_a_value_is_written_under_a_point_whose_lines_all_come_from_above():
    assert charts.labels_below(TOTAL_CASES, [EMERGENCY]) == {2020, 2023}
    assert charts.labels_below([Point(2020, Decimal(5)), Point(2021, Decimal(5))]) == set()


def test_a_series_without_a_value_is_refused():
    with pytest.raises(ValueError, match="at least one value"):
        draw([Point(2024, None)])


def test_a_series_with_a_negative_value_is_refused():
    with pytest.raises(ValueError, match="starts at zero"):
        draw([Point(2024, Decimal(-1))])


@given(st.text(alphabet="<>&\"'ab ]", max_size=30), st.text(alphabet="<>&\"' x", max_size=30))
def test_no_text_breaks_out_of_a_drawing(title, label):
    words = {"title": title, "description": title, "identity": "a", "write": lambda value: label}
    tree = draw([Point(2024, Decimal(5), label)], **words)
    assert tree.find("title").text in (title, title or None)
    assert {element.tag for element in tree.iter()} <= {
        "svg", "title", "desc", "line", "text", "circle", "path", "rect"
    }  # fmt: skip


def test_page_drawings_carry_classes_only():
    drawings = [
        charts.series(TOTAL_CASES, [EMERGENCY], title="t", description="d", write=str),
        charts.change_bar(Decimal(-3), SCALE),
        charts.change_bar(Decimal(-3), SCALE, computed=True),
        charts.axis(SCALE, str),
        charts.tally(3, 2),
        *(charts.swatch(kind) for kind in ("published", "computed", "break", "doubtful")),
    ]
    for drawing in drawings:
        assert "style=" not in drawing
        assert "viewBox" not in drawing
        assert "fill=" not in drawing


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_drawing_that_travels_alone_carries_its_title_caveat_and_sources(language):
    drawing = charts.series_file(
        TOTAL_CASES,
        [EMERGENCY],
        title="Cases <recorded>",
        description="From 2017",
        notes=["Not comparable before 2020.", "Sources: DGSN & press."],
        write=str,
        language=language,
    )
    tree = ET.fromstring(drawing)
    words = " ".join(tree.itertext())
    for text in ("Cases <recorded>", "Not comparable before 2020.", "Sources: DGSN & press.", "755.541"):
        assert text in words
    assert "style" not in drawing
    assert "class=" not in drawing
    assert ('direction="rtl"' in drawing) is (language == "ar")
    years = [
        (Decimal(text.get("x")), text.text) for text in tree.iter("{http://www.w3.org/2000/svg}text") if
        text.text.isdigit() and text.get("y") == "454.0"
    ]  # fmt: skip
    assert [year for _, year in sorted(years)] == [str(year) for year in range(2017, 2025)]


def test_kinds_differ_in_shape_and_then_in_outline():
    drawn = [str(charts.shape(number)) for number in range(12)]
    assert len(set(drawn)) == 12
    assert [number for number, svg in enumerate(drawn) if 'class="shape open"' in svg] == list(range(6, 12))
    assert charts.shape(12) == charts.shape(0)
