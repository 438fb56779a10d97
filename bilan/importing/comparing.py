"""What the staged rows would do to their table, and which of them the record refuses; all in SQL."""

from functools import cached_property

from bilan.models import Report

from .problems import Problems
from .staging import MET, REFUSED, STAGE, Stage, quoted

# s: the staged row, m: whether and how it met a record, t: that record.
JOINED = f'{STAGE} s LEFT JOIN {MET} m ON m."row" = s."row" LEFT JOIN {{target}} t ON t.id = m.id'
WRITES = "(m.id IS NULL OR m.differs)"
OPEN = ", ".join(f"'{state}'" for state in Report.OPEN_STATES)


def _params(code, param: str) -> dict:
    if not param:
        return {}
    return {"first_row": int(param)} if code == "duplicate_row" else {"reason": param}


def _is_empty(expression: str) -> str:
    return f"COALESCE(CAST({expression} AS text), '') = ''"


class Comparison:
    """A staged file against its table: which rows are new, changed, unchanged, and which are refused."""

    def __init__(self, stage: Stage, lookups):
        self.stage, self.lookups, self.resource = stage, lookups, stage.resource
        self.joined = JOINED.format(target=stage.target)

    def meet(self) -> None:
        """Joins every staged row with its record, and notes whether they differ."""
        stage = self.stage
        self._keep_versions()
        differs = "IS DISTINCT FROM" if stage.is_postgresql else "IS NOT"
        parts = []
        for column in stage.columns:
            if column in stage.keys:
                continue
            name = quoted(column)
            if stage.erase:
                parts.append(f"{stage.becomes(column)} {differs} t.{name}")
            else:
                parts.append(f"(s.{name} IS NOT NULL AND s.{name} {differs} t.{name})")
        any_differs = " OR ".join(parts) or ("FALSE" if stage.is_postgresql else "0")
        # SQLite finds a row by its number then, without an index beside; PostgreSQL joins by hash.
        row = '"row" integer' + ("" if stage.is_postgresql else " PRIMARY KEY")
        stage.execute(f"CREATE TEMPORARY TABLE {MET} ({row}, id bigint, differs boolean, blanks integer)")
        stage.execute(
            f'INSERT INTO {MET} SELECT s."row", t.id, {any_differs}, {self._blank_cells()} '
            f"FROM {STAGE} s JOIN {stage.target} t ON {stage.same_key()}"
        )
        if stage.is_postgresql:
            stage.analyze(MET)
        self.met, differing = stage.rows(
            f"SELECT COUNT(*), COALESCE(SUM(CASE WHEN differs THEN 1 ELSE 0 END), 0) FROM {MET}"
        )[0]
        self.writes = stage.count - self.met + int(differing)

    def _keep_versions(self):
        """A command named by its code keeps the version that is recorded with the row.

        A code says "the one of that year" for new rows only: a row that was entered with another version
        goes out under the same code, and must come in without a change.
        """
        stage = self.stage
        for column in self.resource.columns.values():
            several = getattr(getattr(column, "lookup", None), "several", ())
            if column.column not in stage.columns or not several:
                continue
            name, listed = quoted(column.column), ", ".join(map(str, several))
            where = f"{stage.same_key(apart=column.column if column.key else '')} AND s.{name} IN ({listed})"
            if column.key:
                where += f" AND NOT EXISTS (SELECT 1 FROM {stage.target} u WHERE {stage.same_key('u')})"
            stage.execute(
                f"UPDATE {STAGE} AS s SET {name} = t.{name} "
                f"FROM {stage.target} t, bilan_command said, bilan_command kept WHERE {where} "
                f"AND said.id = s.{name} AND kept.id = t.{name} AND said.code = kept.code"
            )

    # --- refusals ------------------------------------------------------------------------------------

    def check(self, own_codes: set[str], problems: Problems) -> None:
        """Finds every row that the record refuses and keeps a problem for each."""
        self._twins()
        self._required()
        self._nothing_stated()
        if self.writes:
            self._closed()
        self._dates()
        self._whole()
        self._parents(own_codes)
        problems.next_check()
        for row, column, value, code, param in self._refused():
            problems.add(row, column, value, code, **_params(code, param))

    def _refused(self):
        """Yields (row, column, what stands there, code, param) of each refusal."""
        refused = {name for (name,) in self.stage.rows(f'SELECT DISTINCT "column" FROM {REFUSED}')}
        shown = [
            column
            for name, column in self.resource.columns.items()
            if name in refused and column.column in self.stage.columns
        ]
        values = "".join(f", s.{quoted(column.column)}" for column in shown)
        sql = (
            f'SELECT DISTINCT r."row", r."column", r."code", r."param"{values} '
            f'FROM {REFUSED} r JOIN {STAGE} s ON s."row" = r."row" ORDER BY 1, 2, 3'
        )
        for row, name, code, param, *found in self.stage.stream(sql):
            written = {column.name: column.write(value) for column, value in zip(shown, found, strict=True)}
            yield row, name, written.get(name, ""), code, param

    def _refuse(self, column: str, code: str, where: str, *, param="''", source=None):
        self.stage.execute(
            f"INSERT INTO {REFUSED} SELECT s.\"row\", '{column}', '{code}', {param} "
            f"FROM {source or self.joined} WHERE {where}"
        )

    def _twins(self):
        keys = ", ".join(f"{quoted(key)}" for key in self.stage.keys)
        # Counting is several times cheaper than numbering, and most files have no twins; those of records
        # that stand met the same one.
        table, same = (MET, "id") if self.met == self.stage.count else (STAGE, keys)
        if not self.stage.rows(f"SELECT 1 FROM {table} GROUP BY {same} HAVING COUNT(*) > 1 LIMIT 1"):
            return
        numbered = (
            f'(SELECT "row", ROW_NUMBER() OVER (PARTITION BY {keys} ORDER BY "row") AS place, '
            f'MIN("row") OVER (PARTITION BY {keys}) AS first FROM {STAGE}) s'
        )
        self._refuse("", "duplicate_row", "s.place > 1", param="CAST(s.first AS text)", source=numbered)

    def _required(self):
        for name, column in self.resource.columns.items():
            if column.key or not column.required:
                continue
            blank = "TRUE"
            if column.column in self.stage.columns:
                blank = f"s.{quoted(column.column)} IS NULL"
            erased = " OR m.id IS NOT NULL" if self.stage.erase and blank != "TRUE" else ""
            self._refuse(name, "empty_code", f"{blank} AND (m.id IS NULL{erased})")

    def _nothing_stated(self):
        columns = [self.resource.columns[name].column for name in self.resource.states_one_of]
        if not columns:
            return
        stage = self.stage
        blank = (
            " AND ".join(f"s.{quoted(name)} IS NULL" for name in columns if name in stage.columns) or "TRUE"
        )
        new = " AND ".join(f"COALESCE(CAST({stage.begins(name)} AS text), '') = ''" for name in columns)
        left = " AND ".join(f"COALESCE(CAST({stage.becomes(name)} AS text), '') = ''" for name in columns)
        self._refuse(
            "", "nothing_stated", f"{blank} AND ((m.id IS NULL AND {new}) OR (m.id IS NOT NULL AND {left}))"
        )

    def _closed(self):
        """Rows that would change a report which takes no edit."""
        if self.stage.model is Report:
            self._refuse("year", "report_closed", f"m.differs AND t.state NOT IN ({OPEN})")
            return
        if "report_id" not in self.stage.fields:
            return
        # Read here, under the lock, not before.
        closed = f"SELECT id FROM {quoted(Report._meta.db_table)} WHERE state NOT IN ({OPEN})"
        places = ["t.report_id"] + (["s.report_id"] if "report_id" in self.stage.columns else [])
        among = " OR ".join(f"{place} IN ({closed})" for place in places)
        self._refuse("report", "report_closed", f"{WRITES} AND ({among})")

    def _dates(self):
        for first, second in self.resource.in_order:
            for met, of in (("m.id IS NULL", self.stage.begins), ("m.id IS NOT NULL", self.stage.becomes)):
                self._refuse(second, "out_of_range", f"{met} AND {of(second)} < {of(first)}")

    def _whole(self):
        if not self.resource.whole:
            return
        kind, kinds, decimals = self.resource.whole
        listed = ", ".join(f"'{one}'" for one in kinds)
        for met, of in (("m.id IS NULL", self.stage.begins), ("m.id IS NOT NULL", self.stage.becomes)):
            self._refuse(
                decimals, "out_of_range", f"{met} AND {of(kind)} IN ({listed}) AND {of(decimals)} > 0"
            )

    def _parents(self, own_codes: set[str]):
        """Parents that are neither recorded nor in the file, and rows that stand above themselves."""
        for column in self.resource.columns.values():
            if not getattr(column, "inside", False) or column.column not in self.stage.columns:
                continue
            pending = column.lookup.pending
            missing = [str(number) for code, number in pending.items() if code not in own_codes]
            for start in range(0, len(missing), 500):
                listed = ", ".join(missing[start : start + 500])
                self._refuse(column.name, "unknown_code", f"s.{quoted(column.column)} IN ({listed})")
            self._circles(column)

    def _circles(self, column):
        """Follows each parent upwards: a row met again closes a circle.

        A recorded row is named by its id, a new one by minus its row number.
        """
        stage, name = self.stage, quoted(column.column)
        above = dict(stage.rows(f"SELECT id, {name} FROM {stage.target} WHERE {name} IS NOT NULL"))
        staged = stage.rows(
            f'SELECT s."row", COALESCE(m.id, -s."row"), s.code, s.{name} FROM {STAGE} s '
            f'LEFT JOIN {MET} m ON m."row" = s."row" ORDER BY s."row"'
        )
        first = {}
        for _row, node, code, _parent in staged:
            first.setdefault(code, node)
        named = {number: first.get(code) for code, number in column.lookup.pending.items()}
        rows = {node: row for row, node, _code, parent in staged if parent is not None}
        above |= {
            node: named.get(parent, parent) for _row, node, _code, parent in staged if parent is not None
        }
        for node, row in rows.items():
            seen, up = set(), above.get(node)
            while up is not None and up not in seen and up != node:
                seen.add(up)
                up = above.get(up)
            if up == node:
                self._refuse(column.name, "not_allowed", f's."row" = {row}', param="'circle'")

    def versions(self) -> dict[str, int]:
        """Versions of the reports that the file speaks of, by year."""
        reports = Report._base_manager.filter(pk__in=self.reports).order_by("year")
        return {str(year): version for year, version in reports.values_list("year", "version")}

    @cached_property
    def reports(self) -> list[int]:
        """Ids of the reports that the file speaks of."""
        if "report_id" not in self.stage.columns:
            return []
        return [pk for (pk,) in self.stage.rows(f"SELECT DISTINCT report_id FROM {STAGE}") if pk]

    # --- counts --------------------------------------------------------------------------------------

    def counts(self) -> dict[str, int]:
        """How many staged rows, the refused left out, are new, changed, unchanged; cells erased or kept."""
        refused = f'SELECT "row" FROM {REFUSED}'
        any_refused = self.stage.one(f'SELECT COUNT(DISTINCT "row") FROM {REFUSED}')
        good = f'WHERE "row" NOT IN ({refused})' if any_refused else ""
        met, changed = self.stage.rows(
            f"SELECT COUNT(*), COALESCE(SUM(CASE WHEN differs THEN 1 ELSE 0 END), 0) FROM {MET} {good}"
        )[0]
        blank = int(self.stage.one(f"SELECT COALESCE(SUM(blanks), 0) FROM {MET}")) if met else 0
        return {
            "new": self.stage.count - any_refused - met,
            "changed": int(changed),
            "unchanged": met - int(changed),
            "refused": any_refused,
            "erased": blank if self.stage.erase else 0,
            "kept": 0 if self.stage.erase else blank,
        }

    def _blank_cells(self) -> str:
        """SQL that counts a row's blank cells over recorded ones: erased when asked, kept otherwise."""
        stage = self.stage
        sums = []
        for column in stage.columns:
            if column in stage.keys or column not in self.resource.by_database_column:
                continue
            name, default = quoted(column), stage.default(column)
            filled = f"COALESCE(CAST(t.{name} AS text), '') <> COALESCE(CAST({default} AS text), '')"
            sums.append(f"CASE WHEN s.{quoted(column)} IS NULL AND {filled} THEN 1 ELSE 0 END")
        return " + ".join(sums) or "0"
