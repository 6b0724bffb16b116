"""Are two the same, as plain text for a terminal: a waterfall of bits with the values compared under each step."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from turnstone.exports.judgements import Judgement
from turnstone.exports.pair_view import Fact, PairView
from turnstone.exports.same_said import in_bits
from turnstone.exports.same_view import SameView

LABEL, NUMBER = 17, 7
MOST_VALUES = 4
LINKS_SHOWN = 12
NOT_COUNTED = "does not count: of town, address and contacts only the strongest does"


def same_text(view: SameView, width: int = 100) -> str:
    """The whole view in lines of at most `width` characters."""
    return "\n".join(_lines(view, width))


def _lines(view: SameView, width: int) -> Iterator[str]:
    yield from _wrapped(view.sentence, width)
    yield ""
    for letter, side in (("A", view.a), ("B", view.b)):
        if letter == "A" or view.a["id"] != view.b["id"]:
            yield from _wrapped(f"{letter}  {party_said(side)}", width, then="   ")
            yield f"   {side['id']}"
    if view.facts:
        yield ""
        yield "HARD IDENTIFIERS"
        for fact in view.facts[:LINKS_SHOWN]:
            yield from _wrapped(fact_said(fact), width, "  - ", "    ")
    if view.judged:
        yield ""
        yield "JUDGED"
        for judgement in view.judged:
            yield from _wrapped(judgement_said(judgement), width, "  - ", "    ")
    if view.chain:
        yield ""
        yield "WHAT JOINS THEM, THE WEAKEST FIRST"
        for i, link in enumerate(view.chain[:LINKS_SHOWN], 1):
            yield from _wrapped(
                f"{i}. {link.total:.1f} bits: {_named(link.a)}  =  {_named(link.b)} ({link.reason or link.verdict})",
                width, "  ", "     ",
            )  # fmt: skip
        if len(view.chain) > LINKS_SHOWN:
            yield f"  … and {len(view.chain) - LINKS_SHOWN} more (--json has all)"
        yield ""
        yield "THE WEAKEST OF THEM"
        yield from pair_lines(view.chain[0], width)
    elif view.pair:
        yield ""
        yield "THE PAIR THAT DECIDES"
        yield from pair_lines(view.pair, width)


def pair_lines(pair: PairView, width: int, *, told: bool = True) -> Iterator[str]:
    """One pair: what stands on both sides, and the waterfall. `told`: whether a pair weighed now is said to be one."""
    half = max((width - 5) // 2, 20)
    rows = [(pair.a[key], pair.b[key]) for key in ("name", "address", "phone", "email")]
    rows += [(_roles(pair.a), _roles(pair.b)), (_short(pair.a), _short(pair.b))]
    yield ""
    for one, other in rows:
        if one or other:
            yield from _beside(str(one or "–"), str(other or "–"), half)
    yield ""
    yield from waterfall(pair, width)
    if told and not pair.kept:
        yield from _wrapped(
            "The run does not keep this pair: it was weighed now, with the rarity of names in this run. "
            + (f"Keys that both have: {', '.join(pair.keys)}." if pair.keys else "They share none of the keys."),
            width, "  ", "  ",
        )  # fmt: skip


def waterfall(pair: PairView, width: int) -> Iterator[str]:
    """Each step from where the one before ended; the bar is the column of ┊."""
    steps: list[tuple[str, float, bool]] = [("start: any two", pair.prior, True)]
    steps += [(step.said, step.bits, step.counted) for step in pair.steps]
    at, ends = 0.0, [0.0, pair.bar]
    for _, bits, counted in steps:
        at += bits if counted else 0
        ends.append(at)
    low, high = min(ends), max(ends)
    room = max(min(width, 110) - LABEL - NUMBER - 6, 16)
    scale = (room - 1) / max(high - low, 1e-9)

    def place(value: float) -> int:
        return round((value - low) * scale)

    bar = place(pair.bar)
    at = 0.0
    shown = [None, *pair.steps]
    for (said, bits, counted), step in zip(steps, shown, strict=True):
        if step is not None and not bits and not step.a and not step.b:
            continue
        to = at + bits if counted else at
        yield f"  {said:<{LABEL}}{bits:>+{NUMBER}.1f}  {_drawn(place(at), place(to), bar, room, counted, bits)}".rstrip()
        if step is not None:
            yield from _values(step.a, step.b, width)
            if not counted and bits:
                yield from _wrapped(NOT_COUNTED, width, " " * 4, " " * 4)
        at = to
    verdict = f"{in_bits(pair.over)} {'over' if pair.over >= 0 else 'under'} the bar of {pair.bar:g}"
    drawn = "".join("┊" if i == bar else "·" if i == place(at) else " " for i in range(room))
    yield f"  {'total':<{LABEL}}{pair.total:>+{NUMBER}.1f}  {drawn}".rstrip()
    yield f"  {'':<{LABEL}}{'':>{NUMBER}}  {verdict} (┊)"


def _drawn(start: int, end: int, bar: int, room: int, counted: bool, bits: float) -> str:
    if not counted or not bits:
        return "".join("┊" if i == bar else " " for i in range(room))
    low, high = min(start, end), max(start, end)
    mark = "█" if bits > 0 else "▒"
    return "".join(mark if low <= i < max(high, low + 1) else "┊" if i == bar else " " for i in range(room))


def _values(a: Sequence[str], b: Sequence[str], width: int) -> Iterator[str]:
    if not a and not b:
        return
    if a == b:
        yield from _wrapped(f"both: {_some(a)}", width, " " * 4, " " * 6)
        return
    yield from _wrapped(f"A: {_some(a)}", width, " " * 4, " " * 6)
    yield from _wrapped(f"B: {_some(b)}", width, " " * 4, " " * 6)


def _some(values: Sequence[str]) -> str:
    more = f" and {len(values) - MOST_VALUES} more" if len(values) > MOST_VALUES else ""
    return ("; ".join(values[:MOST_VALUES]) or "–") + more


def party_said(side: dict[str, Any]) -> str:
    """A party in one line."""
    place = ", ".join(str(side.get(c)) for c in ("town", "state", "country") if side.get(c))
    ways = f"{side['profiles']} way{'s' if side['profiles'] != 1 else ''} of writing"
    return " · ".join(part for part in (side.get("name") or "(no name)", side.get("kind"), place, ways) if part)


HOW = {"same": "agrees", "slipped": "agrees but for a slip", "near": "is near", "in part": "agrees in part",
       "different": "conflicts"}  # fmt: skip


def fact_said(fact: Fact) -> str:
    """A hard identifier in one line."""
    values = fact.a if fact.a == fact.b else f"{fact.a} against {fact.b}"
    return f"{fact.said} {HOW[fact.how]}: {values}"


def judgement_said(judgement: Judgement) -> str:
    """A judgement in one line."""
    return (
        f"{judgement.verdict}: {judgement.by}, {judgement.at_utc} (line {judgement.line} of the log, about run "
        f"{judgement.run}): {judgement.reason}"
    )


def _named(side: dict[str, Any]) -> str:
    return f"{side['name'] or '(no name)'}, {side['town'] or '?'}"


def _short(side: dict[str, Any]) -> str:
    return "" if side["mentions"] is None else str(side["id"])[:20]


def _roles(side: dict[str, Any]) -> str:
    if side["mentions"] is None:
        return "asked about; not in the run"
    rows = side["mentions"]
    return f"{', '.join(side['roles']) or 'no role'}; {rows:,} row{'s' if rows != 1 else ''}"


def _beside(one: str, other: str, half: int) -> Iterator[str]:
    left, right = textwrap.wrap(one, half) or [""], textwrap.wrap(other, half) or [""]
    for i in range(max(len(left), len(right))):
        a, b = (column[i] if i < len(column) else "" for column in (left, right))
        yield f"  {a:<{half}} │ {b}".rstrip()


def _wrapped(text: str, width: int, first: str = "", then: str = "") -> list[str]:
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=then)
