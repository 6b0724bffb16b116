"""turnstone networks"""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Annotated, Any

import typer

from turnstone.cli.common import (
    HERE,
    JsonOption,
    RunOption,
    WorkspaceOption,
    for_workspace,
    looking,
    note,
    print_json,
    print_table,
    say,
    told_unmasked,
)  # fmt: skip
from turnstone.cli.width import listing_width, screen_width
from turnstone.errors import TurnstoneError

FEWEST = 2


def command(
    kind: Annotated[
        str | None, typer.Option("--kind", help="employers, unnamed employers, intermediaries, parties or posters.")
    ] = None,
    party: Annotated[
        str | None, typer.Option("--with", help="Only that of this party: a name, a number, an id.")
    ] = None,
    state: Annotated[str | None, typer.Option("--state", help="Only with a member in this state.")] = None,
    country: Annotated[str | None, typer.Option("--country", help="Only with a member there: ISO 3166-1.")] = None,
    least: Annotated[int, typer.Option("--least", min=1, help="Only with so many parties.")] = FEWEST,
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, help="How many to show; 0 for all.")] = 20,
    continued: Annotated[
        bool, typer.Option("--continued", help="List instead who may be continued by whom, and by what.")
    ] = False,
    run: RunOption = None,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """List networks: parties that share rare things; what they share, where, since when, how sure. No lead is implied."""
    from turnstone.cli.parties import party_of
    from turnstone.exports.disclaimer import disclaimer
    from turnstone.exports.network_list import KINDS, network_list

    if kind is not None and kind not in KINDS:
        raise TurnstoneError(f"there is no kind {kind!r} of networks to list", do=f"choose among {', '.join(KINDS)}")
    if continued:
        if kind is not None or state is not None or country is not None or least != FEWEST:
            raise TurnstoneError("of these, only --with and --limit go with --continued", do="leave the others out")
        _list_continued(workspace, run, party, limit, as_json)
        return
    with looking(workspace, run) as look:
        nodes = None
        if party is not None:
            nodes = [party_of(look, party, kinds=("entity", "poster", "case"))]
            least = 1
        rows = network_list(
            look.engine, look.read, look.run.tables, kind=kind, nodes=nodes, state=state, country=country, least=least
        )
    shown = rows[:limit] if limit else rows
    if as_json:
        print_json(shown)
        return
    print_networks(shown)
    say("")
    for line in textwrap.wrap(disclaimer(row["kind"] for row in shown or [{"kind": ""}]), screen_width()):
        say(line)
    if len(shown) < len(rows):
        note(f"{len(rows) - len(shown):,} more: --limit 0 shows all.")
    if shown:
        note(f"Next: turnstone network {shown[0]['id'].removeprefix('network-')[:8]}{for_workspace(workspace)}")


def _list_continued(workspace: Path, run: str | None, party: str | None, limit: int, as_json: bool) -> None:
    """Who may be continued by whom: of all, or with a member of a party's network among the two."""
    from turnstone.cli.parties import party_of
    from turnstone.exports.as_plain import as_plain
    from turnstone.exports.continuity_list import continuity_list, continuity_list_text
    from turnstone.exports.template_facts import asker, quoted

    with looking(workspace, run) as look:
        network = None
        if party is not None:
            node = quoted(party_of(look, party, kinds=("entity", "poster", "case")))
            ask = asker(look.engine, look.read)
            rows = ask(f"SELECT network_id FROM network_members WHERE node_id = {node}", "network_members")
            network = str(rows[0]["network_id"]) if rows else ""
        found = continuity_list(look.engine, look.read, look.run.tables, look.mask, network=network)
        told_unmasked(look.place, look.mask, "who may be continued by whom")
    more = len(found.continuities) - limit if limit else 0
    if as_json:
        plain = as_plain(found)
        print_json(plain | {"continuities": plain["continuities"][: limit or None]})
        return
    say(continuity_list_text(found, screen_width(), most=limit))
    if more > 0:
        note(f"{more:,} more: --limit 0 shows all.")


def _with(kind: str, size: int) -> str:
    """How many more there are beside the one that it is called by."""
    if size == 1:
        return ""
    return f" · {size} posters" if kind == "posters" else f" and {size - 1} other{'s' if size > 2 else ''}"


WIDE = 120
"""Columns from which on the list is a table; in fewer each network has lines of its own."""


def print_networks(rows: list[dict[str, Any]]) -> None:
    """The list for people."""
    for row in rows:
        row["who"] = row["name"] + _with(row["kind"], row["size"])
        known = row["core"] is not None and row["likely"] is not None
        possible = f", {row['possible']}?" if row["possible"] else ""
        row["sizes"] = f"{row['core']} + {row['likely']}{possible}" if known else str(row["size"])
        row["where"] = ", ".join([*(row["towns"] or [])[:2], *row["states"][:4]])
        years = [f"{day:%Y}" for day in (row["first_on"], row["last_on"]) if day]
        row["years"] = "-".join(dict.fromkeys(years))
        row["short"] = row["id"].removeprefix("network-")[:8]
    if not rows:
        say("No network fits.")
        return
    if listing_width() >= WIDE:
        columns = {"short": "Id", "who": "Network", "kind": "Kind", "sizes": "Members", "families": "What they share",
                   "where": "Where", "years": "Known", "weakest_bits": "Bridge", "rank": "Lead"}  # fmt: skip
        print_table(rows, columns, right=("weakest_bits", "rank"), least={"who": 18, "short": 8, "years": 9})
    else:
        for row in rows:
            for line in _lines(row):
                say(line)
    say("")
    for line in textwrap.wrap(_KEY, min(listing_width(), 110)):
        say(line)


_KEY = (
    "Members: core + likely, and how many are possible (?). Bridge: bits of what holds the most loosely tied part. Lead: its "
    "number in `turnstone leads`, if it is one."
)


def _lines(row: dict[str, Any]) -> list[str]:
    """One network in a narrow terminal."""
    lead = f" · lead {row['rank']}" if row["rank"] else ""
    bridge = f"bridge {row['weakest_bits']:.1f} bits" if row["weakest_bits"] is not None else ""
    shares = f"share: {', '.join(row['families'])}" if row["families"] else ""
    facts = [f"{row['sizes']} members", shares, row["where"], row["years"], bridge]
    first = textwrap.wrap(
        f"{row['short']}  {row['who']} · {row['kind']}{lead}", listing_width(), subsequent_indent=" " * 10
    )
    told = "; ".join(fact for fact in facts if fact)
    return [*first, *textwrap.wrap(told, listing_width(), initial_indent=" " * 10, subsequent_indent=" " * 10)]
