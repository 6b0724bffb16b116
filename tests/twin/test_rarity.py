"""Rarity beside a counting twin, and Wilson's interval beside the quadratic that defines it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turnstone.leads.rarity import FEWEST_PEERS, MOST, Rarity, Z, among_peers

NETWORKS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5)), max_size=90) | st.integers(20, 70).flatmap(
    lambda n: st.lists(
        st.tuples(st.sampled_from([0, 0, 1, 2, 5]), st.sampled_from([0, 0, 0, 1, 9])), min_size=n, max_size=n
    )
)


def slow(networks: list[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """Position -> (peers, as strong). Peers have the same band; from the highest band at or above which there are
    enough networks, all above are peers together; with too few in all, all are."""
    bands = sorted({band for band, _ in networks})
    top = max((b for b in bands if sum(band >= b for band, _ in networks) >= FEWEST_PEERS), default=-1)
    out = {}
    for i, (band, strength) in enumerate(networks):
        peers = [s for b, s in networks if (b >= top if band >= top else b == band)]
        if strength > 0:
            out[i] = (len(peers), sum(s >= strength for s in peers))
    return out


@settings(max_examples=200)
@given(NETWORKS)
def test_among_peers_beside_counting(networks: list[tuple[int, int]]) -> None:
    band, strongest = (np.array([n[i] for n in networks], np.int64) for i in (0, 1))
    found = among_peers(band, strongest)
    assert {i: (r.peers, r.as_strong) for i, r in found.items()} == slow(networks)


COUNTS = st.integers(1, 20_000).flatmap(lambda n: st.tuples(st.just(n), st.integers(1, n)))


@given(COUNTS)
def test_the_weight_is_bounded_and_falls_with_company(counts: tuple[int, int]) -> None:
    peers, as_strong = counts
    rarity = Rarity(peers, as_strong)
    assert rarity.weight == min(round(1000 * math.log2((peers + 1) / (as_strong + 1))), MOST)
    assert 0 <= rarity.weight <= MOST
    assert Rarity(peers, min(as_strong + 1, peers)).weight <= rarity.weight
    low, high = rarity.interval
    assert 0 <= low <= high <= MOST


def wilson(peers: int, as_strong: int) -> tuple[float, float]:
    """The rates p for which (rate seen - p) is Z standard errors, sqrt(p (1 - p) / n): Wilson 1927, the roots of
    (1 + z2/n) p2 - (2 seen + z2/n) p + seen2 = 0."""
    seen, z2n = as_strong / peers, Z * Z / peers
    roots = sorted(np.roots([1 + z2n, -(2 * seen + z2n), seen * seen]).real)
    return float(roots[0]), float(roots[1])


@given(COUNTS)
def test_the_interval_is_wilsons(counts: tuple[int, int]) -> None:
    low, high = wilson(*counts)
    bits = [min(max(-1000 * math.log2(min(rate, 1)), 0), MOST) if rate > 0 else MOST for rate in (high, low)]
    assert Rarity(*counts).interval == pytest.approx(bits, abs=1.01)


def test_wilson_in_figures() -> None:
    """10 of 100: 5.52 % to 17.44 % (Newcombe 1998 gives the formula; the figures are those of statistical tables)."""
    low, high = Rarity(100, 10).interval
    assert (2 ** (-high / 1000), 2 ** (-low / 1000)) == pytest.approx((0.0552, 0.1744), abs=0.0002)


def test_the_largest_are_compared_with_the_large() -> None:
    """Forty small networks, thirty large, one huge: the huge one's peers are the large ones, not the small."""
    band = np.array([0] * 40 + [5] * 30 + [9], np.int64)
    strongest = np.array([0] * 40 + [3] * 30 + [3], np.int64)
    found = among_peers(band, strongest)
    assert {(r.peers, r.as_strong) for r in found.values()} == {(31, 31)}
    assert set(found) == set(range(40, 71))


def test_nobody_has_no_rarity() -> None:
    nothing = np.array([], np.int64)
    assert among_peers(nothing, nothing) == {}
    assert among_peers(np.array([0, 1]), np.array([0, 0])) == {}
