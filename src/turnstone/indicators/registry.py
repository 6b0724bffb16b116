"""An indicator is a function that asks one question of the tables, and a page that says what the answer means.

NAME.py holds the function: it gives one row for each check it could make, with a strength where the condition is met.
NAME.md is the page: source, direction, family, thresholds with dates, innocent readings, what would refute it, what to
ask for next, and given/expect tables that are the indicator's test. Nothing else need be touched to add one.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import pyarrow as pa
import yaml

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.model.indicator import Family, Indicator, Threshold

Question = Callable[..., Table]


def question(name: str) -> Question:
    """The function of NAME.py."""
    function: Question = getattr(importlib.import_module(f"turnstone.indicators.{name}"), name)
    return function


def threshold_table(indicator: Indicator) -> pa.Table:
    """The thresholds as a table for SQL: name, value, since, until."""
    return pa.table(
        {
            "name": pa.array([t.name for t in indicator.thresholds], pa.string()),
            "value": pa.array([t.value for t in indicator.thresholds], pa.float64()),
            "since": pa.array([t.since for t in indicator.thresholds], pa.date32()),
            "until": pa.array([t.until for t in indicator.thresholds], pa.date32()),
        }
    )


def ask_checks(indicator: Indicator, engine: LocalEngine, tables: Mapping[str, Table]) -> Table:
    """One row for each check: node_id, what, strength (null or below 1: not met), known_on, facts, because."""
    given = {name: tables[name] for name in indicator.reads}
    return question(indicator.name)(engine, thresholds=Table.of(threshold_table(indicator)), **given)


@cache
def registry() -> dict[str, Indicator]:
    """All indicators by name, those that are off included."""
    pages = (page for page in files("turnstone.indicators").iterdir() if page.name.endswith(".md"))
    found = [read_page(page.name.removesuffix(".md"), page.read_text("utf-8")) for page in pages]
    return {indicator.name: indicator for indicator in sorted(found, key=lambda i: i.name)}


def read_page(name: str, text: str) -> Indicator:
    """An indicator from its page. Raises ValueError where the page lacks what every page must say."""
    match = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    if match is None:
        raise ValueError(f"{name}.md does not begin with its facts between two lines of ---")
    facts: dict[str, Any] = yaml.safe_load(match.group(1))
    body = text[match.end() :]
    title = re.search(r"^# (.+)$", body, re.MULTILINE)
    missing = [
        k for k in ("family", "direction", "sources", "base_rate", "reads", "sentence", "strength") if not facts.get(k)
    ]
    sections = {
        k: tuple(_items(body, k)) for k in ("Innocent readings", "What would refute it", "What to ask for next")
    }
    missing += [k for k, items in sections.items() if not items]
    if missing or title is None:
        raise ValueError(f"{name}.md does not say: {', '.join(missing) or 'its title'}")
    return Indicator(
        name=name,
        title=title.group(1),
        family=Family(facts["family"]),
        on=facts.get("status", True) is True,  # YAML reads `on` and `off` as true and false
        direction=facts["direction"],
        sources=tuple(facts["sources"]),
        base_rate=facts["base_rate"],
        sentence=facts["sentence"],
        strength=facts["strength"],
        thresholds=tuple(
            Threshold(t["name"], float(t["value"]), t["since"], t.get("until"), t["source"])
            for t in facts.get("thresholds") or ()
        ),
        innocent=sections["Innocent readings"],
        refute=sections["What would refute it"],
        ask=sections["What to ask for next"],
        reads=tuple(facts["reads"]),
        why_off=facts.get("why_off", ""),
        text=body,
    )


def _items(body: str, heading: str) -> list[str]:
    """The list items under a heading, each on one line."""
    match = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", body, re.MULTILINE | re.DOTALL)
    if match is None:
        return []
    items = re.split(r"^- ", match.group(1), flags=re.MULTILINE)[1:]
    return [" ".join(item.split()) for item in items]
