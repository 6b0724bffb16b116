"""Finds out what a file is: which sheet, which header row, which source description."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rapidfuzz import fuzz, process

from turnstone.errors import SourceError, Where
from turnstone.formats.detect import Format, detect
from turnstone.formats.rows import Head
from turnstone.sources.mapping import Mapping, plain, shipped

MOST_COLUMNS = 16_384


@dataclass(frozen=True)
class Recognised:
    """A sheet that can be read: its head, the row of its header, the description that fits, and how to read it."""

    head: Head
    header_row: int
    mapping: Mapping
    format: Format


def recognise(path: Path, mapping: Mapping | None = None) -> tuple[list[Recognised], list[Head]]:
    """The sheets that can be read and those that cannot.

    `mapping`: what the user says the file is; without it, the shipped descriptions are tried. Raises SourceError when
    no sheet can be read, with what was expected and what is nearest.
    """
    format = detect(path)
    heads = format.heads(path, mapping.options if mapping else shipped()["debarments"].options)
    heads, too_wide = _narrow(path, heads)
    wanted = [head for head in heads if mapping is None or mapping.sheet in (None, head.sheet)]
    if not wanted and mapping is not None:
        names = ", ".join(repr(head.sheet) for head in heads)
        raise SourceError(
            f"there is no sheet {mapping.sheet!r}",
            where=Where(str(path)),
            expected=f"a sheet of that name; the file has {names}",
            do="correct `sheet:` in the mapping",
        )
    found: list[Recognised] = []
    for head in wanted:
        row_and_mapping = _find_header(path, head, mapping)
        if row_and_mapping is not None:
            found.append(Recognised(head, *row_and_mapping, format))
    if not found:
        if too_wide:
            raise too_wide
        raise _not_recognised(path, wanted, [mapping] if mapping else list(shipped().values()))
    taken = {id(r.head) for r in found}
    return found, [head for head in heads if id(head) not in taken]


def _narrow(path: Path, heads: Sequence[Head]) -> tuple[list[Head], SourceError | None]:
    """The heads without rows that are too wide to be a header, and what is to be said of the first of them."""
    wide = [
        (head.sheet, number, len(cells)) for head in heads for number, cells in head.rows if len(cells) > MOST_COLUMNS
    ]
    if not wide:
        return list(heads), None
    sheet, row, count = wide[0]
    error = SourceError(
        f"{count:,} columns",
        where=Where(str(path), sheet, row),
        expected=f"a table of at most {MOST_COLUMNS:,} columns, as many as a spreadsheet has",
        do="see that the delimiter is the right one, and cut the table down to the columns that are needed",
    )
    return [replace(h, rows=tuple(r for r in h.rows if len(r[1]) <= MOST_COLUMNS)) for h in heads], error


def _find_header(path: Path, head: Head, mapping: Mapping | None) -> tuple[int, Mapping] | None:
    for number, cells in head.rows:
        if mapping is not None:
            if mapping.header_row in (None, number) and not mapping.missing(cells):
                return number, mapping
            continue
        fitting = [m for m in shipped().values() if m.fits(cells)]
        if len(fitting) > 1:
            raise SourceError(
                f"looks like {' and like '.join(m.name for m in fitting)}",
                where=Where(str(path), head.sheet, number),
                do="say which with --source",
            )
        if fitting:
            return number, fitting[0]
    return None


def _not_recognised(path: Path, heads: Sequence[Head], mappings: Iterable[Mapping]) -> SourceError:
    """The error that names the nearest description, what it misses, and which columns look like what is missed."""
    best: tuple[int, Mapping, Head, int, tuple[str, ...]] | None = None
    for head in heads:
        for number, cells in head.rows:
            for mapping in mappings:
                hits = sum(mapping.column_for(f, cells) is not None for f in mapping.fields)
                if best is None or hits > best[0]:
                    best = (hits, mapping, head, number, cells)
    if best is None or best[0] == 0:
        sheets = ", ".join(repr(h.sheet) for h in heads if h.sheet)
        return SourceError(
            "no header was found that any source description knows",
            where=Where(str(path)),
            expected="one of " + ", ".join(sorted(shipped())) + (f"; sheets here: {sheets}" if sheets else ""),
            do="describe the table in a mapping (docs/how-to/map-your-own-table.md), then add --source MAPPING.yml",
        )
    _, mapping, head, number, cells = best
    missing = mapping.missing(cells)
    said = []
    for field in missing:
        names = mapping.fields[field]
        near = process.extractOne(
            names[0], [c for c in cells if c], scorer=fuzz.ratio, processor=plain, score_cutoff=60
        )
        said.append(f"{' or '.join(names)} (for {field})" + (f"; nearest here: {near[0]!r}" if near else ""))
    if not missing:
        said = [f"one of the columns {', '.join(mapping.marks)}, by which {mapping.name} is told from others"]
    return SourceError(
        f"looks like {mapping.name}, but columns are missing or renamed",
        where=Where(str(path), head.sheet, number),
        expected="; ".join(said),
        do=f"if it is the same data under new names, copy the source description {mapping.name}, add the names, "
        "and add the file with --source MAPPING.yml",
    )
