"""How long do components and communities of an evidence graph take, beside peers?

    python benchmarks/speed/graph.py [FILE.parquet] [--edges 10000000] [--nodes 11000000] [--seed 1] [--out FILE.json]

FILE.parquet: any list of edges with columns `a` and `b` (numbers or texts) and, where there is one, `weight` (whole
numbers above 0). Without a file a graph is made from the seed (see graph_market.py). Each measurement is a process of
its own; README.md beside this file says what is measured.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from graph_market import Graph, make

MEASURED = {
    "components": ("turnstone", "scipy", "networkit"),
    "communities": ("turnstone", "graspologic-native", "networkit"),
}
NEEDS = {
    "turnstone": "turnstone",
    "scipy": "scipy",
    "networkit": "networkit",
    "graspologic-native": "graspologic_native",
}
REACH = 100
"""Pairs that one tie of the least weight holds together (as in turnstone.networks.parts)."""
SMALL = 20
WARM = np.array([0, 1], np.int32), np.array([1, 2], np.int32), np.array([9_000, 9_000], np.int32)


def main() -> None:
    """Reads the command line, measures, tells, writes."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("file", type=Path, nargs="?", help="a Parquet list of edges; else a graph is made")
    options.add_argument("--edges", type=int, default=10_000_000)
    options.add_argument("--nodes", type=int, help="default: 11 for every 10 edges")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--repeat", type=int, default=1, help="the least CPU time of so many runs counts")
    options.add_argument("--without", action="append", default=[], metavar="PEER", help="leave a peer out")
    options.add_argument("--out", type=Path, metavar="FILE.json")
    options.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.child:
        print(json.dumps(_child(Path(given.child[0]), *given.child[1:])))
        return
    graph = _read(given.file) if given.file else make(given.edges, given.nodes or given.edges * 11 // 10, given.seed)
    source = {"file": given.file.name} if given.file else {"made": "graph_market.py", "seed": given.seed}
    result: dict[str, Any] = {
        "command": f"python benchmarks/speed/graph.py {given.file.name if given.file else f'--edges {given.edges} --seed {given.seed}'}",
        "graph": {**source, "edges": len(graph.a), "nodes": graph.nodes, "least_weight": int(graph.weight.min())},
        "machine": _machine(),
        "measured": [],
    }
    with tempfile.TemporaryDirectory() as folder:
        for name in ("a", "b", "weight", "planted"):
            np.save(Path(folder) / f"{name}.npy", getattr(graph, name))
        np.save(Path(folder) / "nodes.npy", np.array([graph.nodes]))
        del graph
        for what, tools in MEASURED.items():
            for tool in tools:
                if tool in given.without or importlib.util.find_spec(NEEDS[tool]) is None:
                    result["measured"].append({"what": what, "tool": tool, "left_out": "not installed or left out"})
                    continue
                runs = [_run(folder, what, tool) for _ in range(given.repeat)]
                result["measured"].append(min(runs, key=lambda run: run.get("cpu_s", np.inf)))
                print(json.dumps(result["measured"][-1]), flush=True)
    if given.out is not None:
        given.out.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


def _read(path: Path) -> Graph:
    """A list of edges. Nodes are numbered in the order of their names, so that the order of rows says nothing."""
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    both = np.concatenate([table.column(end).to_numpy() for end in ("a", "b")])
    names, number = np.unique(both, return_inverse=True)
    a, b = np.split(number.astype(np.int32), 2)
    weight = table.column("weight").to_numpy() if "weight" in table.column_names else np.full(len(a), 10_000)
    return Graph(len(names), a, b, weight.astype(np.int32), np.full(len(names), -1, np.int32))


def _machine() -> dict[str, Any]:
    found = {tool: metadata.version(tool) for tool in (*NEEDS, "numba", "numpy") if _there(tool)}
    return {"processors": os.cpu_count(), "system": f"{platform.system()} {platform.machine()}",
            "python": platform.python_version(), **found}  # fmt: skip


def _there(distribution: str) -> bool:
    try:
        metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return False
    return True


def _run(folder: str, what: str, tool: str) -> dict[str, Any]:
    """One measurement in a process of its own."""
    env = os.environ | {"OMP_NUM_THREADS": "1"}
    command = [sys.executable, __file__, "--child", folder, what, tool]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"what": what, "tool": tool, "failed": done.stderr.strip().splitlines()[-1:] or done.returncode}
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {"what": what, "tool": tool, **measured}


def _child(folder: Path, what: str, tool: str) -> dict[str, Any]:
    """Loads the graph, warms up on a small one, measures."""
    a, b, weight, planted = (np.load(folder / f"{name}.npy") for name in ("a", "b", "weight", "planted"))
    nodes = int(np.load(folder / "nodes.npy")[0])
    compute = TOOLS[what, tool]
    compute(3, *WARM, 9_000)
    before, clock = time.process_time(), time.perf_counter()
    label = compute(nodes, a, b, weight, int(weight.min()))
    cpu, wall = time.process_time() - before, time.perf_counter() - clock
    peak = _peak_mb()
    found: dict[str, Any] = {"cpu_s": round(cpu, 2), "wall_s": round(wall, 2), "peak_mb": peak}
    return found | _told(what, nodes, a, b, weight, planted, np.asarray(label))


