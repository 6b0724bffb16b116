"""One network as plain text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from turnstone.exports.lead_text import extent, size_of
from turnstone.exports.network_continuity import (
    continued_said,
    folded_said,
    readings_said,
    refuting_said,
    withheld_continuities,
)  # fmt: skip
from turnstone.exports.network_moves import move_said, unlisted_said
from turnstone.exports.network_names import written
from turnstone.exports.network_view import NOT_INFRASTRUCTURE, OWN_NAME, NetworkView

SHOWN = 25


def network_text(view: NetworkView, width: int = 100, *, most: int = SHOWN) -> str:
    """The whole view in lines of at most `width` characters. `most`: rows of each list; 0 for all."""
    return "\n".join(_lines(view, width, most or 10**9))


def _lines(view: NetworkView, width: int, most: int) -> Iterator[str]:
    lead = view.lead
    yield from _wrapped(view.title, width)
    yield from _wrapped(f"{size_of(lead.about)}, {extent(lead.about)}; known {_span(lead.about)}", width)
    yield lead.network
    yield ""
    yield from _wrapped(summary_said(view), width)
    yield from _wrapped(lead_said(view), width)
    yield ""
    yield from _wrapped(lead.disclaimer, width)
    yield from _members(view, width, most)
    yield from _listed("POSSIBLE MEMBERS, NOT COUNTED", [possible_said(p) for p in view.possible], width, most)
    yield from _listed("POSITIONS OF INFRASTRUCTURE (no person has one)",
                       [position_said(p) for p in view.positions], width, most)  # fmt: skip
    if view.positions:
        readings = list(dict.fromkeys(r for p in view.positions for r in p["readings"]))
        yield from _listed("INNOCENT READINGS OF THESE POSITIONS", readings, width, most)
    yield from _listed("WHO ACTS FOR WHOM", [dealing_said(d) for d in view.dealings], width, most)
    names = {m["id"]: str(m["label"]) for m in view.members}
    ties = [t for t in view.ties if t["kind"] not in ("filing", "conflict")]
    yield from _listed("TIES", [tie_said(t, names) for t in ties], width, most)
    yield from _listed("WHAT IT HANGS ON", [weak_said(w) for w in view.weak_points], width, most)
    if view.weak_points:
        yield from _wrapped(NOT_INFRASTRUCTURE, width, "  ", "  ")
    if view.withheld:
        yield ""
        yield from _wrapped(withheld_said(view), width)
    yield from _continued(view, width, most)
    yield from _listed(
        "MOVES (things taken up after others of their kind)", [move_said(m) for m in view.moves], width, most
    )
    for line in unlisted_said(view.agent_changes, view.moves_withheld):
        yield ""
        yield from _wrapped(line, width)
    for flow in view.flows:
        yield from _listed(f"THROUGH WHOM, WHO, WHERE ({flow['measure']})", list(flow_said(flow)), width, most)
    yield from _listed("STRONG PAIRS THAT WERE NOT FOLLOWED", [cut_said(c) for c in view.cuts], width, most)
    yield from _listed("SINCE THE RUN BEFORE", [history_said(h, lead.network) for h in view.history], width, most)


def summary_said(view: NetworkView) -> str:
    """What it shares, where, how it changes, how sure it is, in a few sentences."""
    s = view.summary
    if s is None:
        return "One party: it shares nothing strongly with others." if len(view.members) == 1 else ""
    where = ", ".join([*(s["towns"] or []), *(t for t in s["states"] or () if t)])
    turnover = s["turnover_permille"]
    changed = ""
    if turnover is not None:
        changed = (
            f" {s['came']} came more than a year after it began, {s['went']} were last known more than a year before its "
            f"end: {turnover / 10:.1f} % of its members a year."
        )
    return (
        f"They share: {', '.join(s['families'] or ()) or 'nothing listed'}.{f' In {where}.' if where else ''} {s['core']} core "
        f"(stay whichever one thing is struck out), {s['size'] - s['core']} likely, {s['possible']} possible. What holds its most "
        f"loosely tied part weighs {s['weakest_bits']:.1f} bits.{changed}"
    )


def lead_said(view: NetworkView) -> str:
    """Whether it is a lead."""
    lead = view.lead
    if lead.rank:
        return f"It is lead {lead.rank}, with {lead.bits:.1f} bits of rarity: turnstone show {lead.rank}."
    if lead.abstained:
        return f"It is no lead. The system abstains: {lead.abstained}."
    return "It is no lead: no indicator says anything about it."


def _members(view: NetworkView, width: int, most: int) -> Iterator[str]:
    for standing, heading in (
        ("core", "CORE MEMBERS"), ("likely", "LIKELY MEMBERS (one thing carries each)"), (None, "MEMBERS")
    ):  # fmt: skip
        rows = [m for m in view.members if m["standing"] == standing]
        yield from _listed(heading, [member_said(m) for m in rows], width, most)


def _continued(view: NetworkView, width: int, most: int) -> Iterator[str]:
    heading = "WHAT IT MAY HAVE BEEN BEFORE, OR MAY HAVE BECOME"
    yield from _listed(heading, [continued_said(c) for c in view.continued], width, most)
    yield from _listed("INNOCENT READINGS OF WHAT GOES ON", readings_said(view.continued), width, most)
    yield from _listed("WHAT WOULD REFUTE IT", refuting_said(view.continued), width, most)
    if view.not_continued:
        yield ""
        yield from _wrapped(withheld_continuities(view.not_continued), width)
    if view.folded:
        yield ""
        yield from _wrapped(folded_said(view.folded), width)


def member_said(m: dict[str, Any]) -> str:
    """A member in one line."""
    place = ", ".join(str(m[c]) for c in ("town", "state") if m[c])
    what = "offer" if m["kind"] == "poster" else "job order"
    rows = f"{m['orders']:,} {what}{'s' if m['orders'] > 1 else ''}" if m["orders"] else ""
    workers = f"{m['workers']:,} workers" if m["workers"] else ""
    barred = "officially barred" if m["barred"] else ""
    tied = f"strongest tie {m['strongest_bits']:.1f} bits" if m["strongest_bits"] else ""
    facts = [m["kind"], place, rows, workers, _span(m), barred, tied, m["id"][:19]]
    return f"{m['label']} · " + " · ".join(fact for fact in facts if fact)


def possible_said(p: dict[str, Any]) -> str:
    """A possible member in one line."""
    return f"{p['label']}: {p['bits']:.1f} bits with {p['through']}; {p['reason']}"


def position_said(p: dict[str, Any]) -> str:
    """A position in one line."""
    return (
        f"{p['shown']} ({p['kind']}) {p['position']}: {p['count']:,} {p['measure']} "
        f"({p['as_strong']:,} of {p['peers']:,} have as much; {p['bits']:.1f} bits of rarity)"
    )


def withheld_said(view: NetworkView) -> str:
    """How much is not shown because it would give a person a position."""
    n = view.withheld
    return f"{n} position{'s' if n > 1 else ''} or sets of what it hangs on {'are' if n > 1 else 'is'} {OWN_NAME}"


def dealing_said(d: dict[str, Any]) -> str:
    """One party acts for another, in one line."""
    return f"{d['actor']} {d['kind']} {d['party']} ({d['rows']:,} rows, {_days(d['since'], d['until'])})"


def tie_said(tie: dict[str, Any], names: dict[str, str]) -> str:
    """What two share, in one line."""
    when = f"held {tie['gap_days']:,} days apart" if tie.get("gap_days") else _days(tie["since"], tie.get("until"))
    shown = written(str(tie["shown"] or ""))
    return (
        f"{names[tie['a']]} and {names[tie['b']]}: {tie['kind']} {shown} ({tie['bits']:.1f} bits; {tie['holders']} hold it; "
        f"{when})"
    )


def weak_said(w: dict[str, Any]) -> str:
    """A set of things that it hangs on, in one line."""
    return "; ".join(f"{thing['kind']} {thing['shown']}" for thing in w["things"]) + f": {w['reason']}"


def flow_said(flow: dict[str, Any]) -> Iterator[str]:
    """Its links in lines, the largest first."""
    nodes = flow["nodes"]
    for link in flow["links"]:
        a, b = (
            f"{node['label']}" + (f" ({node['n']})" if node["n"] > 1 else "")
            for node in (nodes[link["a"]], nodes[link["b"]])
        )
        yield f"{a} → {b}: {link['value']:,}"


def cut_said(c: dict[str, Any]) -> str:
    """A strong pair that was not followed, in one line."""
    return f"{c['inside']} and {c['other']}: {c['bits']:.1f} bits; {c['reason']}"


def history_said(row: dict[str, Any], network: str) -> str:
    """An event since the run before, in one line."""
    other = row["other_id"] if row["network_id"] == network else row["network_id"]
    beside = f" ({other[:20]})" if other != network else ""
    return f"{row['event']}{beside}: {row['before']} parties before, {row['now']} now"


def _listed(heading: str, lines: list[str], width: int, most: int) -> Iterator[str]:
    if not lines:
        return
    yield ""
    yield f"{heading} ({len(lines):,})"
    for line in lines[:most]:
        yield from _wrapped(line, width, "  - ", "    ")
    if len(lines) > most:
        yield f"  … and {len(lines) - most:,} more (--all shows them)"


def _span(row: dict[str, Any]) -> str:
    return _days(row.get("first_on"), row.get("last_on"))


def _days(since: Any, until: Any) -> str:
    if since is None:
        return "no day known"
    return f"{since} to {until}" if until is not None and until >= since else f"since {since}"


def _wrapped(text: str, width: int, first: str = "", then: str = "") -> list[str]:
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=then)
