"""The stage from sketches to templates: edges, groups, slots; and what was cut apart."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.kernels.digest import ID_DIGITS
from turnstone.kernels.graph import components
from turnstone.kernels.near import LEADERS, savings, table_for
from turnstone.kernels.near_texts import (
    SMALLEST_CHAIN,
    Cut,
    Edges,
    Phrases,
    braked,
    phrases_of,
    sixteenths_to_mbits,
)
from turnstone.kernels.phrases import Vocabulary
from turnstone.model.texts import TEMPLATE_MEMBERS, TEMPLATE_PARTS, TEMPLATES, TEXT_CUTS, TEXT_EDGES
from turnstone.stage import stage
from turnstone.texts.bodies import bodies
from turnstone.texts.grouping import words_of
from turnstone.texts.pairs import (
    Before,
    Texts,
    all_edges,
    distinct_texts,
    known_before,
    phrase_cut,
    phrases_for,
    touched_texts,
)
from turnstone.texts.slots import build
from turnstone.texts.vocabulary import read_vocabulary

Rows = list[dict[str, object]]


@stage(TEXT_EDGES, TEMPLATES, TEMPLATE_PARTS, TEMPLATE_MEMBERS, TEXT_CUTS)
def templates(
    engine: LocalEngine, *, offers: Table, sketches: Table, vocabulary: str, vocabulary_path: Path,
    before: Before | None = None,
) -> Mapping[str, Table | pa.Table]:  # fmt: skip
    """Finds the templates. `vocabulary`: the SHA-256 of its file. `before`: the tables of a run with the same
    vocabulary, from which what is not touched is taken; the result is the same without it."""
    words = read_vocabulary(vocabulary_path)
    texts = distinct_texts(engine, sketches)
    known = known_before(engine, texts, before)
    before = before if known is not None else None
    inside = None
    wanted = np.ones(len(texts.hashes), np.bool_)
    if known is not None:
        wanted, inside = touched_texts(texts, known)
    phrases = phrases_for(engine, offers, texts, wanted, words)
    edges = all_edges(phrases, texts, before, known, inside)
    groups, cuts = _groups(engine, offers, texts, phrases, edges, wanted, words, before)
    made = _Made(engine, offers, texts, groups, before, words)
    return {
        "text_edges": _edge_table(texts, edges),
        "text_cuts": pa.Table.from_pylist(_cut_rows(texts, cuts, edges), TEXT_CUTS.arrow),
        **made.tables(),
    }


def _groups(
    engine: LocalEngine, offers: Table, texts: Texts, phrases: Phrases, edges: Edges,
    wanted: NDArray[np.bool_], vocabulary: Vocabulary, before: Before | None,
) -> tuple[NDArray[np.int32], list[Cut]]:  # fmt: skip
    """The group of each text. Large groups are braked; for those the phrases of all their texts are needed."""
    whole = components(len(texts.hashes), edges.left, edges.right)
    sizes = np.bincount(whole, minlength=len(whole)) if len(whole) else np.empty(0, np.int64)
    large = sizes[whole] >= SMALLEST_CHAIN if len(whole) else np.empty(0, np.bool_)
    if before is not None and bool((large & ~wanted).any()):
        phrases = phrases_for(engine, offers, texts, wanted | large, vocabulary)
    return braked(phrases, edges, np.arange(len(texts.hashes)))


def _edge_table(texts: Texts, edges: Edges) -> pa.Table:
    a, b = texts.hashes[edges.left], texts.hashes[edges.right]
    return pa.table(
        [pa.array(np.minimum(a, b)), pa.array(np.maximum(a, b)), pa.array(edges.bands),
         pa.array(sixteenths_to_mbits(edges.saves).astype(np.int32))],
        schema=TEXT_EDGES.arrow,
    )  # fmt: skip


def _cut_rows(texts: Texts, cuts: list[Cut], edges: Edges) -> Rows:
    """Common phrases that were not followed to the end, and chains that were cut."""
    rows: Rows = [
        {
            "kind": "chain", "what": texts.speaker[int(cut.apart.min())].as_py(), "texts": len(cut.apart),
            "mbits": int(sixteenths_to_mbits(cut.bridge)),
            "reason": f"{len(cut.apart)} texts were joined only through others to the wording of "
            f"{texts.speaker[cut.hub].as_py()}, with which they share too little",
        }
        for cut in cuts
    ]  # fmt: skip
    rows += [
        {
            "kind": "phrase", "what": phrase_cut(band, key), "texts": count, "mbits": 0,
            "reason": f"a common phrase: more than {LEADERS} unlike texts share this key, so {count} more of them were "
            "compared with the first ones only; texts that are alike meet through other keys",
        }
        for (band, key), count in edges.crowded.items()
    ]  # fmt: skip
    unique: dict[object, dict[str, object]] = {}
    for row in rows:
        unique.setdefault(row["what"], row)
    return list(unique.values())


class _Made:
    """The rows of templates, their parts and members; those of unchanged templates are taken from the run before."""

    def __init__(
        self, engine: LocalEngine, offers: Table, texts: Texts, groups: NDArray[np.int32], before: Before | None,
        vocabulary: Vocabulary,
    ) -> None:  # fmt: skip
        self._engine, self._offers, self._texts, self._vocabulary = engine, offers, texts, vocabulary
        member = pa.table({
            "offer_id": texts.text_of.column("offer_id"),
            "text": texts.text_of.column("text"),
            "grp": pa.array(groups[texts.text_of.column("text").to_numpy()].astype(np.int64)),
        })  # fmt: skip
        self._members = engine.sql(
            """
            WITH large AS (SELECT grp FROM m GROUP BY grp HAVING count(*) > 1),
            once AS (SELECT DISTINCT ON (id) id, posted_on, town, language, script, account, claimed_key FROM o)
            SELECT m.grp, m.text, m.offer_id, o.posted_on, o.town, o.language, o.script, o.account, o.claimed_key
            FROM m JOIN large USING (grp) JOIN once o ON o.id = m.offer_id
            ORDER BY m.grp, o.posted_on NULLS LAST, m.offer_id
            """,
            m=member,
            o=offers,
        ).arrow()
        self._before = before
        self._old = _by_membership(before)

    def tables(self) -> dict[str, pa.Table]:
        about, parts, members = [], [], []
        kept: set[str] = set()
        for rows, body in self._groups():
            membership = _membership(rows)
            if membership in self._old:
                kept.add(membership)
                continue
            one = self._one(rows, body, membership)
            about.append(one[0])
            parts.extend(one[1])
            members.extend(one[2])
        made = {
            "templates": pa.Table.from_pylist(about, TEMPLATES.arrow),
            "template_parts": pa.Table.from_pylist(parts, TEMPLATE_PARTS.arrow),
            "template_members": pa.Table.from_pylist(members, TEMPLATE_MEMBERS.arrow),
        }
        return self._with_old(made, kept)

    def _groups(self) -> Iterator[tuple[Rows, dict[str, str]]]:
        """The members of each group, and the bodies of those that are to be laid out anew; some groups at a time."""
        pending: list[Rows] = []
        waiting = 0
        for rows in _runs(self._members):
            pending.append(rows)
            waiting += len(rows)
            if waiting >= 50_000:
                yield from self._with_bodies(pending)
                pending, waiting = [], 0
        yield from self._with_bodies(pending)

    def _with_bodies(self, groups: list[Rows]) -> Iterator[tuple[Rows, dict[str, str]]]:
        ids = [str(r["offer_id"]) for rows in groups if _membership(rows) not in self._old for r in rows]
        read = bodies(self._engine, self._offers, pa.array(ids, pa.string()))
        body = dict(zip(read.column("id").to_pylist(), read.column("body").to_pylist(), strict=True))
        for rows in groups:
            yield rows, body

    def _one(self, rows: Rows, body: dict[str, str], membership: str) -> tuple[dict[str, object], Rows, Rows]:
        """One template from its members, earliest first."""
        id = "template-" + hashlib.sha256(str(rows[0]["offer_id"]).encode()).hexdigest()[:ID_DIGITS]
        texts = [int(str(r["text"])) for r in rows]
        saved, exemplar = self._savings(rows, texts, body)
        built = build([body[str(r["offer_id"])] for r in rows], exemplar, self._vocabulary)
        seen: set[int] = set()
        members: Rows = []
        for row, text, spans in zip(rows, texts, built.spans, strict=True):
            members.append({
                "template_id": id, "offer_id": row["offer_id"], "posted_on": row["posted_on"], "copy": text in seen,
                "saves_mbits": saved[text], "spans": [place for span in spans for place in span],
            })  # fmt: skip
            seen.add(text)
        parts: Rows = [
            {
                "template_id": id, "position": i, "kind": p.kind, "text": p.text, "slot": p.slot, "takes": p.takes,
                "values": p.values, "filled": p.filled, "mbits": p.mbits,
            }
            for i, p in enumerate(built.parts)
        ]  # fmt: skip
        days = [r["posted_on"] for r in rows if r["posted_on"] is not None]
        about = {
            "id": id, "exemplar_id": rows[exemplar]["offer_id"], "offers": len(rows), "texts": len(seen),
            "posters": len({r["account"] or r["claimed_key"] for r in rows} - {None}), "names": len({r["claimed_key"] for r in rows} - {None}),
            "towns": _frequent(rows, "town")[:20], "languages": _frequent(rows, "language"),
            "script": next(iter(_frequent(rows, "script")), None), "first_on": min(days, default=None),  # type: ignore[type-var]
            "last_on": max(days, default=None), "fixed_words": built.fixed_words,  # type: ignore[type-var]
            "slots": max((p.slot or 0 for p in built.parts), default=0),
            "weight_mbits": sum(saved[text] for text in texts) , "phrase_mbits": sum(p.mbits for p in built.parts),
            "membership": membership,
        }  # fmt: skip
        return about, parts, members

    def _savings(self, rows: Rows, texts: list[int], body: dict[str, str]) -> tuple[dict[int, int], int]:
        """What the template saves for each text (number of the text -> millibits), and which row is its exemplar: the
        one whose wording saves most for all."""
        first = {text: i for i, text in reversed(list(enumerate(texts)))}
        distinct = sorted(first)
        starts, words = words_of(pa.array([body[str(rows[first[t]]["offer_id"])] for t in distinct], pa.string()))
        phrases = phrases_of(starts, words, self._vocabulary)
        table = table_for(phrases.longest)
        everyone = np.arange(len(distinct), dtype=np.int32)
        sample = everyone[:: max(1, len(distinct) // 8)][:8]
        best, best_saved = 0, np.full(len(distinct), -1, np.int32)
        for hub in sample:
            out = np.empty(len(distinct), np.int32)
            savings(int(hub), everyone, starts, phrases.hashes, phrases.bits, phrases.totals, phrases.name, table, out)
            if best_saved[0] < 0 or int(out.sum()) > int(best_saved.sum()):
                best, best_saved = int(hub), out
        mbits = sixteenths_to_mbits(best_saved)
        return {t: int(mbits[i]) for i, t in enumerate(distinct)}, first[distinct[best]]

    def _with_old(self, made: dict[str, pa.Table], kept: set[str]) -> dict[str, pa.Table]:
        if not kept:
            return made
        old = {m: self._old[m] for m in kept}
        ids = pa.table({"id": pa.array(sorted(old.values()), pa.string())})
        tables = self._old_tables
        return {
            name: pa.concat_tables([
                made[name],
                self._engine.sql(
                    f"SELECT t.* FROM t JOIN ids ON ids.id = t.{'id' if name == 'templates' else 'template_id'}",
                    t=tables[name], ids=ids,
                ).arrow(),
            ])
            for name in made
        }  # fmt: skip

    @property
    def _old_tables(self) -> dict[str, Table]:
        assert self._before is not None
        return self._before.tables


def _by_membership(before: Before | None) -> dict[str, str]:
    """Membership digest -> id, of the run before."""
    if before is None:
        return {}
    table = before.tables["templates"].arrow(["membership", "id"])
    return dict(zip(table.column("membership").to_pylist(), table.column("id").to_pylist(), strict=True))


def _membership(rows: Rows) -> str:
    """A digest of which offers a template has, and of what is said of them beside their texts."""
    facts = "\x1e".join("\x1f".join(str(v) for k, v in r.items() if k not in ("grp", "text")) for r in rows)
    return hashlib.sha256(facts.encode()).hexdigest()[:ID_DIGITS]


def _runs(members: pa.Table) -> Iterator[Rows]:
    """The rows of each group."""
    rows: Rows = []
    for batch in members.to_batches(max_chunksize=20_000):
        for row in batch.to_pylist():
            if rows and row["grp"] != rows[0]["grp"]:
                yield rows
                rows = []
            rows.append(row)
    if rows:
        yield rows


def _frequent(rows: Rows, name: str) -> list[str]:
    """The values of a column, most frequent first."""
    counts: dict[str, int] = {}
    for row in rows:
        if row[name] is not None:
            counts[str(row[name])] = counts.get(str(row[name]), 0) + 1
    return sorted(counts, key=lambda value: (-counts[value], value))
