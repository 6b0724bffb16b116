"""A file to raw rows: columns are named by the mapping, nothing is cleaned, every row and column is accounted for."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as MappingType
from pathlib import Path

import pyarrow as pa

from turnstone.engine.local import LocalEngine
from turnstone.errors import SourceError, Where
from turnstone.evidence.files import sha256_of
from turnstone.formats.ftm import looks_like_ftm
from turnstone.formats.rows import BadRow, Columns, Rows
from turnstone.kernels.digest import content_ids
from turnstone.model.schema import TEXT, Schema
from turnstone.model.sources import REJECTS, SOURCE_COLUMNS, SOURCE_FILES
from turnstone.model.tables import FILLED_BY_SOURCES, RAW
from turnstone.sources.ftm import FtmRows
from turnstone.sources.mapping import USE_FTM, Mapping, plain
from turnstone.sources.recognise import Recognised, recognise
from turnstone.stage import stage


class Account:
    """What is told of a file beside its rows: sheets, columns, rejects."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.files: list[dict[str, object]] = []
        self.columns: list[dict[str, object]] = []
        self.rejects: dict[tuple[object, ...], dict[str, object]] = {}

    def reject(self, sheet: str | None, bad: BadRow, scope: str, column: str | None = None) -> None:
        key = (self.source, sheet, bad.row, column, bad.reason)
        self.rejects[key] = {
            "source": self.source, "sheet": sheet, "row": bad.row, "column": column,
            "scope": scope, "value": bad.text[:200] or None, "reason": bad.reason,
        }  # fmt: skip

    def refuse_file(self, error: SourceError) -> None:
        """The whole file is refused: no row of it is taken."""
        reason = error.problem + (f"; expected: {error.expected}" if error.expected else "")
        self.reject(error.where.sheet, BadRow(error.where.row or 0, reason), "file", error.where.column)
        self.files.append(_file_row(self.source, error.where.sheet, None, 0, 0, 0, 0, reason))

    def tables(self) -> dict[str, pa.Table]:
        return {
            "source_files@": pa.Table.from_pylist(self.files, SOURCE_FILES.arrow),
            "source_columns@": pa.Table.from_pylist(self.columns, SOURCE_COLUMNS.arrow),
            "rejects@": pa.Table.from_pylist(list(self.rejects.values()), REJECTS.arrow),
        }


@stage(*RAW.values(), SOURCE_FILES, SOURCE_COLUMNS, REJECTS)
def import_file(
    engine: LocalEngine, *, path: Path, source: str, mapping: Mapping | None, mapping_text: str = ""
) -> MappingType[str, pa.Table]:
    """Reads one kept file. `mapping` is what the user said it is; None: find out. `mapping_text` is part of the key.

    A file that turns out to be damaged further on is refused as a whole, with the reason, and stops no other. Raises
    SourceError only where the kept file is not the file that was added.
    """
    account = Account(source)
    try:
        raw = _import(path, source, mapping, mapping_text, account)
    except SourceError as error:
        if not path.is_file() or sha256_of(path) != source:
            raise SourceError(
                "the kept file is not what was added: it was changed or removed",
                where=Where(str(path)),
                expected=f"a file with the SHA-256 {source}",
                do="see `turnstone verify`, and restore the workspace from a copy that verifies",
            ) from error
        account, raw = Account(source), {}
        account.refuse_file(error)
    return {**raw, **account.tables()}


def _import(
    path: Path, source: str, mapping: Mapping | None, mapping_text: str, account: Account
) -> dict[str, pa.Table]:
    if mapping_text == USE_FTM or (mapping is None and looks_like_ftm(path)):
        return _import_ftm(path, source, account)
    raw: dict[str, list[pa.RecordBatch]] = {}
    readable, others = recognise(path, mapping)
    for sheet in readable:
        raw.setdefault(sheet.mapping.table, []).extend(_import_sheet(path, source, sheet, account))
    for head in others:
        bad = BadRow(0, "a sheet that no source description fits")
        account.reject(head.sheet, bad, "file")
        account.files.append(_file_row(source, head.sheet, None, 0, 0, 0, 0, bad.reason))
    return {f"raw_{name}@": pa.Table.from_batches(batches, RAW[name].arrow) for name, batches in raw.items()}


