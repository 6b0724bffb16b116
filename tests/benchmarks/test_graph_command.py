"""The benchmark of graphs: its graph comes again, its peers agree on components, and any list of edges will do."""

from __future__ import annotations

from pathlib import Path

import graph
import graph_market
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest


def test_the_graph_comes_again_and_is_what_it_says() -> None:
    made, again, other = (graph_market.make(20_000, 22_000, seed) for seed in (1, 1, 2))
    assert (made.a == again.a).all() and (made.weight == again.weight).all()
    assert len(made.a) == len(made.b) and not np.array_equal(made.a, other.a)
    assert abs(len(made.a) - 20_000) < 200
    assert made.a.max() < made.nodes == 22_000
    inside = made.planted >= 0
    sizes = np.bincount(made.planted[inside])
    assert 5 <= sizes.min() <= sizes.max() <= 40
    with pytest.raises(ValueError, match="need"):
        graph_market.make(20_000, 5_000, 1)


def test_components_are_those_of_scipy_and_planted_groups_come_out() -> None:
    made = graph_market.make(20_000, 22_000, 1)
    given = (made.nodes, made.a, made.b, made.weight, int(made.weight.min()))
    own, peer = (graph.TOOLS["components", tool](*given) for tool in ("turnstone", "scipy"))
    assert len(set(own.tolist())) == len(set(peer.tolist())) == len({*zip(own.tolist(), peer.tolist(), strict=True)})
    label = graph.TOOLS["communities", "turnstone"](*given)
    told = graph._told("communities", made.nodes, made.a, made.b, made.weight, made.planted, label)
    assert told["planted_recall"] > 0.99 and told["planted_precision"] > 0.9
    assert told["groups"] == len(set(label.tolist())) > len(set(own.tolist()))


def test_pairs_are_counted_as_they_are() -> None:
    assert graph._pairs(np.array([0, 0, 0, 1]), np.array([5, 5, 7, 7])) == {
        "planted_precision": 0.5,
        "planted_recall": 0.3333,
    }


def test_any_list_of_edges_is_read_whatever_its_order(tmp_path: Path) -> None:
    table = pa.table({"a": ["x", "y", "z"], "b": ["y", "z", "w"], "weight": [5, 6, 7]})
    pq.write_table(table, tmp_path / "one.parquet")
    pq.write_table(table.take([2, 0, 1]).drop_columns("weight"), tmp_path / "two.parquet")
    one, two = (graph._read(tmp_path / f"{name}.parquet") for name in ("one", "two"))
    assert (one.nodes, one.weight.tolist(), two.weight.tolist()) == (4, [5, 6, 7], [10_000] * 3)
    assert {*zip(one.a.tolist(), one.b.tolist(), strict=True)} == {*zip(two.a.tolist(), two.b.tolist(), strict=True)}
