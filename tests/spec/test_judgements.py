"""Which judgement holds, and which cannot all be right."""

from __future__ import annotations

from typing import Any

from turnstone.evidence.log import Entry
from turnstone.exports.judgements import about, contradictions, judgements, standing


def entries(*said: tuple[str, str, str]) -> list[Entry]:
    """A log of judgements (a, b, verdict), with a decision about a lead before them."""
    lead: dict[str, Any] = {
        "verdict": "accepted",
        "network": "network-1",
        "evidence": "x",
        "run": "r1",
        "reason": "seen",
    }
    facts = [lead, *({"verdict": v, "a": a, "b": b, "run": "r1", "reason": f"{a}{b}"} for a, b, v in said)]
    return [Entry(i, "2026-01-01T00:00:00Z", "ansa", "decided", f, "", "") for i, f in enumerate(facts, 1)]


def test_a_later_judgement_replaces_an_earlier_one_either_way_round() -> None:
    said = judgements(entries(("p", "q", "same"), ("q", "p", "different"), ("q", "r", "unsure")))
    assert [j.line for j in said] == [2, 3, 4], "decisions about leads are none"
    held = standing(said)
    assert {pair: j.verdict for pair, j in held.items()} == {("p", "q"): "different", ("q", "r"): "unsure"}
    assert [j.line for j in about(said, ["p"], ["q", "r"])] == [3, 2]


def test_a_circle_is_told_with_its_lines_the_latest_first() -> None:
    said = judgements(entries(("a", "b", "same"), ("b", "c", "same"), ("x", "y", "same"), ("a", "c", "different")))
    (found,) = contradictions(said)
    assert [j.line for j in found.lines] == [5, 3, 2]
    assert found.different.pair == ("a", "c") and {j.pair for j in found.chain} == {("a", "b"), ("b", "c")}


def test_the_shortest_chain_is_told() -> None:
    said = judgements(
        entries(("a", "b", "same"), ("b", "c", "same"), ("c", "d", "same"), ("a", "d", "different"), ("b", "d", "same"))
    )
    (found,) = contradictions(said)
    assert [j.pair for j in found.chain] == [("a", "b"), ("b", "d")]


def test_a_replaced_judgement_contradicts_nothing() -> None:
    circle = (("a", "b", "same"), ("b", "c", "same"), ("a", "c", "different"))
    for resolved in (("c", "a", "same"), ("a", "c", "unsure"), ("a", "b", "unsure"), ("b", "c", "different")):
        assert contradictions(judgements(entries(*circle, resolved))) == []
    assert contradictions(judgements(entries(("a", "b", "different"), ("b", "c", "same")))) == []
