"""Whether two are the same, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from turnstone.exports.pair_view import PairView
from turnstone.exports.same_tables import Side

JOINED, APART = "same", "different"


def sentence(left: Side, right: Side, rows: dict[str, dict[str, Any]], views: Sequence[PairView], verdict: str) -> str:
    """The answer. `views`: the pair that decides, or those that join the two."""
    weakest = min(views, key=lambda v: v.holds, default=None)
    if left.id == right.id and left.id.startswith("profile-"):
        return "Both are one way of writing."
    if verdict == JOINED:
        if left.id == right.id:
            n = len(left.profiles)
            held = ""
            if weakest:
                by = "a judgement" if weakest.verdict == "judged same" else f"a pair of {weakest.total:.1f} bits"
                held = f"; what holds it together most weakly is {by}"
            return f"One party, written in {n} way{'s' if n > 1 else ''}{held}."
        if weakest is None or not weakest.kept:
            return "Taken for one party, through pairs that the run does not keep."
        if len(views) == 1:
            return _one(weakest, "Taken for one party")
        if weakest.verdict == "judged same":
            return f"Taken for one party through {len(views)} pairs: a person judged so."
        return (
            f"Taken for one party through {len(views)} pairs; the weakest has {weakest.total:.1f} bits "
            f"({weakest.over:+.1f} against the bar)."
        )
    if weakest is None:
        kinds = sorted({str(rows[id]["kind"]) for id in (*left.profiles, *right.profiles) if id in rows})
        if len(kinds) > 1:
            return "Never compared: one is a business, the other a person."
        return "Not taken for one party: no pair between them was kept, as never compared or far under the bar."
    if weakest.verdict == "judged same":
        return "Kept apart although a person judged the pair the same: other judgements or hard facts are against it."
    if weakest.verdict == "judged different":
        return "Kept apart: a person judged so."
    if not weakest.kept and not weakest.keys:
        return (
            "Never compared: they share none of the keys (a number, a name in one state or town, a place, a telephone "
            f"number, an e-mail address, a rare word in one town). Weighed now, their best pair has {weakest.total:.1f} bits."
        )
    if not weakest.kept:
        return _one(weakest, "Not taken for one party") + " Pairs that miss so far are not kept; it was weighed now."
    if weakest.verdict == "apart":
        return f"Kept apart although the pair has {weakest.total:.1f} bits: {weakest.reason}."
    if weakest.over >= 0:
        return (
            f"Not taken for one party although the pair has {weakest.total:.1f} bits: a name alone joins nothing, and what "
            "is against a judgement is not followed."
        )
    return _one(weakest, "Not taken for one party")


def _one(view: PairView, what: str) -> str:
    if view.verdict == "judged same":
        return f"{what}: a person judged so."
    side = "over" if view.over >= 0 else "under"
    return f"{what}: {view.total:.1f} bits, {in_bits(view.over)} {side} the bar of {view.bar:g}."


def in_bits(over: float) -> str:
    """How far from the bar: with two places where one would say nothing."""
    return f"{abs(over):.1f}" if abs(over) >= 0.05 else f"{abs(over):.2f}"
