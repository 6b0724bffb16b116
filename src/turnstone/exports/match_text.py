"""What a new party may be, as plain text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from turnstone.exports.match_view import FitView, MatchView
from turnstone.exports.same_text import fact_said, pair_lines

WHOLE = 3
"""So many fits are shown with their waterfall; the others in a line each."""


def match_text(view: MatchView, width: int = 100) -> str:
    """The whole view in lines of at most `width` characters."""
    return "\n".join(_lines(view, width))


def _lines(view: MatchView, width: int) -> Iterator[str]:
    yield from textwrap.wrap(_sentence(view), width)
    for field, reason in view.not_read.items():
        yield from textwrap.wrap(f"Not read: {field}: {reason}.", width)
    for what, count in view.not_looked_up.items():
        yield from textwrap.wrap(f"Not looked up: {count:,} share {what}; what so many share says nothing.", width)
    for number, fit in enumerate(view.fits, 1):
        yield ""
        yield from textwrap.wrap(f"{number}  {_fit_said(fit)}", width, subsequent_indent="   ")
        yield f"   {fit.entity}"
        if number > WHOLE:
            continue
        for fact in fit.pair.facts:
            yield from textwrap.wrap(fact_said(fact), width, initial_indent="   - ", subsequent_indent="     ")
        yield from (f"  {line}".rstrip() for line in pair_lines(fit.pair, width - 2, told=False))


def _sentence(view: MatchView) -> str:
    same = [fit for fit in view.fits if fit.verdict == "same"]
    possible = len(view.fits) - len(same)
    some = f"{possible} {'party is' if possible == 1 else 'parties are'} near"
    if same:
        return f"A run with this line would join it to {_who(same)}." + (f" Besides, {some}." if possible else "")
    if possible:
        return f"It is nobody known for certain; {some}. A person decides."
    return "It is nobody known: no party comes near."


def _who(same: list[FitView]) -> str:
    return ", and with it ".join(fit.name or "(no name)" for fit in same)


def _fit_said(fit: FitView) -> str:
    pair = fit.pair
    place = ", ".join(str(pair.a[c]) for c in ("town", "state", "country") if pair.a.get(c))
    told = f"{fit.verdict}, {pair.total:.1f} bits, the bar is {pair.bar:g}" + (f" ({fit.reason})" if fit.reason else "")
    return " · ".join(part for part in (fit.name or "(no name)", pair.a["kind"], place, told) if part)
