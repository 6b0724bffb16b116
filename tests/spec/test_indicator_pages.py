"""The page of an indicator is its test: given these tables, expect these hits."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.indicators.registry import ask_checks, registry
from turnstone.model.indicator import Indicator
from turnstone.model.tables import ALL_TABLES

Row = dict[str, str]


def tables_under(body: str, heading: str) -> dict[str, list[Row]]:
    """The Markdown tables under a heading, by the word before each ('' where there is none)."""
    match = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", body, re.MULTILINE | re.DOTALL)
    assert match, f"no section {heading!r}"
    out: dict[str, list[Row]] = {}
    name, header = "", None
    for line in match.group(1).splitlines():
        if not line.startswith("|"):
            header = None
            if words := re.match(r"(\w+)", line):
                name = words.group(1)
            continue
        cells = [c.strip().replace("\\|", "|") for c in re.split(r"(?<!\\)\|", line)[1:-1]]
        if header is None:
            header = cells
            out[name] = []
        elif not set("".join(cells)) <= set("-: "):
            out[name].extend(repeated(dict(zip(header, cells, strict=True))))
    return out


def repeated(row: Row) -> list[Row]:
    """`*20` in the first cell stands for twenty rows; `*` in any cell then for the row's number."""
    first = next(iter(row))
    match = re.fullmatch(r"\*(\d+)", row[first])
    if match is None:
        return [row]
    return [
        {k: f"x{i}" if k == first else v.replace("*", str(i)) for k, v in row.items()}
        for i in range(int(match.group(1)))
    ]


def as_table(name: str, rows: list[Row]) -> Table:
    """Rows as a table of the model; columns that the page does not give are empty, lists are joined by semicolons."""
    schema = ALL_TABLES[name].arrow
    unknown = {column for row in rows for column in row} - set(schema.names)
    assert not unknown, f"{name} has no columns {unknown}"
    columns = []
    for field in schema:
        texts = pa.array([row.get(field.name) or None for row in rows], pa.string())
        columns.append((pc.split_pattern(texts, "; ") if pa.types.is_list(field.type) else texts).cast(field.type))
    return Table.of(pa.Table.from_arrays(columns, schema=schema))


def has_question(indicator: Indicator) -> bool:
    """Whether NAME.py stands beside NAME.md. A page that is off may do without: it says what is known."""
    return files("turnstone.indicators").joinpath(f"{indicator.name}.py").is_file()


ASKED = [i for i in registry().values() if has_question(i)]


@pytest.mark.parametrize("indicator", ASKED, ids=lambda i: i.name)
def test_page(indicator: Indicator, tmp_path: Path) -> None:
    given = tables_under(indicator.text, "Given")
    expected = tables_under(indicator.text, "Expect")[""]
    with LocalEngine(tmp_path) as engine:
        tables = {name: as_table(name, given.get(name, [])) for name in indicator.reads}
        checks = ask_checks(indicator, engine, tables).arrow().to_pylist()
    hits = [row for row in checks if (row["strength"] or 0) >= 1]
    found = sorted((h["node_id"], h["what"], h["strength"]) for h in hits)
    assert found == sorted((e["node_id"], e["what"], int(e["strength"])) for e in expected)
    for hit in hits:
        facts = dict(zip(hit["facts"][::2], hit["facts"][1::2], strict=True))
        said = set(re.findall(r"{(\w+)}", indicator.sentence))
        assert said <= set(facts), f"the sentence says {said - set(facts)}, which is no fact"


def test_every_family_has_an_indicator() -> None:
    assert {i.family.value for i in registry().values() if i.on} == {
        "adjudication", "identity", "premises", "pay", "scale", "intermediary", "contact", "movement", "wording", "chain",
    }  # fmt: skip


def test_at_least_ten_are_on_and_those_off_say_why() -> None:
    assert sum(i.on for i in registry().values()) >= 10
    assert all(i.why_off for i in registry().values() if not i.on)


def test_a_page_without_a_question_is_off_and_promises_none() -> None:
    without = [i for i in registry().values() if not has_question(i)]
    assert without
    for indicator in without:
        assert not indicator.on
        assert "## Given" not in indicator.text and "## Expect" not in indicator.text


@pytest.mark.parametrize("name", ["same_text_other_identity", "same_contact_other_identity", "text_repetition"])
def test_a_known_rate_of_fraud_is_called_fraud(name: str) -> None:
    """Figures of EMSCAD are about fraud in job adverts, and the page says so beside them."""
    indicator = registry()[name]
    said = f"{indicator.base_rate} {indicator.why_off}"
    assert "EMSCAD" in said and "fraud" in said.lower()


@pytest.mark.parametrize(
    "name", ["movement_language", "young_looking_or_tattoos", "screening_language", "stated_age_under_23"]
)
def test_what_was_refuted_is_there_and_off(name: str) -> None:
    indicator = registry()[name]
    assert not indicator.on and "Refuted" in indicator.why_off and indicator.direction != "more"
