"""What a person should look at before confirming a file that has no error."""

from .comparing import WRITES
from .staging import STAGE, quoted

# A value ten times its elder is a slip of the separator more often than news.
JUMP = 10


def warnings_of(comparison, outcome) -> list[dict]:
    """Warnings as `{"code": …, "count": …, "rows": first rows}`; `bilan.admin` puts them in words."""
    found = [
        {"code": "erased", "count": outcome.erased, "rows": []},
        {"code": "kept", "count": outcome.kept, "rows": []},
        _unfound_quotes(comparison),
        _jumps(comparison),
        _leaps(comparison),
    ]
    return [warning for warning in found if warning["count"]]


def _rows(comparison, code, sql) -> dict:
    rows = [row for (row,) in comparison.stage.rows(sql)]
    return {"code": code, "count": len(rows), "rows": rows[:10]}


def _jumps(comparison) -> dict:
    """Values that become ten times more, or less, than recorded."""
    stage = comparison.stage
    if "value" not in stage.columns:
        return {"code": "jump", "count": 0, "rows": []}
    old, new = f"t.{quoted('value')}", stage.becomes("value")
    sql = (
        f'SELECT s."row" FROM {comparison.joined} WHERE m.differs AND {old} > 0 AND {new} > 0 '
        f'AND ({new} >= {JUMP} * {old} OR {new} * {JUMP} <= {old}) ORDER BY s."row"'
    )
    return _rows(comparison, "jump", sql)


def _leaps(comparison) -> dict:
    """New values that are ten times more, or less, than all that is recorded of the year before."""
    stage = comparison.stage
    if not {"value", "indicator_id", "year", "command_id"} <= set(stage.columns):
        return {"code": "leap", "count": 0, "rows": []}
    # By code: a command that changed its rank is another record of the same place.
    before = (
        f"SELECT f.indicator_id, c.code, f.year + 1 AS year, MIN(f.value) AS least, MAX(f.value) AS most "
        f"FROM {stage.target} f JOIN bilan_command c ON c.id = f.command_id "
        f"WHERE f.value > 0 AND f.year + 1 IN (SELECT DISTINCT year FROM {STAGE}) "
        f"GROUP BY f.indicator_id, c.code, f.year"
    )
    sql = (
        f'SELECT s."row" FROM {comparison.joined} JOIN bilan_command c ON c.id = s.command_id '
        f"JOIN ({before}) p ON p.indicator_id = s.indicator_id AND p.code = c.code AND p.year = s.year "
        f"WHERE m.id IS NULL AND s.value > 0 "
        f'AND (s.value >= {JUMP} * p.most OR s.value * {JUMP} <= p.least) ORDER BY s."row"'
    )
    return _rows(comparison, "leap", sql)


def _unfound_quotes(comparison) -> dict:
    """Quotes that do not stand in the text of their source, where the text is held."""
    from .writing import find_quotes

    if "quote" not in comparison.stage.columns:
        return {"code": "quote", "count": 0, "rows": []}
    find_quotes(comparison)
    sql = (
        f'SELECT s."row" FROM {comparison.joined} '
        f"JOIN bilan_source q ON q.id = {comparison.stage.becomes('source_id')} "
        f"WHERE {WRITES} AND s.quote <> '' AND q.text <> '' AND s.quote_digest = '' ORDER BY s.\"row\""
    )
    return _rows(comparison, "quote", sql)
