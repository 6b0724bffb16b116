"""Opens kept files again and compares what stands in their cells with what a run read from them."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from turnstone.evidence.locate import Line
from turnstone.formats.ftm import looks_like_ftm
from turnstone.formats.rows import BadRow
from turnstone.sources.ftm import FtmRows
from turnstone.sources.mapping import mapping_of
from turnstone.sources.recognise import Recognised, recognise

Place = tuple[str, str | None, int]
SAME = "the same"


def reread(files: MappingType[str, Path], mappings: MappingType[str, str], lines: Sequence[Line]) -> dict[Place, str]:
    """What became of each line (file's SHA-256, sheet, row): `the same`, or what differs.

    `files`: SHA-256 -> kept file; `mappings`: SHA-256 -> the mapping's text with which it was read.
    """
    out: dict[Place, str] = {}
    for source in sorted({line.source for line in lines}):
        path, wanted = files[source], [line for line in lines if line.source == source]
        if not path.is_file():
            out |= {(source, line.sheet, line.row): "the file is no longer kept" for line in wanted}
        elif looks_like_ftm(path):
            out |= _entities(path, wanted)
        else:
            for sheet in recognise(path, mapping_of(mappings.get(source, "")))[0]:
                out |= _rows(path, sheet, [line for line in wanted if line.sheet == sheet.head.sheet])
    return out


def _rows(path: Path, sheet: Recognised, wanted: Sequence[Line]) -> dict[Place, str]:
    if not wanted:
        return {}
    rows = sheet.format.read(path, sheet.head, sheet.header_row, sheet.mapping.options)
    at = {position: i for i, position in enumerate(rows.positions)}
    out: dict[Place, str] = {}
    for chunk in rows.chunks:
        numbers = chunk.numbers.to_numpy(zero_copy_only=False)
        for line in wanted:
            for found in np.flatnonzero(numbers == line.row):  # a page can hold several offers, all in one row
                if out.get((line.source, line.sheet, line.row)) == SAME:
                    break
                out[line.source, line.sheet, line.row] = _compare(
                    line, {c.position: chunk.columns[at[c.position]][int(found)].as_py() for c in line.cells}
                )
    return {(line.source, line.sheet, line.row): "there is no such row" for line in wanted} | out


def _compare(line: Line, now: dict[str, str | None]) -> str:
    for cell in line.cells:
        if now[cell.position] != cell.value:
            return f"column {cell.position} {cell.header} holds {now[cell.position]!r} now"
    return SAME


def _entities(path: Path, wanted: Sequence[Line]) -> dict[Place, str]:
    """FollowTheMoney: the fields that the line gives now."""
    numbers = {(line.table, line.row): line for line in wanted}
    out: dict[Place, str] = {}
    for row in FtmRows(path).rows():
        if isinstance(row, BadRow) or (row[0], row[1]) not in numbers:
            continue
        line = numbers[row[0], row[1]]
        differing = [cell for cell in line.cells if row[2].get(cell.field) != cell.value]
        said = f"{differing[0].header} says {row[2].get(differing[0].field)!r} now" if differing else SAME
        if out.get((line.source, line.sheet, line.row)) != SAME:  # an entity can give several rows of one table
            out[line.source, line.sheet, line.row] = said
    return {(line.source, line.sheet, line.row): "there is no such line" for line in wanted} | out
