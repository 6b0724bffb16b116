"""Who may be continued by whom, as one list of the whole run: the pair, the days, what goes on, how else that comes about."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.exports.mask import Mask
from turnstone.exports.network_continuity import (
    continuities_of,
    days_between,
    folded_continuities,
    folded_said,
    goes_on_said,
    readings_said,
    refuting_said,
    withheld_continuities,
)
from turnstone.exports.network_names import Names
from turnstone.exports.template_facts import asker, quoted

ReadTable = Callable[[str], Table]
MAY = "The later one may continue the earlier one; no more is said. It joins nobody and adds nothing to a lead."


@dataclass(frozen=True)
class ContinuityList:
    """Pairs as they may be shown now, the strongest first."""

    continuities: tuple[dict[str, Any], ...]
    """`earlier`, `later` (with `_id`, `_town` and `_network`), `ended_on`, `began_on`, `bits`, `same_network`, `goes_on`: family,
    kind, shown, bits, innocent, refuted."""
    withheld: int
    """Pairs that are not shown because one of the two may be a person."""
    folded: int
    """Pairs that are set apart because the two read as one firm."""


def continuity_list(
    engine: LocalEngine, read: ReadTable, tables: Collection[str], mask: Mask, *, network: str | None = None
) -> ContinuityList:
    """All of a run, or those with a member of one network among the two. `tables`: names of the tables that the run has;
    in one of an older version that has no `continuities` there are none."""
    ask = asker(engine, read)
    here = None if network is None else quoted(network)
    rows, withheld = continuities_of(ask, tables, Names(ask, mask, {}), here)
    listed = ", ".join(sorted({quoted(row[end]) for row in rows for end in ("earlier_id", "later_id")})) or "''"
    towns = {
        row["id"]: ", ".join(part for part in (row["town"], row["state"]) if part)
        for row in ask(
            f"SELECT DISTINCT ON (id) id, town, state FROM nodes WHERE id IN ({listed}) ORDER BY id", "nodes"
        )
    }
    for row in rows:
        if network is None:
            del row["a_inside"], row["b_inside"]
        row |= {"earlier_town": towns.get(row["earlier_id"], ""), "later_town": towns.get(row["later_id"], "")}
    return ContinuityList(tuple(rows), withheld, folded_continuities(ask, tables, here))


def continuity_list_text(found: ContinuityList, width: int = 100, *, most: int = 0) -> str:
    """The list in lines of at most `width` characters. `most`: pairs; 0 for all."""
    return "\n".join(_lines(found, width, most))


def _lines(found: ContinuityList, width: int, most: int) -> Iterator[str]:
    shown = found.continuities[:most] if most else found.continuities
    if not shown:
        yield "Nobody is listed who may be continued by another."
    for c in shown:
        yield from _wrapped(f"{c['earlier']}{_there(c, 'earlier')}, last known {c['ended_on']}", width)
        where = "the same network" if c["same_network"] else _there(c, "later").removeprefix(" · ")
        later = f"{c['later']} · {where}" if where else str(c["later"])
        yield from _wrapped(
            f"may be continued by {later}, first known {c['began_on']}, {days_between(c)}", width, "  ", "  "
        )
        yield from _wrapped(f"{c['bits']:.1f} bits together:", width, "  ", "  ")
        for g in c["goes_on"]:
            yield from _wrapped(f"{g['family']}: {goes_on_said(g)}", width, "  - ", "    ")
        yield ""
    if shown:
        yield from _wrapped(MAY, width, then="")
        for heading, said in (
            ("Innocent readings", readings_said(shown)),
            ("What would refute it", refuting_said(shown)),
        ):
            yield ""
            yield f"{heading}:"
            for line in said:
                yield from _wrapped(line, width, "  - ", "    ")
    if found.withheld:
        yield ""
        yield from _wrapped(withheld_continuities(found.withheld), width, then="")
    if found.folded:
        yield ""
        yield from _wrapped(folded_said(found.folded), width, then="")


def _there(c: dict[str, Any], end: str) -> str:
    """Town and network of one of the two."""
    network = c[f"{end}_network"]
    facts = [c[f"{end}_town"], f"network {network.removeprefix('network-')[:8]}" if network else ""]
    return "".join(f" · {fact}" for fact in facts if fact)


def _wrapped(text: str, width: int, first: str = "", then: str = "  ") -> list[str]:
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=then)
