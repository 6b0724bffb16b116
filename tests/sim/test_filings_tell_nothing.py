"""No single trait of an employer, company, place or record tells networks from the lawful."""

from __future__ import annotations

import pytest
from one_column_filings import told, traits

from turnstone.sim.filings.write import headings, write_filings
from turnstone.sim.parameters import parameters
from turnstone.sim.world import world

BAR = 0.70
WORLDS = 40


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    """Many small ones, since one has few networks that file."""
    figures, out = parameters(), []
    for seed in range(WORLDS):
        made = world(seed, 24, 20_000, ("US", "FR", "AU"), figures)
        assert made.blocks == 1
        data = tmp_path_factory.mktemp("data")
        truth = {(row.table, row.key): (row.unit_id, row.label) for row in write_filings(made, 0, data).rows}
        for name, heading in headings().items():
            (data / name).write_bytes(heading.encode() + (data / f"{name}.000").read_bytes())
        out.append(traits(data, truth))
    return out


def test_no_trait_separates(worlds: list[dict[str, list[tuple[dict[str, object], str, str]]]]) -> None:
    found = told(worlds, splits=8)
    assert {row["table"] for row in found} == {
        "employers",
        "companies",
        "premises",
        "hotline",
        "inspections",
        "referrals",
    }
    assert all(row["networks"] >= 40 for row in found)
    assert [row for row in found if row["auc"] > BAR] == []


def test_a_trait_that_separates_is_found(worlds: list[dict[str, list[tuple[dict[str, object], str, str]]]]) -> None:
    leaky = [
        {"companies": [(said | {"leak": label}, unit, label) for said, unit, label in w["companies"]]} for w in worlds
    ]
    assert told(leaky, splits=2)[0]["trait"].startswith("leak")
    assert told(leaky, splits=2)[0]["auc"] > 0.95
