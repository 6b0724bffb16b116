"""A run's search index (tantivy), made beside its shelf."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import tantivy

from turnstone.clean.phone import email, phone
from turnstone.engine.local import LocalEngine
from turnstone.exports.mask import Mask
from turnstone.exports.sources_behind import SourcesBehind
from turnstone.workspace import Run, Workspace
from turnstone_web.shelf.findable import KEPT_NETWORKS, digest, findables, words
from turnstone_web.shelf.hidden import NOTHING, Hidden
from turnstone_web.shelf.place import VERSION

HEAP = 64 << 20
LONGEST, MOST_WORDS = 200, 12
EXACT, NAME, NEAR, TEXT = 12.0, 4.0, 1.0, 1.0
"""How much a way of being found weighs: a whole number or case, a word of a name, a word nearly so, a word of a text."""


@dataclass(frozen=True)
class Found:
    """`rows`: what was found, best first; `total` of all kinds that fit; `kinds`: how many of each."""

    rows: tuple[dict[str, Any], ...]
    total: int
    kinds: dict[str, int]


def index_path(workspace: Path, run: str) -> Path:
    """The folder of a run's search index."""
    return workspace / "runs" / run / "shelf" / f"search-{VERSION.replace('/', '-')}"


def build_index(
    engine: LocalEngine, workspace: Workspace, run: Run, behind: SourcesBehind, told: Callable[[str, int, int], None]
) -> None:
    """Makes the index where it is missing, aside, and puts it in place."""
    path = index_path(workspace.folder, run.id)
    if path.is_dir():
        return
    aside = path.with_name(f".{path.name}.part")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    index = tantivy.Index(_schema(), path=str(aside))
    writer = index.writer(HEAP, 1)
    mask, key = Mask(workspace.key), workspace.key
    done = 0
    for done, row in enumerate(findables(engine, lambda name: workspace.table(run, name), behind, mask, key), 1):
        shown = {
            "id": row.id, "kind": row.kind, "label": row.label, "where": row.where, "said": row.said,
            "networks": sorted(row.networks)[:KEPT_NETWORKS], "in_all": len(row.networks),
        }  # fmt: skip
        writer.add_document(
            tantivy.Document(
                kind=row.kind,
                names=row.names,
                text=row.text,
                exact=list(row.exact),
                sources=list(row.sources),
                networked="yes" if row.networks else "no",
                row=json.dumps(shown, ensure_ascii=False),
            )
        )
        if done % 20_000 == 0:
            told("things to be found", done, 0)
    writer.commit()
    writer.wait_merging_threads()
    told("things to be found", done, done)
    aside.replace(path)


def find(
    workspace: Workspace,
    run: str,
    text: str,
    *,
    kind: str = "",
    networked: bool = False,
    first: int = 0,
    most: int = 50,
    hidden: Hidden = NOTHING,
) -> Found:
    """What fits all words of the text, or is the number or case that it is. Nearly right words fit as well: one letter may
    differ in a word of four, two in one of eight; the last may be cut short. What rests on
    a hidden file is not found."""
    index = _opened(index_path(workspace.folder, run))
    query = _query(index.schema, text[:LONGEST], workspace.key, _countries(workspace, run))
    if query is None:
        return Found((), 0, {})
    if hidden.sources:
        query = _all_but(query, [tantivy.Query.term_query(index.schema, "sources", sha) for sha in hidden.sources])
    if networked:
        query = _all([query, tantivy.Query.term_query(index.schema, "networked", "yes")])
    searcher = index.searcher()
    counted = searcher.aggregate(query, {"kinds": {"terms": {"field": "kind", "size": 20}}})
    kinds = {b["key"]: b["doc_count"] for b in counted["kinds"]["buckets"]}
    if kind:
        query = _all([query, tantivy.Query.term_query(index.schema, "kind", kind)])
    hits = searcher.search(query, most, count=True, offset=first)
    rows = tuple(json.loads(searcher.doc(at)["row"][0]) for _, at in hits.hits)
    return Found(rows, hits.count, kinds)


def _schema() -> tantivy.Schema:
    made = tantivy.SchemaBuilder()
    made.add_text_field("kind", stored=False, tokenizer_name="raw", fast=True)
    made.add_text_field("networked", stored=False, tokenizer_name="raw")
    made.add_text_field("names", stored=False, tokenizer_name="whitespace")
    made.add_text_field("text", stored=False, tokenizer_name="whitespace")
    made.add_text_field("sources", stored=False, tokenizer_name="raw", index_option="basic")
    made.add_text_field("exact", stored=False, tokenizer_name="raw")
    made.add_text_field("row", stored=True, tokenizer_name="raw", index_option="basic")
    return made.build()


def _all(parts: Sequence[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts])


def _all_but(query: tantivy.Query, parts: Sequence[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query(
        [(tantivy.Occur.Must, query), *((tantivy.Occur.MustNot, part) for part in parts)]
    )


def _any(parts: Sequence[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts])


def _query(schema: tantivy.Schema, text: str, key: bytes, countries: tuple[str, ...]) -> tantivy.Query | None:
    said = words(text).split()[:MOST_WORDS]
    parts = [_all([_word(schema, w, last=i == len(said) - 1) for i, w in enumerate(said)])] if said else []
    for value in _wholes(text, key, countries):
        parts.append(tantivy.Query.boost_query(tantivy.Query.term_query(schema, "exact", value), EXACT))
    return _any(parts) if parts else None


def _word(schema: tantivy.Schema, word: str, *, last: bool) -> tantivy.Query:
    q = tantivy.Query
    ways = [
        q.boost_query(q.term_query(schema, "names", word), NAME),
        q.boost_query(q.term_query(schema, "text", word), TEXT),
    ]
    slips = 2 if len(word) >= 8 else 1 if len(word) >= 4 else 0
    if slips and not word.isdigit():
        ways.append(q.boost_query(q.fuzzy_term_query(schema, "names", word, slips, True, False), NEAR))
        ways.append(q.boost_query(q.fuzzy_term_query(schema, "text", word, 1, True, False), NEAR / 2))
    if last and len(word) >= 3:
        ways.append(q.boost_query(q.fuzzy_term_query(schema, "names", word, 0, True, True), NEAR))
    return _any(ways)


def _wholes(text: str, key: bytes, countries: tuple[str, ...]) -> list[str]:
    """What the text is as a whole: a case number, a registration number, a telephone number of one of the countries in any
    spelling, an e-mail address, an account."""
    plain = text.strip()
    out = [plain.upper(), digest(key, plain), digest(key, "".join(filter(str.isalnum, plain)))]
    if sum(c.isdigit() for c in plain) >= 7:
        for country in countries:
            with suppress(ValueError):
                out.append(digest(key, phone(plain, country)))
    if "@" in plain:
        with suppress(ValueError):
            out.append(digest(key, email(plain)))
    return list(dict.fromkeys(out))


@lru_cache(maxsize=4)
def _opened(path: Path) -> tantivy.Index:
    return tantivy.Index.open(str(path))


def _countries(workspace: Workspace, run: str) -> tuple[str, ...]:
    return _countries_of(workspace.folder, run)


@lru_cache(maxsize=4)
def _countries_of(folder: Path, run: str) -> tuple[str, ...]:
    """The countries of a run's parties, in which a number without a prefix may be one."""
    workspace = Workspace(folder)
    found = workspace.table(workspace.run(run), "entities").arrow(["country"]).column(0).unique().to_pylist()
    return tuple(sorted({"US", *(c for c in found if c)}))
