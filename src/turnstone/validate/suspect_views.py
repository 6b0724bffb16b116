"""Every output that names a person as part of a network, masked as by default, for all leads of a run: each as its text.

What `leads`, `networks`, `show`, `network` (text, JSON, page), `report`, `path`, `same`, `export` (all formats) and `table` give.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

from turnstone import __version__
from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.evidence.locate import locate
from turnstone.exports.as_plain import as_plain
from turnstone.exports.continuity_list import continuity_list, continuity_list_text
from turnstone.exports.ftm import write_ftm
from turnstone.exports.geojson import write_geojson
from turnstone.exports.gexf import write_gexf
from turnstone.exports.graphml import write_graphml
from turnstone.exports.i2_csv import write_i2_csv
from turnstone.exports.lead_list import lead_list
from turnstone.exports.lead_text import lead_text
from turnstone.exports.lead_view import LeadView, lead_view
from turnstone.exports.mask import Mask
from turnstone.exports.network_list import network_list
from turnstone.exports.network_page import render_network
from turnstone.exports.network_text import network_text
from turnstone.exports.network_view import NetworkView, network_view
from turnstone.exports.party_graph import party_graph
from turnstone.exports.report import ReportFacts, render, section
from turnstone.exports.same_page import render_same
from turnstone.exports.same_text import same_text
from turnstone.exports.same_view import SameView, same_view
from turnstone.exports.table_file import masked_batches
from turnstone.exports.template_facts import resting_on
from turnstone.exports.template_view import template_view
from turnstone.exports.tie_paths import tie_paths
from turnstone.indicators.registry import registry
from turnstone.links.facts import compare_births
from turnstone.links.one_pair import weigh_pairs
from turnstone.links.weigh import ENOUGH
from turnstone.workspace import Run, Workspace

LINES_EACH = 60
TEMPLATES_EACH = 3
PAIRS_EACH = 3
"""Pairs of neighbouring members of a lead between whom a path, and what makes them the same, is asked for."""
TABLES = (
    "networks", "network_members", "network_summaries", "nodes", "holdings", "dealings", "hubs", "ties", "possible_members",
    "positions", "weak_points", "cuts", "continuities", "folded_continuities", "moves", "posters", "hits", "leads", "lead_parts",
)  # fmt: skip
"""Tables of a run that say who or what belongs to a network."""


@dataclass(frozen=True)
class Shown:
    """What one output shows. `network`: of which lead; empty for all of them. `values`: its texts one by one, where the
    output is made of values."""

    output: str
    network: str
    text: str
    values: tuple[str, ...] = ()


def suspect_views(workspace: Workspace, run: Run, engine: LocalEngine, scratch: Path) -> Iterator[Shown]:
    """All of them, one after another. `scratch`: a folder for the files of exports."""
    mask = Mask(workspace.key)

    def read(name: str) -> Table:
        return workspace.table(run, name)

    leads = lead_list(engine, read)
    yield _values("leads --json", "", as_plain(leads))
    yield _values("leads --abstained --json", "", as_plain(lead_list(engine, read, status="abstained")))
    yield _values("networks --json", "", as_plain(network_list(engine, read, run.tables)))
    goes_on = continuity_list(engine, read, run.tables, mask)
    yield _values("networks --continued --json", "", as_plain(goes_on))
    yield Shown("networks --continued", "", continuity_list_text(goes_on))
    facts = ReportFacts(
        "", run.id, "", __version__, workspace.log.head, workspace.id, run.as_of, [],
        dict.fromkeys(("networks", "leads", "abstained", "rejects"), 0), masked=True,
    )  # fmt: skip
    views: list[NetworkView] = []
    for lead in leads:
        view = lead_view(engine, read, lead["network_id"], mask, registry())
        if view is not None:
            views.append(network_view(engine, read, run.tables, view, mask))
            yield from _of_lead(run, engine, read, facts, view, views[-1], mask)
    yield from _exports(engine, read, mask, views, scratch)
    for name in TABLES:
        if name in run.tables:
            for batch in masked_batches(read(name), name, mask):
                yield _values(f"table {name}", "", as_plain(batch.to_pylist()))


def _of_lead(
    run: Run, engine: LocalEngine, read: Callable[[str], Table], facts: ReportFacts, view: LeadView, network: NetworkView,
    mask: Mask,
) -> Iterator[Shown]:  # fmt: skip
    id = view.network
    yield Shown("show", id, lead_text(view))
    yield _values("show --json", id, {"title": view.title, **as_plain(view)})
    yield Shown("network --all", id, network_text(network, most=0))
    yield _values("network --json", id, {"title": network.title, **as_plain(network)})
    yield Shown("network --html", id, render_network(facts, network))
    raw = [name for name in run.tables if name.startswith("raw_")]
    wanted = [i for part in view.parts for i in part.because if not i.startswith(("entity-", "case-"))]
    texts = []
    if wanted and "templates" in run.tables:
        found = (template_view(engine, read, i, mask) for i in resting_on(engine, read, wanted, TEMPLATES_EACH))
        texts = [t for t in found if t is not None and not t.alone]
    lines = locate(read, raw, list(dict.fromkeys(wanted))[:LINES_EACH])
    yield Shown("report", id, render(facts, [section(view, lines, texts)], mask))
    members = [str(m["id"]) for m in view.members]
    for a, b in list(pairwise(members))[:PAIRS_EACH]:
        paths = tie_paths(engine, read, run.tables, a, b, mask)
        yield _values("path --json", id, as_plain(paths))
    parties = [m for m in members if m.startswith("entity-")]
    pairs = [(m, m) for m in parties[:1]] + list(pairwise(parties))[:PAIRS_EACH]
    for a, b in pairs:
        same = _same(run, engine, read, mask, a, b)
        yield _values("same --json", id, as_plain(same))
        yield Shown("same", id, same_text(same))
        yield Shown("same --html", id, render_same(facts, same))


def _same(run: Run, engine: LocalEngine, read: Callable[[str], Table], mask: Mask, a: str, b: str) -> SameView:
    return same_view(
        engine, read, run.tables, mask, [], a, b, bar=ENOUGH, births=compare_births,
        weigh=lambda kind, pairs: weigh_pairs(engine, read("profiles"), read("premises"), kind, pairs),
    )  # fmt: skip


def _exports(
    engine: LocalEngine, read: Callable[[str], Table], mask: Mask, views: Sequence[NetworkView], scratch: Path
) -> Iterator[Shown]:
    """The files of `export` about all leads."""
    write_ftm(scratch / "ftm", engine, read, mask, [v.lead.network for v in views])
    write_geojson(scratch / "geojson", [v.lead for v in views])
    graph = party_graph(views)
    write_graphml(scratch / "graphml", graph)
    write_gexf(scratch / "gexf", graph)
    files = {name: [scratch / name] for name in ("ftm", "geojson", "graphml", "gexf")}
    files["i2-csv"] = list(write_i2_csv(scratch / "i2.csv", graph))
    if find_spec("anxwritter") is not None:
        from turnstone.exports.anx import write_anx

        write_anx(scratch / "anx", graph)
        files["anx"] = [scratch / "anx"]
    for name, paths in files.items():
        for path in paths:
            yield Shown(f"export {name}", "", path.read_text("utf-8", errors="replace"))


def _values(output: str, network: str, value: Any) -> Shown:
    return Shown(output, network, json.dumps(value, ensure_ascii=False), tuple(dict.fromkeys(values_in(value))))


def values_in(value: Any) -> Iterator[str]:
    """All texts in a plain value (see exports.as_plain)."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from values_in(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from values_in(item)
