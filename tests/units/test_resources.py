"""The columns of the tables, as they are promised: the same for files that come in and that go out."""

import pytest

from bilan.resources import tables

PROMISED = {
    "units": "report,unit,kind,command,event,name_ar,name_fr,name_en,source,quote,place,note",
}
KEYS = {"units": "report,unit,event"}


@pytest.mark.parametrize("table", PROMISED)
def test_a_table_has_the_promised_columns_in_their_order(table):
    assert list(tables()[table].fields) == PROMISED[table].split(",")


@pytest.mark.parametrize("table, key", KEYS.items())
def test_a_row_is_known_by_its_key(table, key):
    assert [name for name, column in tables()[table].fields.items() if column.key] == key.split(",")


@pytest.mark.parametrize("table", PROMISED)
def test_a_heading_means_one_column(table):
    """Files may carry the Arabic or the French heading; none may stand for two columns."""
    headings = [heading for names in tables()[table].headings().values() for heading in names]
    assert len(headings) == len(set(headings))
