"""Slow twins of the kernels of records: the same rules, said plainly, over Python's own texts and lists."""

from __future__ import annotations

from itertools import combinations


def one_edit(a: str, b: str) -> bool:
    if a == b:
        return True
    made = {a[:i] + a[i + 1 :] for i in range(len(a))}
    made |= {a[:i] + c + a[i + 1 :] for i in range(len(a)) for c in set(b)}
    made |= {a[:i] + c + a[i:] for i in range(len(a) + 1) for c in set(b)}
    made |= {a[:i] + a[i + 1] + a[i] + a[i + 2 :] for i in range(len(a) - 1)}
    return b in made


def jaro_winkler(a: str, b: str) -> float:
    a, b = a[:64], b[:64]
    if not a or not b:
        return 0.0
    reach = max(max(len(a), len(b)) // 2 - 1, 0)
    free = list(range(len(b)))
    here, there = [], []
    for i, letter in enumerate(a):
        for j in sorted(free):
            if abs(i - j) <= reach and b[j] == letter:
                free.remove(j)
                here.append(letter)
                there.append(j)
                break
    m = len(here)
    if m == 0:
        return 0.0
    crossed = sum(x != b[j] for x, j in zip(here, sorted(there), strict=True))
    jaro = (m / len(a) + m / len(b) + (m - crossed / 2) / m) / 3
    prefix = 0
    while prefix < min(4, len(a), len(b)) and a[prefix] == b[prefix]:
        prefix += 1
    return jaro + prefix * 0.1 * (1 - jaro)


def digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def name_level(a: str, b: str, short: dict[str, int], title: set[str], learnt: set[frozenset[str]]) -> int:
    if not a or not b:
        return 0
    if a == b:
        return 4
    if a in title or b in title:
        return 0
    if a in short and short.get(a) == short.get(b):
        return 5
    least = min(len(a), len(b))
    if least >= 3 and one_edit(a, b):
        return 3
    if (least == 1 or (least >= 3 and abs(len(a) - len(b)) >= 2)) and (a.startswith(b) or b.startswith(a)):
        return 2
    known = frozenset((a, b)) in learnt
    if least >= 4 and jaro_winkler(a, b) >= 0.92:
        return 3
    if least >= 4 and jaro_winkler(a, b) >= 0.84:
        return 5 if known else 2
    return 5 if known else 1


def birth_level(p: tuple[int, int, int], q: tuple[int, int, int]) -> int:
    if p == q:
        return 4
    x, y = (f"{d[0]:04d}{d[1]:02d}{d[2]:02d}" for d in (p, q))
    if p[0] == q[0] and (p[1], p[2]) == (q[2], q[1]):
        return 3
    wrong = [i for i in range(8) if x[i] != y[i]]
    if len(wrong) == 1:
        return 3
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1 and x[wrong[0]] == y[wrong[1]] and x[wrong[1]] == y[wrong[0]]:
        return 3
    days = abs((p[0] - q[0]) * 372 + (p[1] - q[1]) * 31 + p[2] - q[2])
    turned = {p[1:], q[1:]} == {(12, 31), (1, 1)} and abs(p[0] - q[0]) == 1
    if days <= 1 or turned:
        return 3
    if abs(p[0] - q[0]) == 1 and p[1] == q[1] and abs(p[2] - q[2]) <= 1:
        return 3
    if days <= 33 or sum(s == t for s, t in zip(p, q, strict=True)) == 2 or len(wrong) == 2:
        return 2
    return 1


def place_level(a: str, b: str) -> int:
    if one_edit(a, b) and min(len(a), len(b)) >= 4:
        return 3
    if jaro_winkler(a, b) >= 0.92:
        return 3
    holds = (len(b) >= 4 and b in a) or (len(a) >= 4 and a in b)
    return 2 if holds or jaro_winkler(a, b) >= 0.85 else 1


def number_level(a: str, b: str) -> int:
    least = min(len(a), len(b))
    if least >= 3 and one_edit(a, b):
        return 3
    return 2 if least >= 5 and a[: least - 3] == b[: least - 3] else 1


def mail_level(a: str, b: str) -> int:
    return (3 if digits(a) == digits(b) else 2) if one_edit(a, b) else 1


def pairs(keys: list[list[int]], largest: int) -> tuple[dict[tuple[int, int], set[int]], list[int]]:
    """Pairs -> keys that they share, and pairs left out of each key."""
    out: dict[tuple[int, int], set[int]] = {}
    skipped = []
    for k, key in enumerate(keys):
        left_out = 0
        for value in sorted(set(key) - {0}):
            block = [i for i, v in enumerate(key) if v == value]
            if len(block) > largest:
                left_out += len(block) * (len(block) - 1) // 2
                continue
            for pair in combinations(block, 2):
                out.setdefault(pair, set()).add(k)
        skipped.append(left_out)
    return out, skipped