def _import_sheet(path: Path, source: str, sheet: Recognised, account: Account) -> Iterator[pa.RecordBatch]:
    mapping, name = sheet.mapping, sheet.head.sheet
    rows = sheet.format.read(path, sheet.head, sheet.header_row, mapping.options)
    where = {field: mapping.column_for(field, rows.header) for field in mapping.fields}
    _account_columns(rows, name, mapping, where, account)
    out = rejected = blank = 0
    ids = _Ids(FILLED_BY_SOURCES[mapping.table])
    for chunk in rows.chunks:
        for bad in chunk.bad:
            header = dict(zip(rows.positions, rows.header, strict=True)).get(bad.column or "")
            account.reject(name, bad, "value" if bad.column else "row", header)
            rejected += bad.column is None
        blank += chunk.blank
        out += len(chunk.numbers)
        yield _raw_batch(source, sheet, chunk.numbers, chunk.columns, where, ids)
    note = "; ".join(rows.notes) or None
    account.files.append(_file_row(source, name, mapping, out, rejected, blank, sheet.header_row, note))


def _import_ftm(path: Path, source: str, account: Account) -> dict[str, pa.Table]:
    """FollowTheMoney entities: each line feeds the table that its schema belongs to."""
    found: dict[str, list[tuple[int, dict[str, str]]]] = {}
    taken: set[int] = set()
    rejected = 0
    reader = FtmRows(path)
    for row in reader.rows():
        if isinstance(row, BadRow):
            account.reject(None, row, "row")
            rejected += 1
        else:
            found.setdefault(row[0], []).append(row[1:])
            taken.add(row[1])
    for name, field in sorted(reader.properties.items()):
        reason = None if field else "a property that no later step uses"
        account.columns.append({
            "source": source, "sheet": None, "position": name, "header": name, "field": field,
            "state": "mapped" if field else "left out", "reason": reason,
        })  # fmt: skip
    account.files.append(_file_row(source, None, None, len(taken), rejected, 0, 0, "FollowTheMoney entities"))
    out: dict[str, pa.Table] = {}
    for table, rows in found.items():
        names = list(FILLED_BY_SOURCES[table].raw)
        columns = [pa.array([fields.get(name) or None for _, fields in rows], TEXT) for name in names]
        size = len(rows)
        out[f"raw_{table}@"] = pa.Table.from_arrays(
            [
                _Ids(FILLED_BY_SOURCES[table]).give(columns), pa.array([source] * size, TEXT), pa.nulls(size, TEXT),
                pa.array([number for number, _ in rows], pa.int32()), pa.array(["mdy."] * size, TEXT), *columns,
            ],
            schema=RAW[table].arrow,
        )  # fmt: skip
    return out


class _Ids:
    """Ids of a sheet's rows across its chunks: the same content again gets an occurrence number."""

    def __init__(self, table: Schema) -> None:
        self._prefix = table.name.rstrip("s").replace("_", "")
        self._seen: dict[str, int] = {}

    def give(self, columns: Columns) -> pa.Array:
        return content_ids(self._prefix, columns, self._seen)


def _raw_batch(
    source: str, sheet: Recognised, numbers: pa.Array, columns: Columns, where: dict[str, int | None], ids: _Ids
) -> pa.RecordBatch:
    table = FILLED_BY_SOURCES[sheet.mapping.table]
    size = len(numbers)
    fields: list[pa.Array] = []
    for field in table.raw:
        at = where.get(field)
        column = columns[at] if at is not None else pa.nulls(size, TEXT)
        if field in sheet.mapping.constants:
            column = column.fill_null(sheet.mapping.constants[field])
        fields.append(column)

    def constant(text: str | None) -> pa.Array:
        return pa.nulls(size, TEXT) if text is None else pa.array([text] * size, TEXT)

    sheets, style = constant(sheet.head.sheet), sheet.mapping.dates + sheet.mapping.decimal
    return pa.RecordBatch.from_arrays(
        [ids.give(fields), constant(source), sheets, numbers, constant(style), *fields], schema=RAW[table.name].arrow
    )


def _account_columns(
    rows: Rows, sheet: str | None, mapping: Mapping, where: dict[str, int | None], account: Account
) -> None:
    """One line for each column of the file: mapped, left out by name, or unknown."""
    fields = {at: field for field, at in where.items() if at is not None}
    for i, (header, position) in enumerate(zip(rows.header, rows.positions, strict=True)):
        reason = mapping.left_out.get(plain(header)) or mapping.rest
        state = "mapped" if i in fields else "left out" if reason else "unknown"
        account.columns.append({
            "source": account.source, "sheet": sheet, "position": position, "header": header,
            "field": fields.get(i), "state": state, "reason": None if i in fields else reason,
        })  # fmt: skip


def _file_row(
    source: str, sheet: str | None, mapping: Mapping | None, out: int, rejected: int, blank: int, header_row: int,
    notes: str | None,
) -> dict[str, object]:  # fmt: skip
    return {
        "source": source, "sheet": sheet, "mapping": mapping.name if mapping else None,
        "table": mapping.table if mapping else None, "rows_in": out + rejected, "rows_out": out,
        "rows_rejected": rejected, "rows_blank": blank, "header_row": header_row, "notes": notes,
    }  # fmt: skip
