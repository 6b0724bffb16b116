"""No single column of the offers tells networks from the lawful: one-column classifiers, split by unit, without identifiers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from one_column import auc, columns_told

from turnstone.sim.parameters import parameters
from turnstone.sim.simulate import simulate
from turnstone.sim.world import world

BAR = 0.70


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    made = []
    for seed in (1, 2, 3):
        made.append(tmp_path_factory.mktemp("worlds") / str(seed))
        simulate(world(seed, 24, 40_000, ("US", "FR"), parameters()), made[-1], 2, lambda done, of: None)
    return made


def test_no_column_of_the_offers_separates(worlds: list[Path]) -> None:
    told = columns_told(worlds)
    assert len(told) > 30
    assert [row for row in told if row["auc"] > BAR] == []


def test_a_column_that_separates_is_found() -> None:
    draw = np.random.default_rng(0)
    sought = draw.random(4_000) < 0.05
    weight = np.ones(4_000)
    half = draw.random(4_000) < 0.5
    tells = np.where(draw.random(4_000) < 0.8, sought, ~sought).astype(np.int64)
    assert auc(tells, sought, weight, half) > 0.75
    assert auc(draw.integers(0, 9, 4_000), sought, weight, half) < 0.6
