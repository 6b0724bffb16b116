"""One lead as plain text for a terminal: what it rests on, what speaks against it, what to ask for next."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from turnstone.exports.disclaimer import POSTING
from turnstone.exports.lead_view import LeadView, PartView

BAR = 28
_OF_PARTIES = {name: name for name in ("label", "kind", "town", "state", "orders", "workers", "id")}
_OF_POSTERS = {
    "label": "poster", "told_by": "told by", "town": "town", "offers": "offers", "texts": "texts", "names": "names",
    "contacts": "contacts", "places": "places", "first_on": "first", "last_on": "last", "id": "id",
}  # fmt: skip
_OF_OFFERS = {
    "on_date": "day", "poster": "poster", "section": "section", "side": "side", "town": "town", "claimed": "claims",
    "contacts": "contacts", "id": "id",
}  # fmt: skip
"""Columns: key -> heading."""


def lead_text(view: LeadView, width: int = 100) -> str:
    """The whole view in lines of at most `width` characters."""
    return "\n".join(_lines(view, width))


def extent(about: dict[str, Any]) -> str:
    """How much a network has: offers of posters, job orders and workers of employers, or both."""
    offers = about.get("offers") or 0
    orders = about["orders"] - offers
    told = []
    if offers:
        told.append(", ".join(
            _many(about[key], one, more)
            for key, one, more in (
                ("offers", "offer", "offers"), ("accounts", "account", "accounts"), ("contacts", "contact", "contacts"),
                ("claims", "name claimed", "names claimed"), ("places", "place", "places"),
            )
        ))  # fmt: skip
    if about["kind"] == "alone":
        return _many(about["orders"], "offer", "offers")
    if orders or not offers:
        told.append(f"{orders:,} job orders, {about['workers']:,} workers certified")
    return "; ".join(told)


def size_of(about: dict[str, Any]) -> str:
    """How many are in a network: posters, or parties."""
    return _many(about["size"], *(("poster", "posters") if about["kind"] in POSTING else ("party", "parties")))


def _many(n: int, one: str, more: str) -> str:
    return f"{n:,} {one if n == 1 else more}"


def _lines(view: LeadView, width: int) -> Iterator[str]:
    about = view.about
    rank = f"{view.rank}. " if view.rank else ""
    yield f"{rank}{view.title}"
    barred = f", {about['barred']} officially barred" if about["barred"] else ""
    yield (f"{size_of(about)}, {extent(about)}{barred}; {_day(about['first_on'])} to {_day(about['last_on'])}")
    yield f"{view.network}"
    yield ""
    yield from _wrapped(view.disclaimer, width)
    if view.abstained:
        yield ""
        yield from _wrapped(f"The system abstains: {view.abstained}.", width)
    if view.decision:
        since = "; the evidence has changed since" if view.new_since else ""
        yield f"A person {view.decision} this lead{since}."
    if view.parts:
        yield from _evidence(view, width)
    else:
        yield ""
        yield "Nothing was found about it."
    yield ""
    yield "POSTERS" if view.posting else "PARTIES"
    yield from _table(view.members[:40], _OF_POSTERS if view.posting else _OF_PARTIES, width)
    if len(view.members) > 40:
        yield f"  … and {len(view.members) - 40} more (--json has all)"
    if view.offers:
        yield ""
        yield "OFFERS"
        rows = [
            {**o, "contacts": ", ".join(o["contacts"]), "poster": labels(view)[o["node_id"]]} for o in view.offers[:25]
        ]
        yield from _table(rows, _OF_OFFERS, width)
        if len(view.offers) > 25:
            yield f"  … and {len(view.offers) - 25} more (--json has {'all' if len(view.offers) == view.about['offers'] else 'more'})"
    ties = [tie for tie in view.ties if tie["kind"] not in ("filing", "conflict")]
    if ties:
        names = labels(view)
        yield ""
        yield "TIES"
        for tie in ties[:25]:
            shown = str(tie["shown"] or "").replace("|", ", ")
            yield from _wrapped(
                f"{names[tie['a']]} and {names[tie['b']]}: {tie['kind']} {shown} "
                f"({tie['holders']} hold it; {tie['bits']:.1f} bits; since {_day(tie['since'])})",
                width, "  - ", "    ",
            )  # fmt: skip
        if len(ties) > 25:
            yield f"  … and {len(ties) - 25} more (--json has all)"


def _evidence(view: LeadView, width: int) -> Iterator[str]:
    """Weights, sentences, innocent readings, refuters, what to ask for next."""
    yield ""
    yield f"WEIGHT OF EVIDENCE  {view.bits:.1f} bits of rarity among peers"
    most = max([p.bits for p in view.parts], default=1) or 1
    for part in view.parts:
        if part.counted:
            yield f"  {part.family:<14}{'█' * max(round(BAR * part.bits / most), 1):<{BAR}} {part.bits:5.1f}  ({part.low_bits:.1f} to {part.high_bits:.1f})"
    yield ""
    yield "WHAT IT RESTS ON"
    for part in view.parts:
        yield from _part(part, width)
    counted = [part for part in view.parts if part.counted]
    for heading, lists in (
        ("INNOCENT READINGS", [p.innocent for p in counted]),
        ("WHAT WOULD REFUTE IT", [p.refute for p in counted]),
        ("WHICH LAWFUL RECORD TO ASK FOR NEXT", [p.ask for p in counted]),
    ):
        yield ""
        yield heading
        for item in dict.fromkeys(item for items in lists for item in items):
            yield from _wrapped(item, width, "  - ", "    ")


def _part(part: PartView, width: int) -> Iterator[str]:
    mark = "*" if part.counted else " "
    yield from _wrapped(f"{part.title}. {part.sentence}", width, f" {mark} ", "   ")
    counts = "" if part.counted else " Does not count: another of its family is stronger, or it is under one bit."
    more = f" {part.hits} such findings." if part.hits > 1 else ""
    yield from _wrapped(
        f"[{part.family}, {part.bits:.1f} bits: {part.as_strong:,} of {part.peers:,} comparable networks have as much.{more}{counts}]",
        width, "   ", "   ",
    )  # fmt: skip


def labels(view: LeadView) -> dict[str, str]:
    """Member -> what it is called."""
    return {member["id"]: str(member["label"]) for member in view.members}


def _table(rows: Sequence[dict[str, Any]], columns: Mapping[str, str], width: int) -> Iterator[str]:
    cells = [[_cell(row[c]) for c in columns] for row in rows]
    widths = [min(max(len(head), *(len(row[i]) for row in cells)), 40) for i, head in enumerate(columns.values())]
    for line in [list(columns.values()), *cells]:
        yield ("  " + "  ".join(f"{text[:w]:<{w}}" for text, w in zip(line, widths, strict=True))).rstrip()[
            : width + 40
        ]


def _cell(value: Any) -> str:
    return "" if value is None else f"{value:,}" if isinstance(value, int) else str(value)


def _day(value: Any) -> str:
    return value.isoformat() if value else "unknown"


def _wrapped(text: str, width: int, first: str = "", then: str = "") -> list[str]:
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=then)
