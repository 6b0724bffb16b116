"""One template for a terminal: its wording with slots, the aligned texts, when, where, and who."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from turnstone.clean.place import country_names
from turnstone.exports.controls import visible
from turnstone.exports.mask_text import Pieces, plain
from turnstone.exports.template_strip import blocks, steps_of
from turnstone.exports.template_view import WHO_POSTS, TemplateView
from turnstone.exports.towns import town_shown

SLOT, BOILERPLATE, MASKED = "bold underline cyan", "dim", "italic"
EACH_SLOT, TEXTS, PARTIES = 5, 12, 12
NARROWEST = 14
"""Fewest characters of a slot's column; what does not fit beside goes into a second table below."""
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


def print_template(view: TemplateView, console: Console, *, everything: bool = False) -> None:
    """Writes the whole view to the console, in its width. `everything`: all texts, values and parties."""
    about = view.about
    console.print(Text(f"Template {view.id}", style="bold"))
    _say(
        console,
        f"{_n(about['offers'], 'offer')}, {_n(about['texts'], 'different text')}, {_n(about['posters'], 'poster')} ({view.posters_said}); {view.names_said}; {_day(about['first_on'])} to {_day(about['last_on'])}",
    )
    languages = ", ".join(about["languages"] or ()) or "unknown"
    _say(console, f"Languages: {languages}; script {about['script'] or 'unknown'}")
    console.print()
    _say(console, view.disclaimer)
    if view.alone:
        from turnstone.exports.template_view import ALONE

        _say(console, ALONE)
    _heading(console, f"WEIGHT  {view.bits:,.1f} bits")
    _say(
        console,
        f"These are {view.meaning} Its fixed wording alone would come about by chance once in 2 to the power of {view.phrase_bits:,.0f}.",
    )
    _wording(view, console)
    _slots(view, console, everything)
    _texts(view, console, everything)
    _time_and_places(view, console, everything)
    _parties(view, console, everything)
    _beside(view, console)


def _wording(view: TemplateView, console: Console) -> None:
    _heading(console, "WORDING")
    _say(
        console,
        "⟨1: …⟩ is a slot, with what the exemplar puts there; {…} is said by many others too; [kind 3f9a1c] stands for what is masked.",
    )
    text = Text()
    for part in view.parts:
        text.append(visible(part.gap))
        if part.slot is not None:
            text.append(f"⟨{part.slot}: ", style=SLOT)
            text.append(_styled(part.pieces, SLOT) if part.pieces else Text("nothing", style="dim"))
            text.append(f"{_order(plain(part.pieces))}⟩", style=SLOT)
        elif part.kind == "boilerplate":
            text.append("{", style=BOILERPLATE).append(_styled(part.pieces, BOILERPLATE)).append("}", style=BOILERPLATE)
        else:
            text.append(_styled(part.pieces))
    console.print(text, overflow="fold")


def _slots(view: TemplateView, console: Console, everything: bool) -> None:
    slots = [part for part in view.parts if part.slot is not None]
    if not slots:
        return
    _heading(console, "SLOTS")
    table = _table(
        ("#", "right"), ("Takes", "left"), ("Values", "right"), ("Filled", "right"), ("Most frequent", "left")
    )
    for part in sorted(slots, key=lambda p: p.slot or 0):
        shown = part.frequent if everything else part.frequent[:EACH_SLOT]
        values = Text()
        for i, (value, n) in enumerate(shown):
            values.append(", " if i else "").append(_styled(value)).append(f"{_order(plain(value))} ×{n:,}")
        if part.values > len(shown):
            values.append(f" … {part.values - len(shown):,} more", style="dim")
        table.add_row(str(part.slot), part.takes or "", f"{part.values:,}", f"{part.filled:,}", values)
    console.print(table)


