"""A source description: which columns of a file fill which fields of which table. The shipped ones and a user's own
are the same YAML; `docs/how-to/map-your-own-table.md` explains it."""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from turnstone.errors import SourceError, Where
from turnstone.formats.rows import ReadOptions
from turnstone.model.tables import FILLED_BY_SOURCES

_KNOWN = frozenset(
    {
        *("name", "title", "publisher", "licence", "about", "table", "recognise", "constants", "dates", "decimal"),
        *("fields", "left_out", "rest", "sheet", "header_row", "delimiter", "encoding"),
    }
)
_KINDS: dict[str, tuple[type, str]] = {
    **dict.fromkeys(("fields", "constants", "recognise"), (dict, "lines of `name: value` below it")),
    "left_out": (dict, "lines of `reason: [columns]` below it"),
    "header_row": (int, "the number of the row, from 1"),
    **dict.fromkeys(("sheet", "rest", "delimiter", "encoding", "decimal", "dates", "table"), (str, "a text")),
}


@dataclass(frozen=True)
class Mapping:
    """How one kind of file is read. `fields`: field -> names a column may have, best first."""

    name: str
    title: str
    publisher: str
    licence: str
    about: str
    table: str
    fields: dict[str, tuple[str, ...]]
    needs: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    constants: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    """Column name (as compared) -> why it is left out."""
    rest: str | None = None
    """Why all columns that are not named are left out; None: they count as unknown."""
    dates: str = "mdy"
    decimal: str = "."
    sheet: str | None = None
    header_row: int | None = None
    options: ReadOptions = field(default_factory=ReadOptions)

    def column_for(self, field: str, header: tuple[str, ...]) -> int | None:
        """The position in `header` of the column that fills `field`, or None."""
        names = [plain(h) for h in header]
        return next((names.index(plain(n)) for n in self.fields[field] if plain(n) in names), None)

    def missing(self, header: tuple[str, ...]) -> list[str]:
        """The needed fields that no column of the header fills."""
        return [f for f in self.needs if f not in self.constants and self.column_for(f, header) is None]

    def fits(self, header: tuple[str, ...]) -> bool:
        """Whether a header is recognised as this source's."""
        names = {plain(h) for h in header}
        return bool(self.marks) and any(plain(m) in names for m in self.marks) and not self.missing(header)


def plain(name: str) -> str:
    """A column's name as compared: letters and digits in lower case. 'EMPLOYER_ADDRESS_1' is 'Employer Address1'."""
    return re.sub(r"[\W_]+", "", name).casefold()


@cache
def shipped() -> dict[str, Mapping]:
    """The source descriptions in this folder, by name."""
    out: dict[str, Mapping] = {}
    for folder in sorted(files("turnstone.sources").iterdir(), key=lambda f: f.name):
        page = folder.joinpath("source.yml")
        if folder.is_dir() and page.is_file():
            mapping = parse_mapping(page.read_text("utf-8"), folder.name)
            out[mapping.name] = mapping
    return out


USE = "use: "
USE_FTM = "use: ftm\n"
"""What is kept in place of a mapping's text when the user named a shipped source."""


def mapping_of(text: str) -> Mapping | None:
    """The mapping that a kept text stands for: a mapping's own YAML, or `use: NAME`; None to find out."""
    if not text or text == USE_FTM:
        return None
    if text.startswith(USE):
        return shipped()[text.removeprefix(USE).strip()]
    return parse_mapping(text, f"mapping {hashlib.sha256(text.encode()).hexdigest()[:8]}")


def load_mapping(path: Path) -> Mapping:
    """A user's own mapping. Raises SourceError naming the line's key that is wrong and what was expected."""
    return parse_mapping(path.read_text("utf-8"), str(path))


def parse_mapping(text: str, file: str) -> Mapping:
    """A mapping from its YAML. Raises SourceError with what is wrong."""

    def wrong(problem: str, expected: str) -> SourceError:
        return SourceError(problem, where=Where(file), expected=expected, do="see docs/how-to/map-your-own-table.md")

    try:
        page = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        at = f" (line {mark.line + 1}, column {mark.column + 1})" if mark else ""
        raise wrong(f"not YAML{at}", "a mapping in YAML") from error
    if not isinstance(page, dict):
        raise wrong("the mapping is empty", "a mapping in YAML")
    if extra := sorted(set(page) - _KNOWN):
        raise wrong(f"unknown keys: {', '.join(map(str, extra))}", ", ".join(sorted(_KNOWN)))
    for key, (kind, expected) in _KINDS.items():
        if not isinstance(page.get(key), (kind, type(None))):
            raise wrong(f"{key}: {page[key]!r}", expected)
    table = FILLED_BY_SOURCES.get(str(page.get("table")))
    if table is None:
        raise wrong(f"table {page.get('table')!r} is not one that a source can fill", ", ".join(FILLED_BY_SOURCES))
    for name, value in (page.get("fields") or {}).items():
        if any(isinstance(one, bool) for one in (value if isinstance(value, list) else [value])):
            raise wrong(
                f"fields: {name}: a column named no, yes, on or off", "its name in quotation marks, as YAML asks"
            )
    fields = {name: _names(value) for name, value in (page.get("fields") or {}).items()}
    constants = {name: str(value) for name, value in (page.get("constants") or {}).items()}
    if extra := sorted(set(fields) | set(constants) - set(table.raw), key=str):
        extra = [name for name in extra if name not in table.raw]
        if extra:
            raise wrong(f"table {table.name} has no field {', '.join(extra)}", ", ".join(table.raw))
    if not fields:
        raise wrong("no fields are mapped", "at least one line under `fields`")
    if page.get("dates", "mdy") not in ("mdy", "dmy"):
        raise wrong(f"dates: {page['dates']!r}", "mdy (05/31/2010) or dmy (31/05/2010)")
    if len(page.get("delimiter") or ",") != 1:
        raise wrong(f"delimiter: {page['delimiter']!r}", "one character")
    try:
        codecs.lookup(page.get("encoding") or "utf-8")
    except LookupError as error:
        raise wrong(f"encoding: {page['encoding']!r}", "a name that Python knows, such as utf-8 or cp1252") from error
    recognise = page.get("recognise") or {}
    left_out = {
        plain(column): str(reason)
        for reason, columns in (page.get("left_out") or {}).items()
        for column in _names(columns)
    }
    return Mapping(
        name=str(page.get("name") or Path(file).stem),
        title=str(page.get("title") or ""),
        publisher=str(page.get("publisher") or ""),
        licence=str(page.get("licence") or ""),
        about=str(page.get("about") or ""),
        table=table.name,
        fields=fields,
        needs=_names(recognise.get("needs") or list(fields)[:1]),
        marks=_names(recognise.get("marks") or []),
        constants=constants,
        left_out=left_out,
        rest=page.get("rest"),
        dates=page.get("dates", "mdy"),
        decimal=page.get("decimal", "."),
        sheet=page.get("sheet"),
        header_row=page.get("header_row"),
        options=ReadOptions(page.get("delimiter"), page.get("encoding")),
    )


def _names(value: Any) -> tuple[str, ...]:
    return tuple(str(v) for v in value) if isinstance(value, list) else (str(value),)
