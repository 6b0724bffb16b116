"""Who stays together whichever one piece of evidence is struck out. Compiled."""

from __future__ import annotations

from turnstone.kernels.compiled import compiled
from turnstone.kernels.graph import Ints


@compiled
def standing(
    groups: Ints, ends: Ints, a: Ints, b: Ints, family: Ints, strike: Ints, weight: Ints, enough: int, label: Ints
) -> None:
    """Labels the nodes of each group by what they stay together with: equal labels stay together.

    `groups`: where each group's rows begin (one more than groups); `ends`: where its nodes begin in `label`. Rows are
    sorted by pair (a, b: places in `label`), then family; `strike` numbers what is struck out together, from 0 within
    a group. Two nodes are joined where the sum over families of the heaviest row reaches `enough`.
    """
    for g in range(len(groups) - 1):
        begin, end = groups[g], groups[g + 1]
        first, last = ends[g], ends[g + 1]
        strikes = 0
        for r in range(begin, end):
            strikes = max(strikes, strike[r] + 1)
        root = label[first:last].copy()
        for i in range(first, last):
            label[i] = first
        for struck in range(strikes):
            for i in range(last - first):
                root[i] = i
            r = begin
            while r < end:
                x, y, total = a[r], b[r], 0
                while r < end and a[r] == x and b[r] == y:
                    of, most = family[r], 0
                    while r < end and a[r] == x and b[r] == y and family[r] == of:
                        if strike[r] != struck:
                            most = max(most, weight[r])
                        r += 1
                    total += most
                if total >= enough:
                    p, q = x - first, y - first
                    while root[p] != p:
                        root[p] = root[root[p]]
                        p = root[p]
                    while root[q] != q:
                        root[q] = root[root[q]]
                        q = root[q]
                    root[max(p, q)] = min(p, q)
            for i in range(last - first):
                root[i] = root[root[i]]
            _meet(label, root, first, last)


@compiled
def _meet(label: Ints, root: Ints, first: int, last: int) -> None:
    """Both partitions at once, each class named by its least node."""
    old = label[first:last].copy()
    for i in range(last - first):
        label[first + i] = first + i
        for j in range(i):
            if old[j] == old[i] and root[j] == root[i]:
                label[first + i] = label[first + j]
                break
