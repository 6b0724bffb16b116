"""turnstone same A B"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    short_id,
    told_unmasked,
)  # fmt: skip
from turnstone.cli.parties import two_parties
from turnstone.cli.width import screen_width

if TYPE_CHECKING:
    from turnstone.exports.same_view import SameView


def command(
    a: Annotated[str, typer.Argument(help="A party: an id, or a name, number or address that `find` finds.")],
    b: Annotated[str, typer.Argument(help="Another, or the same: then what holds it together.")],
    html: Annotated[Path | None, typer.Option("--html", help="Write a self-contained page to this file.")] = None,
    run: RunOption = None,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Say whether two are the same and why, or why not: bits feature by feature, with the values compared."""
    from turnstone.exports.as_plain import as_plain
    from turnstone.exports.same_page import render_same
    from turnstone.exports.same_text import same_text
    from turnstone.reporting import write_page

    with looking(workspace, run) as look:
        ids = two_parties(look, a, b)
        view = weighed_view(look, ids[0], ids[1])
        told_unmasked(look.place, look.mask, f"same {short_id(ids[0])} {short_id(ids[1])}")
        if html is not None:
            with look.place.locked():
                write_page(
                    look.place, look.run, look.engine, html, look.mask, lambda facts: render_same(facts, view),
                    title="Are they the same?", networks=[], pair=ids,
                )  # fmt: skip
    if as_json:
        print_json(as_plain(view))
    elif html is not None:
        say(f"Page written to {html}{'; names of people and contacts are masked' if view.masked else ''}.")
    else:
        say(same_text(view, screen_width()))
        if ids[0] == ids[1]:
            return
        say("")
        say(f"To judge the pair: turnstone judge {short_id(ids[0])} {short_id(ids[1])} same|different|unsure")


def weighed_view(look: Look, a: str, b: str) -> SameView:
    """The view of two ids; pairs that the run does not keep are weighed by its own functions."""
    from turnstone.exports.judgements import judgements
    from turnstone.exports.same_view import same_view
    from turnstone.links.facts import compare_births
    from turnstone.links.one_pair import weigh_pairs
    from turnstone.links.weigh import ENOUGH

    return same_view(
        look.engine, look.read, look.run.tables, look.mask, judgements(look.place.log.of("decided")), a, b,
        bar=ENOUGH, births=compare_births,
        weigh=lambda kind, pairs: weigh_pairs(look.engine, look.read("profiles"), look.read("premises"), kind, pairs),
    )  # fmt: skip
