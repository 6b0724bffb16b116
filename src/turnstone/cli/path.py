"""turnstone path A B"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from turnstone.cli.common import (
    HERE,
    JsonOption,
    RunOption,
    WorkspaceOption,
    looking,
    note,
    print_json,
    say,
    short_id,
    told_unmasked,
)  # fmt: skip
from turnstone.errors import TurnstoneError

if TYPE_CHECKING:
    from turnstone.exports.tie_paths import TiePath

TIES_SHOWN = 4


def command(
    a: Annotated[str, typer.Argument(help="A party: an id, or a name, number or address that `find` finds.")],
    b: Annotated[str, typer.Argument(help="Another.")],
    most: Annotated[int, typer.Option("--most", "-n", min=1, help="How many paths at most.")] = 3,
    without: Annotated[
        list[str] | None, typer.Option("--without", help="A kind of tie that is not followed (housing, agent ...).")
    ] = None,
    run: RunOption = None,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show how two parties are connected: the chains of shared things whose weakest link is strongest."""
    from turnstone.cli.parties import party_of
    from turnstone.cli.width import say_wrapped, screen_width
    from turnstone.exports.as_plain import as_plain
    from turnstone.exports.tie_paths import tie_paths

    with looking(workspace, run) as look:
        ids = [party_of(look, text, kinds=("entity", "poster", "case")) for text in (a, b)]
        if ids[0] == ids[1]:
            raise TurnstoneError("both are one party", do="see what it shares with others: `turnstone network`")
        paths = tie_paths(
            look.engine, look.read, look.run.tables, ids[0], ids[1], look.mask, most=most, left_out=without or ()
        )
        told_unmasked(look.place, look.mask, f"path {short_id(ids[0])} {short_id(ids[1])}")
    if as_json:
        print_json([{"weakest_bits": path.weakest_bits, **as_plain(path)} for path in paths])
        return
    if not paths:
        say_wrapped("Nothing joins the two: there is no chain of shared things between them.")
        note("People, and those who post alone, are on no path. Hubs (`turnstone table hubs`) join nobody.")
        return
    for number, path in enumerate(paths, 1):
        for line in _lines(number, path, screen_width()):
            say(line)
        say("")
    say_wrapped("To be connected is no wrongdoing: a path says what is shared, and no more.")


def _lines(number: int, path: TiePath, width: int) -> Iterator[str]:
    n = len(path.steps)
    more = "" if number == 1 else ", without the weakest steps above"
    yield from textwrap.wrap(
        f"{number}. {n} step{'s' if n > 1 else ''}, the weakest of {path.weakest_bits:.1f} bits{more}", width
    )
    parties = {party["id"]: party for party in path.parties}
    for i, step in enumerate(path.steps):
        if i == 0:
            yield from _party(parties[step.a], width)
        mark = "weakest" if step.bits == path.weakest_bits and n > 1 else ""
        yield f"     │ {step.bits:.1f} bits {mark}".rstrip()
        for tie in step.ties[:TIES_SHOWN]:
            when = f"since {tie['since']}" if tie["since"] else "no day known"
            if tie["gap_days"]:
                when = f"{tie['gap_days']:,} days apart"
            elif tie["since"] and tie["until"]:
                when = f"{tie['since']} to {tie['until']}"
            yield from textwrap.wrap(
                f"{tie['kind']} {tie['shown']} ({tie['bits']:.1f} bits; {tie['holders']} hold it; {when})",
                width, initial_indent="     │   ", subsequent_indent="     │     ",
            )  # fmt: skip
        if len(step.ties) > TIES_SHOWN:
            yield f"     │   … and {len(step.ties) - TIES_SHOWN} more (--json has all)"
        yield from _party(parties[step.b], width)


def _party(party: dict[str, str], width: int) -> list[str]:
    place = ", ".join(party[c] for c in ("town", "state") if party[c])
    said = " · ".join(part for part in (party["label"], party["kind"], place, short_id(party["id"])) if part)
    return textwrap.wrap(said, width, initial_indent="   ● ", subsequent_indent="     ")
