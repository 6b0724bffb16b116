"""The drawing of what runs through a network: nodes beside each other, ribbons within their nodes, all of it in a table too."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from turnstone_web.networks.sankey import LEAST, LINE, sankey
from turnstone_web.runs import whole_shelf

SIZES = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 9), st.integers(0, 6), st.integers(1, 5_000)), min_size=1, max_size=60
)


def flow_of(drawn: list[tuple[int, int, int, int]]) -> dict[str, Any]:
    size: dict[tuple[int, int], int] = defaultdict(int)
    links: dict[tuple[tuple[int, int], tuple[int, int]], int] = defaultdict(int)
    for a, b, c, n in drawn:
        for column, one in enumerate((a, b, c)):
            size[column, one] += n
        links[(0, a), (1, b)] += n
        links[(1, b), (2, c)] += n
    at = {key: i for i, key in enumerate(sorted(size))}
    return {
        "measure": "n", "columns": ["a", "b", "c"], "total": sum(n for *_, n in drawn),
        "nodes": [{"column": key[0], "label": str(key), "value": size[key], "id": None, "n": 1} for key in sorted(size)],
        "links": [{"a": at[a], "b": at[b], "value": n} for (a, b), n in links.items()],
    }  # fmt: skip


@given(SIZES)
def test_nodes_stand_beside_each_other_and_labels_have_room(drawn: list[tuple[int, int, int, int]]) -> None:
    made = sankey(flow_of(drawn))
    for column in range(3):
        nodes = sorted((node for node in made["nodes"] if node["column"] == column), key=lambda node: node["y"])
        for one, other in pairwise(nodes):
            assert one["y"] + one["height"] < other["y"] and other["text_y"] - one["text_y"] >= LINE - 0.2
    assert all(node["y"] >= 0 and node["y"] + node["height"] <= made["height"] + 1 for node in made["nodes"])


@given(SIZES)
def test_ribbons_leave_and_arrive_within_their_nodes(drawn: list[tuple[int, int, int, int]]) -> None:
    for ribbon in sankey(flow_of(drawn))["ribbons"]:
        numbers = [float(n) for n in re.findall(r"-?[\d.]+", ribbon["path"])]
        start, end = numbers[1], numbers[7]
        for y, node in ((start, ribbon["a"]), (end, ribbon["b"])):
            tall = max(node["value"], 0)
            assert tall and y >= 0
        assert numbers[8] - end >= LEAST - 0.2


def test_all_of_it_is_in_a_table_too(as_analyst: Client, site: Path) -> None:
    for row in list(whole_shelf().leads()[0])[:5]:
        answer = as_analyst.get(f"/networks/{row['network_id']}/")
        for flow in answer.context["flows"]:
            assert len(flow["drawn"]["ribbons"]) == len(flow["links"]) > 0
        page = answer.content.decode()
        assert page.count('class="ribbon"') == sum(len(flow["links"]) for flow in answer.context["flows"])
        table = page[page.index('class="flow"') :].split("<tbody>")[1].split("</tbody>")[0]
        assert table.count("<tr>") == len(answer.context["flows"][0]["links"])
