"""Writes docs/reference from the code: tables, indicators, sources and commands.

    python tools/make_reference.py

Nothing there is written by hand. A test fails when a page is not what this program would write now.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import typer

from turnstone.cli.main import COMMANDS, build
from turnstone.indicators.registry import registry
from turnstone.model.indicator import Indicator
from turnstone.model.schema import Schema
from turnstone.model.tables import ALL_TABLES, FILLED_BY_SOURCES
from turnstone.sim.parameters import parameters
from turnstone.sources.mapping import Mapping, shipped

OUT = Path(__file__).parent.parent / "docs" / "reference"
MADE = "Made by `python tools/make_reference.py` from the code. Do not edit by hand.\n"


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (OUT / name).write_text(text, "utf-8", newline="\n")


def pages() -> dict[str, str]:
    """Name of the page -> its text."""
    return {
        "README.md": index(),
        "commands.md": commands(),
        "indicators.md": indicators(),
        "sources.md": sources(),
        "tables.md": tables(),
        "world.md": world(),
    }


def index() -> str:
    return "\n".join([
        "# Reference",
        "",
        MADE,
        f"- [Commands](commands.md): {len(COMMANDS)} commands with their options",
        f"- [Tables](tables.md): {len(ALL_TABLES)} tables, each column with a sentence",
        f"- [Indicators](indicators.md): {len(registry())} questions, with sources, thresholds and innocent readings",
        f"- [Sources](sources.md): {len(shipped())} kinds of files that are recognised, and what becomes of each column",
        f"- [World](world.md): {len(parameters().rows)} figures from which a synthetic market is made, each with its source",
        "",
        "Written by hand, and held true by a test: [the workbench's JSON](workbench-json.yml), as an OpenAPI description.",
        "",
    ])  # fmt: skip


def world() -> str:
    """The figures of the synthetic market."""
    rows = parameters().rows.values()
    cited = sum(row.source != "assumption" for row in rows)
    out = [
        "# World",
        "",
        MADE,
        "What a synthetic market is made from (see [The synthetic market](../explanation/synthetic-market.md)). "
        f"{len(rows)} figures, {cited} with a source, the others assumed. A unit of `quantiles` gives values at even steps from the least to "
        "the most, with straight lines between. `turnstone simulate --parameters FILE` takes a CSV with the columns `name` and `value` for "
        "figures that are to differ. The table is kept as it is: a change is a dated decision.",
        "",
    ]
    lines = [
        (f"`{row.name}`", " ".join(f"{v:,}" for v in row.values), row.unit, row.set_on, row.source, row.note)
        for row in rows
    ]
    return "\n".join([*out, *table(("Name", "Value", "Unit", "Set on", "Source", "Note"), lines)])


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """A Markdown table and an empty line."""
    lines = [[str(cell).replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    return [f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *lines)] + [""]


def bullets(items: Iterable[str]) -> list[str]:
    return [*(f"- {item}" for item in items), ""]


def contents(names: Iterable[str]) -> list[str]:
    """Links to the headings of this page."""
    return [" · ".join(f"[{name}](#{name.lower().replace(' ', '-')})" for name in names), ""]


# tables


def tables() -> str:
    made = {name: schema for name, schema in ALL_TABLES.items() if name not in FILLED_BY_SOURCES}
    lines = [
        "# Tables",
        "",
        MADE,
        "A run leaves these tables as Parquet. `turnstone table` lists them, `turnstone table NAME` prints one. Rows are",
        "unique by the key and stored in its order. `required`: never empty. Money is decimal, days are dates, texts are",
        "UTF-8; `mbits` are thousandths of a bit.",
        "",
        "## Filled by sources",
        "",
        "Each has a raw table of the same name with `raw_` before it: the fields listed under it as the file has them,",
        "all text, with `id`, `source` (SHA-256 of the file), `sheet`, `row` and `style` (how dates and decimals are",
        "written).",
        "",
        *contents(FILLED_BY_SOURCES),
    ]
    for schema in FILLED_BY_SOURCES.values():
        lines += described(schema)
        lines += ["Fields that a source may fill:", ""]
        lines += table(("Field", "Meaning"), ((f"`{name}`", doc) for name, doc in schema.raw.items()))
    lines += ["## Made by the run", "", *contents(made)]
    for schema in made.values():
        lines += described(schema)
    return "\n".join(lines)


def described(schema: Schema) -> list[str]:
    rows = ((f"`{c.name}`", c.type, "required" if c.required else "", c.doc) for c in schema.columns)
    keys = ", ".join(f"`{name}`" for name in schema.key)
    return [
        f"### {schema.name}",
        "",
        schema.doc,
        "",
        f"Key: {keys}",
        "",
        *table(("Column", "Type", "", "Meaning"), rows),
    ]


# indicators


def indicators() -> str:
    found = registry().values()
    lines = [
        "# Indicators",
        "",
        MADE,
        "An indicator asks one question of the tables. A hit is a fact, not a finding about anybody. Its weight is how",
        "rare it is among peers: see [how a lead is weighed](../explanation/how-a-lead-is-weighed.md). The page beside",
        "each one's code holds the tables that are its test.",
        "",
        *table(
            ("Indicator", "What it asks", "Family", "State"),
            ((f"[{i.name}](#{i.name})", i.title, i.family.value, "on" if i.on else "off") for i in found),
        ),
    ]
    for indicator in found:
        lines += described_indicator(indicator)
    return "\n".join(lines)


def described_indicator(i: Indicator) -> list[str]:
    lines = [f"## {i.name}", "", f"**{i.title}**", ""]
    if not i.on:
        lines += [f"Off: {i.why_off}", ""]
    lines += [
        f"Family: {i.family.value}. Direction: {i.direction}. Strength: {i.strength}.",
        "",
        f"A hit says: \u201c{i.sentence}\u201d",
        "",
        f"Base rate: {i.base_rate}. Reads: {', '.join(f'[{t}](tables.md#{t})' for t in i.reads)}.",
        "",
    ]
    if i.thresholds:
        rows = ((f"`{t.name}`", f"{t.value:g}", t.since, t.until or "", t.source) for t in i.thresholds)
        lines += table(("Threshold", "Value", "Since", "Until", "From"), rows)
    for heading, items in (
        ("Sources", i.sources),
        ("Innocent readings", i.innocent),
        ("What would refute it", i.refute),
        ("What to ask for next", i.ask),
    ):
        lines += [f"{heading}:", "", *bullets(items)]
    at = f"../../src/turnstone/indicators/{i.name}"
    has_code = files("turnstone.indicators").joinpath(f"{i.name}.py").is_file()  # some that are off were never built
    return [*lines, f"[Its page]({at}.md)" + (f", [its code]({at}.py)" if has_code else ""), ""]


# sources


def sources() -> str:
    found = shipped().values()
    lines = [
        "# Sources",
        "",
        MADE,
        "Files of these kinds are recognised by `turnstone add`. Any other table is read by a mapping of your own: see",
        "[how to map a table](../how-to/map-your-own-table.md). FollowTheMoney entities (`ftm`) are recognised too: see",
        "[FollowTheMoney](../how-to/followtheMoney.md).",
        "",
        *table(
            ("Source", "What it is", "Fills", "Licence"),
            ((f"[{m.name}](#{m.name})", m.title, f"[{m.table}](tables.md#{m.table})", m.licence) for m in found),
        ),
    ]
    for mapping in found:
        lines += described_source(mapping)
    return "\n".join(lines)


def described_source(m: Mapping) -> list[str]:
    constants = ", ".join(f"`{name}` is {value}" for name, value in m.constants.items())
    reasons: dict[str, list[str]] = {}
    for column, reason in m.left_out.items():
        reasons.setdefault(reason, []).append(f"`{column}`")
    lines = [
        f"## {m.name}",
        "",
        f"{m.title}. {m.publisher}.",
        "",
        m.about,
        "",
        f"Needs {', '.join(f'`{f}`' for f in m.needs)}. Told from others by one of the columns "
        f"{', '.join(f'`{c}`' for c in m.marks)}.",
        "",
        *([f"Where the file says nothing: {constants}.", ""] if constants else []),
        *table(
            ("Field", "Column, the first that is there"),
            ((f"`{field}`", ", ".join(f"`{c}`" for c in columns)) for field, columns in m.fields.items()),
        ),
    ]
    if reasons:
        lines += ["Left out (names as compared: letters and digits only):", ""]
        lines += table(("Why", "Columns"), ((reason, ", ".join(names)) for reason, names in reasons.items()))
    return lines


# commands


def commands() -> str:
    group: Any = typer.main.get_command(build())
    lines = [
        "# Commands",
        "",
        MADE,
        "`turnstone COMMAND --help` prints the same. Exit codes are in [errors](../how-to/errors.md). `--workspace`",
        "(`-w`, or the variable `TURNSTONE_WORKSPACE`) names the workspace; without it, the current folder and those",
        "above it are tried. `turnstone --install-completion` sets up completion for your shell.",
        "",
        *table(
            ("Command", "What it does"),
            ((f"[{name}](#{name})", sentence(group.commands[name].help)) for name in COMMANDS),
        ),
    ]
    for name in COMMANDS:
        lines += described_command(name, group.commands[name])
    return "\n".join(lines)


def sentence(help: str | None) -> str:
    """Help as one line."""
    return " ".join((help or "").split())


def described_command(name: str, command: Any) -> list[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
    usage = " ".join(f"[{written(p)}]" if not p.required else written(p) for p in arguments)
    rows = [(f"`{written(p)}`", sentence(p.help)) for p in arguments]
    rows += [(", ".join(f"`{o}`" for o in sorted(p.opts, key=len, reverse=True)), sentence(p.help)) for p in options]
    return [
        f"## {name}",
        "",
        sentence(command.help),
        "",
        f"    turnstone {name} {usage + ' ' if usage else ''}[OPTIONS]",
        "",
        *table(("Argument or option", "Meaning"), rows),
    ]


def written(argument: Any) -> str:
    """An argument as it is written in a usage line."""
    return str(argument.metavar or argument.name.upper()) + ("..." if argument.nargs == -1 else "")


if __name__ == "__main__":
    main()