def _peak_mb() -> int:
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def _told(what: str, nodes: int, a: Any, b: Any, weight: Any, planted: Any, label: Any) -> dict[str, Any]:
    """How many groups, the largest, what the partition is worth, and how planted groups came out."""
    sizes = np.unique(label, return_counts=True)[1]
    told: dict[str, Any] = {"groups": len(sizes), "largest": int(sizes.max())}
    if what == "communities":
        from turnstone.kernels.graph import rows_of
        from turnstone.kernels.graph_cpm import quality

        told["worth"] = round(
            quality(rows_of(nodes, a, b, weight), label, REACH, int(weight.min())) / REACH / int(weight.sum()), 4
        )
        if (planted >= 0).any():
            inside = planted >= 0
            told |= _pairs(planted[inside], label[inside])
    return told


def _pairs(truth: Any, said: Any) -> dict[str, float]:
    """Precision and recall of pairs of nodes that one planted group holds."""
    _, codes = np.unique(said, return_inverse=True)

    def count(groups: Any) -> int:
        sizes = np.unique(groups, return_counts=True)[1].astype(np.int64)
        return int((sizes * (sizes - 1) // 2).sum())

    both = count(truth.astype(np.int64) * (int(codes.max()) + 1) + codes)
    return {"planted_precision": round(both / max(count(codes), 1), 4), "planted_recall": round(both / count(truth), 4)}


def _own_components(nodes: int, a: Any, b: Any, weight: Any, bar: int) -> Any:
    from turnstone.kernels.graph import components

    return components(nodes, a, b)


def _scipy_components(nodes: int, a: Any, b: Any, weight: Any, bar: int) -> Any:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    graph = coo_matrix((np.ones(len(a), np.int8), (a, b)), shape=(nodes, nodes))
    return connected_components(graph, directed=False)[1]


def _networkit(nodes: int, a: Any, b: Any, weight: Any, weighted: bool) -> Any:
    import networkit as nk
    from scipy.sparse import coo_matrix

    nk.setSeed(1, False)
    nk.setNumberOfThreads(1)
    graph = nk.GraphFromCoo(
        coo_matrix((weight.astype(np.float64), (a, b)), shape=(nodes, nodes)), n=nodes, weighted=weighted
    )
    return nk, graph


def _networkit_components(nodes: int, a: Any, b: Any, weight: Any, bar: int) -> Any:
    nk, graph = _networkit(nodes, a, b, weight, False)
    found = nk.components.ConnectedComponents(graph)
    found.run()
    return np.array(found.getPartition().getVector())


def _own_communities(nodes: int, a: Any, b: Any, weight: Any, bar: int) -> Any:
    """As networks are made: components first, communities in the larger ones only."""
    from turnstone.kernels.graph import components, rows_of
    from turnstone.kernels.graph_cpm import communities

    label = components(nodes, a, b)
    large = np.bincount(label, minlength=nodes)[label] > (0 if nodes < 10 else SMALL)
    within = np.flatnonzero(large).astype(np.int32)
    number = np.full(nodes, -1, np.int32)
    number[within] = np.arange(len(within), dtype=np.int32)
    inner = large[a]
    rows = rows_of(len(within), number[a[inner]], number[b[inner]], weight[inner])
    label[within] = within[communities(rows, REACH, bar)]
    return label


def _graspologic(nodes: int, a: Any, b: Any, weight: Any, bar: int) -> Any:
    """The same objective: weight within less bar / REACH for each pair within."""
    import graspologic_native
    from scipy.sparse import coo_matrix

    heavy = weight.astype(np.float64)
    graph = coo_matrix((np.r_[heavy, heavy], (np.r_[a, b], np.r_[b, a])), shape=(nodes, nodes)).tocsr()
    _, found = graspologic_native.leiden_csr(
        graph.indptr.astype(np.int64), graph.indices.astype(np.int32), graph.data, nodes, resolution=bar / REACH,
        use_modularity=False, seed=1,
    )  # fmt: skip
    label = np.arange(nodes) + nodes
    label[list(found)] = list(found.values())
    return label


def _networkit_communities(nodes: int, a: Any, b: Any, weight: Any, bar: int) -> Any:
    """Its Leiden knows modularity only."""
    nk, graph = _networkit(nodes, a, b, weight, True)
    found = nk.community.ParallelLeiden(graph, randomize=False)
    found.run()
    return np.array(found.getPartition().getVector())


TOOLS: dict[tuple[str, str], Callable[[int, Any, Any, Any, int], Any]] = {
    ("components", "turnstone"): _own_components,
    ("components", "scipy"): _scipy_components,
    ("components", "networkit"): _networkit_components,
    ("communities", "turnstone"): _own_communities,
    ("communities", "graspologic-native"): _graspologic,
    ("communities", "networkit"): _networkit_communities,
}

if __name__ == "__main__":
    main()
