"""turnstone network ID"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from turnstone.cli.common import (
    HERE,
    JsonOption,
    Look,
    RunOption,
    WorkspaceOption,
    looking,
    print_json,
    say,
    told_unmasked,
)  # fmt: skip
from turnstone.errors import TurnstoneError

SHORT_ID = 8
"""Digits by which `networks` calls a network: fewer are a lead's number."""

if TYPE_CHECKING:
    from turnstone.exports.network_view import NetworkView


def command(
    network: Annotated[str, typer.Argument(help="Its id (or the beginning), a lead's number, or a party in it.")],
    everything: Annotated[bool, typer.Option("--all", help="All rows of each list, not only the first.")] = False,
    html: Annotated[Path | None, typer.Option("--html", help="Write a self-contained page to this file.")] = None,
    run: RunOption = None,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show one network: members by standing, positions, ties, what it hangs on, its history. Persons have facts only."""
    from turnstone.cli.width import screen_width
    from turnstone.exports.as_plain import as_plain
    from turnstone.exports.network_page import render_network
    from turnstone.exports.network_text import SHOWN, network_text
    from turnstone.reporting import write_page

    with looking(workspace, run) as look:
        view = view_of(look, network)
        told_unmasked(look.place, look.mask, view.lead.network)
        if html is not None:
            with look.place.locked():
                write_page(
                    look.place, look.run, look.engine, html, look.mask, lambda facts: render_network(facts, view),
                    title=f"A network: {view.title}", networks=[view.lead.network],
                )  # fmt: skip
    if as_json:
        print_json({"title": view.title, **as_plain(view)})
    elif html is not None:
        say(f"Page written to {html}{'; names of people and contacts are masked' if view.masked else ''}.")
    else:
        say(network_text(view, screen_width(), most=0 if everything else SHOWN))


def view_of(look: Look, text: str) -> NetworkView:
    """The network that a text means, as it may be shown. Raises TurnstoneError for one who posts alone."""
    from turnstone.exports.lead_view import lead_view
    from turnstone.exports.network_view import network_view
    from turnstone.indicators.registry import registry

    id = _network(look, text)
    lead = lead_view(look.engine, look.read, id, look.mask, registry())
    if lead is None or lead.about["kind"] == "alone":
        raise TurnstoneError(
            f"{text!r} is in no network that is shown", do="someone who posts alone is none; see `turnstone networks`"
        )
    return network_view(look.engine, look.read, look.run.tables, lead, look.mask, network_history(look, id))


def network_history(look: Look, network: str) -> list[dict[str, Any]]:
    """What became of a network since the run before; nothing where the run kept no history."""
    import pyarrow.parquet as pq

    path = look.place.folder / "runs" / look.run.id / "network_history.parquet"
    if not path.is_file() or look.place.runs()[0].id == look.run.id:  # in a first run all are new
        return []
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return [row for row in rows if network in (row["network_id"], row["other_id"])]


def _network(look: Look, text: str) -> str:
    """The network's id: of itself, of a lead's number, or of a party in it."""
    from turnstone.cli.common import find_network
    from turnstone.cli.parties import party_of
    from turnstone.exports.template_facts import asker, quoted

    ask = asker(look.engine, look.read)
    if text.removeprefix("#").isdigit() and len(text) < SHORT_ID:
        return find_network(look.place, look.run, look.engine, text)
    begin = text if text.startswith("network-") else f"network-{text}"
    ids = ask(f"SELECT id FROM networks WHERE starts_with(id, {quoted(begin)}) ORDER BY id LIMIT 2", "networks")
    if len(ids) == 1:
        return str(ids[0]["id"])
    if text.startswith("network-"):
        return find_network(look.place, look.run, look.engine, text)
    node = party_of(look, text, kinds=("entity", "poster", "case"))
    found = ask(f"SELECT network_id FROM network_members WHERE node_id = {quoted(node)}", "network_members")
    if not found:
        raise TurnstoneError(f"{text!r} is in no network", do="see `turnstone networks`")
    return str(found[0]["network_id"])
