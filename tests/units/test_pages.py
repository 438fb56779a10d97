"""What public pages show of units: the schematic of commands and the table that tells the same."""

import re

import html5lib
import pytest

from tests.factories import make_command, make_release, make_report, make_unit_event, make_unit_kind
from units.models import UnitEvent
from units.pages import all_events, schematic

pytestmark = pytest.mark.django_db


@pytest.fixture
def released():
    """Two kinds at three commands and one of the whole country; one brigade moves in the second year."""
    catering = make_unit_kind("catering-unit", name_en="Catering")
    safi = make_command("safi", level="provincial", name_en="Safi")
    casablanca = make_command("casablanca", name_en="Casablanca")
    make_unit_event(make_report(2023), unit="k9-a", command=safi)
    make_unit_event(make_report(2023), unit="everywhere")
    make_release(make_report(2023))
    make_unit_event(make_report(2024), unit="k9-a", command=casablanca, event=UnitEvent.Event.MOVED)
    make_unit_event(make_report(2024), unit="meals", command=casablanca, kind=catering)
    make_unit_event(
        make_report(2024), unit="meals-of-group", command=make_command("gms-99", level="group"), kind=catering
    )
    make_release(make_report(2024))


def test_commands_stand_by_level_and_a_unit_where_its_last_event_places_it(released):
    drawn = schematic(all_events())
    placed = {
        (level["level"], row["command"]["code"]): [
            [one.row.unit for one in cell] for _kind, cell in row["cells"]
        ]
        for level in drawn["levels"]
        for row in level["rows"]
    }
    assert [kind["code"] for kind in drawn["kinds"]] == ["canine-brigade", "catering-unit"]
    assert list(placed) == [("country", ""), ("prefecture", "casablanca"), ("group", "gms-99")]
    assert placed["prefecture", "casablanca"] == [["k9-a"], ["meals"]]
    assert placed["group", "gms-99"] == [[], ["meals-of-group"]]


def test_every_unit_stands_in_the_schematic_once_and_in_its_table_once(client, released):
    page = html5lib.parse(client.get("/en/units/").content.decode(), namespaceHTMLElements=False)
    [figure] = page.iterfind(".//figure[@class='plate schematic']")
    [table] = page.iterfind(".//*[@id='commands-table']//table")
    wanted = sorted(f"/en/units/{unit}/" for unit in ("everywhere", "k9-a", "meals", "meals-of-group"))
    for part in (figure, table):
        links = [link.get("href") for link in part.iterfind(".//a")]
        assert sorted(link for link in links if link.startswith("/en/units/")) == wanted
    assert len(figure.findall("./ul[@class='key']/li")) == 2, "a key of two kinds"
    assert all(
        "nothing stated" in "".join(cell.itertext()) for cell in table.iterfind(".//td[@class='nothing']")
    )
    assert len(table.findall(".//td[@class='nothing']")) == 2


def test_the_schematic_carries_its_source_and_what_is_not_drawn(client, released):
    page = client.get("/en/units/").content.decode()
    caption = re.search(r"<figcaption>(.*?)</figcaption>", page, re.DOTALL)[1]
    assert "Sources:" in caption
    assert "without a map" in caption


def test_an_event_that_is_no_creation_is_named_beside_its_shape(client, released):
    page = client.get("/en/units/").content.decode()
    figure = page[page.index("<figure") : page.index("</figure>")]
    assert figure.count('<span class="tag">moved</span>') == 1
