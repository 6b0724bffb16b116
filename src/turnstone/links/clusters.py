"""From weighed pairs to groups that a lawyer can take apart: strongest evidence first, and never against a conflict.

Connecting all pairs that are enough welds strangers: A is like B, B is like C, and A and C cannot be the same. So in
every component with something that speaks against it, pairs are followed strongest first, and a pair is not followed
when it would bring together two parts with conflicting hard facts, or that a person judged different, or (of people)
whose weighed pairs speak against each other on average. What was not followed is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels.graph import components

Codes = NDArray[np.int64]
Pair = tuple[int, int]

AGAINST = -3_000
"""Millibits. Parts whose weighed pairs say less than this on average are not of one person, whatever one pair says."""


@dataclass(frozen=True)
class Cut:
    """A pair that was enough by itself and was not followed."""

    a: int
    b: int
    mbits: int
    sizes: Pair
    reason: str


def groups(
    size: int,
    left: Codes,
    right: Codes,
    total: Codes,
    enough: NDArray[np.bool_],
    conflict: Callable[[int, int], str | None],
    has_facts: NDArray[np.bool_],
    judged: Mapping[Pair, str],
    *,
    on_average: bool,
) -> tuple[Codes, list[Cut]]:
    """The group of each profile (its least member's number), and the pairs not followed.

    `left`, `right`, `total`: all weighed pairs, those that speak against too; `enough`: which of them join. `conflict`:
    what keeps two profiles apart, or None; only asked of profiles that have hard facts. `judged`: pair -> same or
    different; same comes before all evidence, and different is never joined. `on_average`: whether weighed pairs that speak
    against count against joining their parts. They do for people. A firm that trades under another name is as unlike
    that name as can be, and the profile that has both joins them rightly.
    """
    same = [pair for pair, said in judged.items() if said == "same"]
    chosen = np.flatnonzero(enough)
    own = np.array(same, np.int64).reshape(-1, 2)
    root = components(size, np.r_[left[chosen], own[:, 0]], np.r_[right[chosen], own[:, 1]])
    suspicious = _suspicious(root, left, right, total if on_average else np.zeros_like(total), has_facts, judged)
    if not suspicious:
        return root, []
    inside = np.isin(root[left], list(suspicious))
    pairs = np.flatnonzero(inside & (root[left] == root[right]))
    return _followed(
        root,
        suspicious,
        left[pairs],
        right[pairs],
        total[pairs],
        enough[pairs],
        conflict,
        has_facts,
        judged,
        on_average,
    )


def _suspicious(
    root: Codes, left: Codes, right: Codes, total: Codes, has_facts: NDArray[np.bool_], judged: Mapping[Pair, str]
) -> set[int]:
    """Components with something in them that speaks against: a pair of less than nothing, several with hard facts, or a
    pair judged different."""
    against = (total < 0) & (root[left] == root[right])
    found = set(root[left[against]].tolist())
    roots, many = np.unique(root[has_facts], return_counts=True)
    found |= set(roots[many > 1].tolist())
    return found | {int(root[a]) for (a, b), said in judged.items() if said == "different" and root[a] == root[b]}


def _followed(
    root: Codes, suspicious: set[int], left: Codes, right: Codes, total: Codes, enough: NDArray[np.bool_],
    conflict: Callable[[int, int], str | None], has_facts: NDArray[np.bool_], judged: Mapping[Pair, str], on_average: bool,
) -> tuple[Codes, list[Cut]]:  # fmt: skip
    """The suspicious components anew, strongest pair first."""
    out = root.copy()
    members = {int(i): [int(i)] for i in np.flatnonzero(np.isin(root, list(suspicious)))}
    parent = np.arange(len(root))
    between: dict[int, dict[int, Pair]] = {i: {} for i in members}
    for a, b, mbits in zip(left.tolist(), right.tolist(), total.tolist(), strict=True):
        between[a][b] = between[b][a] = (mbits if on_average else 0, 1)
    facts = {i: [j for j in of if has_facts[j]] for i, of in members.items()}
    apart = [pair for pair, said in judged.items() if said == "different"]
    cuts: list[Cut] = []
    order = np.flatnonzero(enough)[np.lexsort((right[enough], left[enough], -total[enough]))]
    edges = [(a, b, 0, True) for (a, b), said in judged.items() if said == "same" and a in members and b in members]
    edges += [(int(left[i]), int(right[i]), int(total[i]), False) for i in order]
    for a, b, mbits, by_person in edges:
        x, y = _root(parent, a), _root(parent, b)
        if x == y:
            continue
        reason = _against(
            members[x], members[y], facts[x], facts[y], between[x].get(y, (0, 1)), conflict, apart, by_person
        )
        if reason is not None:
            cuts.append(Cut(a, b, mbits, (len(members[x]), len(members[y])), reason))
            continue
        if len(between[x]) < len(between[y]):
            x, y = y, x
        parent[y] = x
        members[x] += members.pop(y)
        facts[x] += facts.pop(y)
        for other, said in between.pop(y).items():
            between[other].pop(y)
            if other != x:
                known = between[x].get(other, (0, 0))
                between[x][other] = between[other][x] = (known[0] + said[0], known[1] + said[1])
    for of in members.values():
        out[of] = min(of)
    return out, cuts


def _against(
    one: list[int], other: list[int], facts: list[int], others: list[int], between: Pair,
    conflict: Callable[[int, int], str | None], apart: list[Pair], by_person: bool,
) -> str | None:  # fmt: skip
    """Why two parts must not become one, or None."""
    if apart:
        mine, theirs = set(one), set(other)
        for a, b in apart:
            if (a in mine and b in theirs) or (b in mine and a in theirs):
                return "a person judged two of them different"
    if by_person:
        return None
    for a in facts:
        for b in others:
            if (why := conflict(a, b)) is not None:
                return why
    said, pairs = between
    if said < AGAINST * pairs:
        return f"the {pairs} weighed pairs between the two say {said / pairs / 1000:.1f} bits on average"
    return None


def _root(parent: Codes, i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = int(parent[i])
    return i
