"""When two writings of who an offer is from are the same identity.

A short writing is a name and is compared as names are (case, signs, legal form and order of words make no difference; a
name 'doing business as' another is the same as both). A longer one is a profile, a text about the firm. Two profiles are
the same identity when grouping texts takes them for one template, or when they begin with the same name (`Alder Farms is
...`, `Alder Farms, founded in ...`), which also makes them the same as the short name. In doubt writings are told apart
less often than not: who is told apart wrongly is shown as a contradiction that is none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256

import pyarrow as pa

from turnstone.clean.name import name_part, parse_name
from turnstone.clean.text import tidy
from turnstone.texts.grouping import group_texts

NAME_WORDS = 12
"""A writing of more words is a profile: the longest names of firms, with 'doing business as', stay below."""
HEAD_WORDS = 6
"""A profile that begins with more capitalised words than this begins with a headline, not with a name."""
HEADLINE_TEXTS = 5
"""A beginning that more unlike profiles share is a headline ('About Us'), not a name."""

_WORD = re.compile(r"[^\W_][\w'’&.\-]*")
_STOPS = re.compile(r"[,;:!?()|\n\r\t–—]|\s-\s|\.(?=\s|$)(?<!\b\w\.)")
_LOWER = re.compile(r"[^\W\d_]+")


def identities(names: pa.Array | pa.ChunkedArray) -> pa.Array:
    """A key for each row: equal for the same identity. Null where nobody is named (null, empty, 'N/A', no letters).

    Profiles are compared within the rows given, so keys of profiles hold within one call; keys of names hold anywhere.
    """
    rows = [tidy(text) if text else "" for text in names.to_pylist()]
    texts = sorted(set(rows) - {""})
    joined = _Joined()
    short = [text for text in texts if len(text.split()) <= NAME_WORDS]
    for text in short:
        try:
            own = [f"name:{part.bag}" for part in parse_name(text).own]
        except ValueError:
            continue
        for key in own:
            joined.join(f"text:{text}", key)
    _join_profiles([text for text in texts if len(text.split()) > NAME_WORDS], joined)
    keys = joined.keys()
    return pa.array([keys.get(f"text:{row}") for row in rows], pa.string())


def _join_profiles(profiles: list[str], joined: _Joined) -> None:
    """Profiles of one template, and profiles with one head."""
    if not profiles:
        return
    templates: list[int] = group_texts(pa.array(profiles, pa.string())).labels.tolist()
    for text, template in zip(profiles, templates, strict=True):
        joined.join(f"text:{text}", f"text:{profiles[template]}")
    under: dict[str, dict[str, int]] = defaultdict(dict)
    for (text, head), template in zip(heads(profiles), templates, strict=True):
        if head is not None:
            under[head][text] = template
    for head, found in under.items():
        if len(set(found.values())) <= HEADLINE_TEXTS:
            for text in found:
                joined.join(f"text:{text}", f"name:{head}")


def heads(profiles: list[str]) -> list[tuple[str, str | None]]:
    """Each profile and the name with which it begins, as names compare; None where it begins otherwise.

    A name is a run of capitalised words of which one is never written in lower case in any of the profiles. One word alone
    may begin a sentence, so it must come again, capitalised, within a sentence. Scripts without capitals have no heads.
    """
    common = {word for text in profiles for word in _LOWER.findall(text) if word.islower()}
    return [(text, _head(text, common)) for text in profiles]


def _head(text: str, common: set[str]) -> str | None:
    run: list[str] = []
    first = _WORD.search(text)
    at = first.start() if first else len(text)
    stop = _STOPS.search(text, at)
    for match in _WORD.finditer(text, at, stop.start() if stop else len(text)):
        word = match.group()
        if not any(c.isupper() for c in word) or "_" in word:
            break
        run.append(word)
    if not run or len(run) > HEAD_WORDS or not any(_bare(word) not in common for word in run):
        return None
    named = [word for word in run if word.upper() != "THE"]
    if len(named) == 1 and not re.search(rf"[^\W\d_,]\s{re.escape(named[0])}\b", text[at + len(run[0]) :]):
        return None
    part = name_part(" ".join(run))
    return part.bag if part else None


def _bare(word: str) -> str:
    """A word in lower case without its ending ('Alder's' -> 'alder')."""
    found = _LOWER.match(word.lower())
    return found.group() if found else word.lower()


class _Joined:
    """Which writings and names are one."""

    def __init__(self) -> None:
        self.parent: dict[str, str] = {}

    def root(self, node: str) -> str:
        self.parent.setdefault(node, node)
        while self.parent[node] != node:
            self.parent[node] = self.parent[self.parent[node]]
            node = self.parent[node]
        return node

    def join(self, a: str, b: str) -> None:
        a, b = self.root(a), self.root(b)
        self.parent[max(a, b)] = min(a, b)

    def keys(self) -> dict[str, str]:
        """Each node's key: the least name of its set, or a digest of its least profile. No order of rows changes it."""
        sets: dict[str, list[str]] = defaultdict(list)
        for node in self.parent:
            sets[self.root(node)].append(node)
        out: dict[str, str] = {}
        for nodes in sets.values():
            key = _key(nodes)
            out.update(dict.fromkeys(nodes, key))
        return out


def _key(nodes: Iterable[str]) -> str:
    names = sorted(node for node in nodes if node.startswith("name:"))
    return names[0] if names else "profile:" + sha256(min(nodes).encode()).hexdigest()[:16]