def _texts(view: TemplateView, console: Console, everything: bool) -> None:
    slots = sorted(part.slot for part in view.parts if part.slot is not None)
    lines = view.lines if everything else view.lines[: TEXTS + 1]
    _heading(console, "TEXTS, ALIGNED")
    _say(console, "The exemplar first. A row holds what one text puts into each slot; all else is as above.")
    room = max((console.width - 46) // NARROWEST, 1)
    for start in range(0, max(len(slots), 1), room):
        table = _table(("#", "right"), ("Day", "left"), ("Posted by", "left"))
        chosen = slots[start : start + room]
        for slot in chosen:
            table.add_column(Text(f"⟨{slot}⟩", style=SLOT), overflow="fold")
        for i, line in enumerate(lines):
            name = "exemplar" if i == 0 and line.offer == view.exemplar else str(i)
            day = line.posted_on.isoformat() if line.posted_on else ""
            values = [_value(line.slots[slot - 1] if slot <= len(line.slots) else ()) for slot in chosen]
            table.add_row(name, day, Text(visible(line.poster or "")), *values)
        console.print(table)
    if len(view.lines) > len(lines):
        _say(console, f"… and {len(view.lines) - len(lines):,} more (--all shows them)")
    if view.read < view.about["offers"]:
        _say(console, f"The wording of {view.read:,} of the {view.about['offers']:,} offers was read for this.")


def _time_and_places(view: TemplateView, console: Console, everything: bool) -> None:
    unit, steps = steps_of(view.days)
    if steps:
        _heading(console, f"OFFERS BY {unit.upper()}")
        room = max(console.width - 2, 20)
        for start in range(0, len(steps), room):
            console.print(Text(blocks(steps)[start : start + room]), no_wrap=True)
        undated = f"; {view.undated:,} without a day" if view.undated else ""
        _say(console, f"{steps[0][0]} to {steps[-1][0]}; at most {max(n for _, n in steps):,} in one {unit}{undated}")
    if view.places:
        _heading(console, "PLACES")
        shown = view.places if everything else view.places[: 2 * PARTIES]
        names = [f"{visible(_town(p))}{_order(_town(p))}{_country(p)} ×{p['n']:,}" for p in shown]
        more = f" … and {len(view.places) - len(shown):,} more" if len(view.places) > len(shown) else ""
        _say(console, ", ".join(names) + more)


def _town(place: dict[str, Any]) -> str:
    return town_shown(place["town"], place.get("place"))


def _country(place: dict[str, Any]) -> str:
    return f" ({country_names().get(place['country'], place['country'])})" if place["country"] else ""


def _parties(view: TemplateView, console: Console, everything: bool) -> None:
    for heading, rows, columns in (
        ("WHO POSTS IT", view.posters, {"name": "Poster", "kind": "Told by", "offers": "Offers", "names": "Names", "first_on": "First", "last_on": "Last", "id": "Id"}),
        (f"WHICH NAMES IT USES: it {view.names_said}", view.claims, {"name": "Name", "kind": "Kind", "offers": "Offers", "posters": "Posters", "first_on": "First", "last_on": "Last"}),
        ("CONTACTS IT GIVES", view.contacts, {"value": "Contact", "kind": "Kind", "offers": "Offers", "posters": "Posters", "names": "Names", "obscured": "Obscured"}),
    ):  # fmt: skip
        if not rows:
            continue
        _heading(console, heading)
        if rows is view.posters:
            _say(console, WHO_POSTS)
        table = _table(*((c, "right" if isinstance(rows[0][key], int) else "left") for key, c in columns.items()))
        shown = rows if everything else rows[:PARTIES]
        for row in shown:
            table.add_row(*(Text(_cell(key, row[key])) for key in columns))
        console.print(table)
        if len(rows) > len(shown):
            _say(console, f"… and {len(rows) - len(shown):,} more (--all shows them)")
    _heading(console, "INNOCENT READINGS")
    for reading in view.readings:
        _say(console, f"- {reading}")


def _beside(view: TemplateView, console: Console) -> None:
    if view.cuts:
        _heading(console, "CUT NEAR IT")
        for cut in view.cuts:
            _say(
                console,
                f"- {cut['kind']}, {_n(cut['texts'], 'text')}, {cut['mbits'] / 1000:,.1f} bits: {cut['reason']}",
            )
    if view.history:
        _heading(console, "SINCE EARLIER RUNS")
        for row in view.history:
            other = f" ({row['other_id']})" if row["other_id"] != row["template_id"] else ""
            _say(
                console,
                f"- {row['template_id']} {row['event']}{other}: {row['before']:,} offers before, {row['now']:,} now",
            )
    console.print()


def _styled(pieces: Pieces, style: str = "") -> Text:
    text = Text(style=style)
    for piece in pieces:
        text.append(visible(piece.text), style=MASKED if piece.masked else "")
    return text


def _value(pieces: Pieces) -> Text:
    return _styled(pieces).append(_order(plain(pieces))) if pieces else Text("–", style="dim")


def _order(text: str) -> str:
    """A left-to-right mark after a text from right to left: it keeps what follows in its place."""
    return "\u200e" if _RIGHT_TO_LEFT.search(text) else ""


def _table(*columns: tuple[str, Any]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading, justify in columns:
        table.add_column(
            heading, justify=justify, overflow="fold", no_wrap=heading in ("#", "Day", "Offers", "Values", "Filled")
        )
    return table


def _cell(key: str, value: Any) -> str:
    if key == "id" and value:
        kind, _, digits = str(value).partition("-")
        return f"{kind}-{digits[:12]}"
    return "" if value is None else f"{value:,}" if isinstance(value, int) else visible(str(value))


def _heading(console: Console, text: str) -> None:
    console.print()
    console.print(Text(text, style="bold"))


def _say(console: Console, text: str) -> None:
    for line in textwrap.wrap(
        visible(text), max(console.width, 20), subsequent_indent="  " if text.startswith("- ") else ""
    ) or [""]:
        console.print(Text(line), no_wrap=True, overflow="ignore", crop=False)


def _n(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def _day(value: Any) -> str:
    return value.isoformat() if value else "unknown"


def shown_rows(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of the list of templates as a table shows them."""
    return [
        {
            **row, "id": f"template-{row['id'].partition('-')[2][:12]}", "wording": visible(row["wording"]) + _order(row["wording"]),
            "days": f"{_day(row['first_on'])} to {_day(row['last_on'])}",
        }
        for row in rows
    ]  # fmt: skip
