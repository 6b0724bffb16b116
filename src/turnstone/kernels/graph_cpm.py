"""Communities of a graph by the constant Potts model, in whole numbers and without chance.

The model (Traag, Van Dooren, Nesterov 2011) adds up, over all communities, the weight within minus a price for every pair
of nodes within. Unlike modularity it has no resolution limit: whether two parts belong together depends on them alone,
not on how large the rest of the graph is. It is made greater as Leiden does it (Traag, Waltman, van Eck 2019): move
nodes, refine within what was found, take the refined parts for nodes, and again. Where Leiden draws lots, the best is
taken; ties go to what comes first. Nodes are looked at in the order of their numbers.
"""

from __future__ import annotations

import numpy as np

from turnstone.kernels.compiled import compiled
from turnstone.kernels.graph import Ints, Rows, components

ROUNDS = 10
"""Times that all is looked at anew. Rounds end when nothing moves; few graphs need four."""


def communities(rows: Rows, per: int, price: int, rounds: int = ROUNDS) -> Ints:
    """The least node of each node's community (int32). All communities are connected.

    Made greater is `per` times the weight within communities less `price` times the pairs of nodes within. Weights must
    be above 0, and `per` times all weight and `price` times the square of the nodes below 2^62.
    """
    label = np.arange(rows.nodes, dtype=np.int32)
    for _ in range(rounds):
        found = _round(rows, label, per, price)
        same = bool((_least(found) == _least(label)).all())
        label = found
        if same:
            break
    left = np.repeat(np.arange(rows.nodes, dtype=np.int32), np.diff(rows.starts))
    within = label[left] == label[rows.to]
    return components(rows.nodes, left[within], rows.to[within])


def _round(rows: Rows, label: Ints, per: int, price: int) -> Ints:
    """One passage from nodes up to the coarsest graph."""
    graph, label, size = rows, label.copy(), np.ones(rows.nodes, np.int64)
    place = np.arange(rows.nodes, dtype=np.int32)
    while True:
        _move(graph.starts, graph.to, graph.weight, size, label, per, price)
        part = _refine(graph.starts, graph.to, graph.weight, size, label, per, price)
        starts, to, weight, new_size, new_label, number = _aggregate(
            graph.starts, graph.to, graph.weight, size, label, part
        )
        if len(new_size) == graph.nodes:
            return label[place]
        place = number[place]
        graph, size, label = Rows(starts, to, weight), new_size, new_label


@compiled
def _move(starts: Ints, to: Ints, weight: Ints, size: Ints, label: Ints, per: int, price: int) -> None:
    """Each node goes where it adds most, until none gains by going; who has a neighbour that went looks again."""
    nodes = len(size)
    total = np.zeros(nodes, np.int64)
    for i in range(nodes):
        total[label[i]] += size[i]
    free, frees = np.empty(nodes, np.int32), 0
    for c in range(nodes - 1, -1, -1):
        if total[c] == 0:
            free[frees] = c
            frees += 1
    queue, queued = np.arange(nodes).astype(np.int32), np.ones(nodes, np.uint8)
    head, waiting = 0, nodes
    share, met = np.zeros(nodes, np.int64), np.empty(nodes, np.int32)
    while waiting > 0:
        i = queue[head]
        head = head + 1 if head + 1 < nodes else 0
        waiting -= 1
        queued[i] = 0
        own = label[i]
        count = 0
        for e in range(starts[i], starts[i + 1]):
            c = label[to[e]]
            if share[c] == 0:
                met[count] = c
                count += 1
            share[c] += weight[e]
        total[own] -= size[i]
        best, most = own, per * share[own] - price * size[i] * total[own]
        for k in range(count):
            c = met[k]
            gain = per * share[c] - price * size[i] * total[c]
            if gain > most:
                best, most = c, gain
            share[c] = 0
        if most < 0:
            frees -= 1
            best = free[frees]
        if best != own:
            if total[own] == 0:
                free[frees] = own
                frees += 1
            label[i] = best
            for e in range(starts[i], starts[i + 1]):
                j = to[e]
                if label[j] != best and queued[j] == 0:
                    queued[j] = 1
                    tail = head + waiting
                    queue[tail if tail < nodes else tail - nodes] = j
                    waiting += 1
        total[best] += size[i]


@compiled
def _refine(starts: Ints, to: Ints, weight: Ints, size: Ints, label: Ints, per: int, price: int) -> Ints:
    """The parts of each community that hang well together: every node begins alone and may once join a part of its
    community; node and part must hang well on the rest of the community."""
    nodes = len(size)
    total = np.zeros(nodes, np.int64)
    inner = np.zeros(nodes, np.int64)
    for i in range(nodes):
        total[label[i]] += size[i]
        for e in range(starts[i], starts[i + 1]):
            if label[to[e]] == label[i]:
                inner[i] += weight[e]
    part = np.arange(nodes).astype(np.int32)
    part_size, outward = size.copy(), inner.copy()
    single = np.ones(nodes, np.uint8)
    share, met = np.zeros(nodes, np.int64), np.empty(nodes, np.int32)
    for i in range(nodes):
        whole = total[label[i]]
        if single[i] == 0 or per * inner[i] < price * size[i] * (whole - size[i]):
            continue
        count = 0
        for e in range(starts[i], starts[i + 1]):
            if label[to[e]] == label[i]:
                p = part[to[e]]
                if share[p] == 0:
                    met[count] = p
                    count += 1
                share[p] += weight[e]
        best, most, across = i, 0, 0
        for k in range(count):
            p = met[k]
            gain = per * share[p] - price * size[i] * part_size[p]
            if gain > most and per * outward[p] >= price * part_size[p] * (whole - part_size[p]):
                best, most, across = p, gain, share[p]
            share[p] = 0
        if best != i:
            part[i] = best
            single[best] = 0
            part_size[best] += size[i]
            outward[best] += inner[i] - 2 * across
    return part


@compiled
def _aggregate(
    starts: Ints, to: Ints, weight: Ints, size: Ints, label: Ints, part: Ints
) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
    """The graph of parts, in the order of their first nodes: starts, to, weight, size, label; and each node's part."""
    nodes = len(size)
    number, of_part, parts = np.empty(nodes, np.int32), np.full(nodes, -1, np.int32), 0
    of_label, labels = np.full(nodes, -1, np.int32), 0
    for i in range(nodes):
        if of_part[part[i]] < 0:
            of_part[part[i]] = parts
            parts += 1
        number[i] = of_part[part[i]]
    new_size, new_label = np.zeros(parts, np.int64), np.empty(parts, np.int32)
    first = np.zeros(parts + 1, np.int64)
    for i in range(nodes):
        if of_label[label[i]] < 0:
            of_label[label[i]] = labels
            labels += 1
        new_size[number[i]] += size[i]
        new_label[number[i]] = of_label[label[i]]
        first[number[i] + 1] += 1
    for p in range(parts):
        first[p + 1] += first[p]
    at, members = first[:-1].copy(), np.empty(nodes, np.int32)
    for i in range(nodes):
        members[at[number[i]]] = i
        at[number[i]] += 1
    across = 0
    for i in range(nodes):
        for e in range(starts[i], starts[i + 1]):
            if number[to[e]] != number[i]:
                across += 1
    new_starts, new_to, new_weight = (
        np.zeros(parts + 1, np.int64),
        np.empty(across, np.int32),
        np.empty(across, np.int64),
    )
    share, made = np.zeros(parts, np.int64), 0
    for p in range(parts):
        for m in range(first[p], first[p + 1]):
            i = members[m]
            for e in range(starts[i], starts[i + 1]):
                q = number[to[e]]
                if q != p:
                    if share[q] == 0:
                        new_to[made] = q
                        made += 1
                    share[q] += weight[e]
        for e in range(new_starts[p], made):
            new_weight[e] = share[new_to[e]]
            share[new_to[e]] = 0
        new_starts[p + 1] = made
    return new_starts, new_to[:made].copy(), new_weight[:made].copy(), new_size, new_label, number


def _least(label: Ints) -> Ints:
    """Labels named by their least node, so that two partitions can be compared."""
    first = np.full(len(label), len(label), np.int64)
    np.minimum.at(first, label, np.arange(len(label)))
    return first[label]


def quality(rows: Rows, label: Ints, per: int, price: int) -> int:
    """What is made greater: `per` times the weight within less `price` times the pairs within."""
    left = np.repeat(np.arange(rows.nodes), np.diff(rows.starts))
    inside = int(rows.weight[label[left] == label[rows.to]].sum()) // 2
    sizes = np.unique(label, return_counts=True)[1].astype(object)
    return per * inside - price * int((sizes * (sizes - 1) // 2).sum())
