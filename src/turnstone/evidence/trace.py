"""From anything that is shown back to the rows on which it rests: one walk, the same for a lead, a tie or a party."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from turnstone.engine.local import LocalEngine
from turnstone.evidence.holdings import rows_holding
from turnstone.evidence.locate import Line, ReadTable, locate

NESTED = ("entity-", "case-", "template-", "poster-")
"""Ids on which evidence can rest and that themselves rest on rows."""
EACH = 3
"""Rows listed under each party of a tie; there may be more, and `total` says how many."""
PAGE = 20
"""Ties of a network, and rows of anything else, that are listed at once."""


@dataclass
class Step:
    """One thing on the way: what it is, its id, what it says, and what it rests on. `total`: how many rows there are of it,
    or for a network ties, where only some of them are listed here."""

    kind: str
    id: str
    facts: dict[str, object]
    rests_on: list[Step] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    total: int | None = None


def trace(engine: LocalEngine, read: ReadTable, raw_tables: Sequence[str], id: str, page: int = 0) -> Step | None:
    """The way from `id` (a lead's network, party, profile, premises, template, poster or row) back to lines of files; None if unknown.

    `page`: from 0; which ties of a network, strongest first (its findings stand on the first page), or which rows of anything
    else are listed; None beyond the last."""
    root = _step(engine, read, id, page)
    if root is not None and page and not root.rests_on:
        return None
    if root is None:
        if page:
            return None
        lines = locate(read, raw_tables, [id])
        return Step("row", id, {"table": lines[0].table}, lines=lines) if lines else None
    rows = list(_rows(root))
    found: dict[str, list[Line]] = {}
    for line in locate(read, raw_tables, [row.id for row in rows]):
        found.setdefault(line.id, []).append(line)
    for row in rows:
        row.lines = found.get(row.id, [])
    return root


def _rows(step: Step) -> Iterator[Step]:
    if step.kind == "row":
        yield step
    for child in step.rests_on:
        yield from _rows(child)


def _step(engine: LocalEngine, read: ReadTable, id: str, page: int = 0) -> Step | None:
    kind = id.partition("-")[0]
    step = KINDS.get(kind)
    return step(engine, read, id, page) if step is not None else None


def _ask(engine: LocalEngine, read: ReadTable, query: str, *tables: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = engine.sql(query, **{name: read(name) for name in tables}).arrow().to_pylist()
    return rows


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _paged(page: int) -> str:
    return f"LIMIT {PAGE} OFFSET {PAGE * page}"


def _rows_step(
    kind: str, id: str, facts: dict[str, object], rows: list[dict[str, object]], row: str = "row_id"
) -> Step:
    """A step that rests on these rows of a query, which counts all there are in `total`."""
    listed = [Step("row", str(r[row]), {"role": r["role"]} if "role" in r else {}) for r in rows]
    return Step(kind, id, facts, listed, total=_total(rows))


def _total(rows: list[dict[str, object]]) -> int:
    return int(str(rows[0]["total"])) if rows else 0


def _network(engine: LocalEngine, read: ReadTable, id: str, page: int) -> Step | None:
    """A network rests on the hits of its parts and on the ties that hold it together."""
    about = _ask(engine, read, f"SELECT * FROM networks WHERE id = {_quote(id)}", "networks")
    if not about:
        return None
    step = Step("network", id, about[0])
    parts = _ask(
        engine,
        read,
        f"""
        SELECT p.indicator, p.family, p.weight_mbits, p.counted, p.node_id, p.strength, h.facts, h.because
        FROM lead_parts p JOIN hits h ON h.indicator = p.indicator AND h.node_id = p.node_id AND h.what = p.what
        WHERE p.network_id = {_quote(id)} ORDER BY p.counted DESC, p.weight_mbits DESC, p.indicator
        """,
        "lead_parts",
        "hits",
    )
    for part in parts if page == 0 else ():
        because = [str(row) for row in part.pop("because") or [] if row]  # type: ignore[attr-defined]
        child = Step("hit", str(part["indicator"]), part)
        for ground in because:
            nested = _step(engine, read, ground) if ground.startswith(NESTED) else None
            child.rests_on.append(nested or Step("row", ground, {}))
        step.rests_on.append(child)
    ties = _ask(
        engine,
        read,
        f"""
        SELECT t.*, count(*) OVER () AS total, x.name AS name_a, y.name AS name_b, x.kind AS kind_a, y.kind AS kind_b FROM ties t
        JOIN network_members a ON a.node_id = t.a JOIN network_members b ON b.node_id = t.b
        JOIN nodes x ON x.id = t.a JOIN nodes y ON y.id = t.b
        WHERE a.network_id = {_quote(id)} AND b.network_id = {_quote(id)} AND t.kind NOT IN ('agent', 'recruiter', 'filing', 'conflict')
        ORDER BY t.weight_mbits DESC, t.a, t.b, t.kind, t.value {_paged(page)}
        """,
        "ties",
        "network_members",
        "nodes",
    )
    step.total = _total(ties)
    held = rows_holding(
        engine, read, [(str(t[end]), str(t["kind"]), str(t["value"])) for t in ties for end in ("a", "b")], EACH
    )
    for tie in ties:
        del tie["total"]
        parties = [(str(tie[end]), tie.pop(f"name_{end}"), tie.pop(f"kind_{end}")) for end in ("a", "b")]
        child = Step("tie", f"{tie['kind']} {tie['value']}", tie)
        for party, name, whose in parties:
            rows, total = held.get((party, str(tie["kind"]), str(tie["value"])), ([], 0))
            facts = {"holds": tie["kind"], "name": name, "kind": whose}
            child.rests_on.append(Step("party", party, facts, [Step("row", row, {}) for row in rows], total=total))
        step.rests_on.append(child)
    return step


def _party(engine: LocalEngine, read: ReadTable, id: str, page: int) -> Step | None:
    """A party rests on the rows that name it (an unnamed employer: on the rows of its case)."""
    about = _ask(engine, read, f"SELECT * FROM nodes WHERE id = {_quote(id)}", "nodes") or _ask(
        engine, read, f"SELECT * FROM entities WHERE id = {_quote(id)}", "entities"
    )
    if not about:
        return None
    if id.startswith("case-"):
        query = f"""
            SELECT row_id, role, count(*) OVER () AS total FROM mentions WHERE case_no = {_quote(id.removeprefix("case-"))}
            ORDER BY row_id, role {_paged(page)}"""
    else:
        query = f"""
            SELECT m.row_id, m.role, count(*) OVER () AS total FROM mentions m JOIN members b ON b.profile_id = m.profile_id
            WHERE b.entity_id = {_quote(id)} ORDER BY m.known_on, m.row_id, m.role {_paged(page)}"""
    return _rows_step("party", id, about[0], _ask(engine, read, query, "mentions", "members"))


def _profile(engine: LocalEngine, read: ReadTable, id: str, page: int) -> Step | None:
    about = _ask(engine, read, f"SELECT * FROM profiles WHERE id = {_quote(id)} LIMIT 1", "profiles")
    query = f"""
        SELECT row_id, role, count(*) OVER () AS total FROM mentions WHERE profile_id = {_quote(id)}
        ORDER BY known_on, row_id, role {_paged(page)}"""
    return _rows_step("profile", id, about[0], _ask(engine, read, query, "mentions")) if about else None


def _template(engine: LocalEngine, read: ReadTable, id: str, page: int) -> Step | None:
    """A template rests on its offers: the exemplar, then the earliest."""
    about = _ask(engine, read, f"SELECT * FROM templates WHERE id = {_quote(id)}", "templates")
    if not about:
        return None
    exemplar = _quote(str(about[0]["exemplar_id"]))
    query = f"""
        SELECT offer_id, count(*) OVER () AS total FROM template_members WHERE template_id = {_quote(id)}
        ORDER BY offer_id <> {exemplar}, posted_on NULLS LAST, offer_id {_paged(page)}"""
    return _rows_step("template", id, about[0], _ask(engine, read, query, "template_members"), "offer_id")


def _poster(engine: LocalEngine, read: ReadTable, id: str, page: int) -> Step | None:
    """A poster rests on its offers."""
    about = _ask(engine, read, f"SELECT * FROM posters WHERE id = {_quote(id)}", "posters")
    if not about:
        return None
    query = f"""
        SELECT b.offer_id, count(*) OVER () AS total FROM offer_posters b LEFT JOIN offers o ON o.id = b.offer_id
        WHERE b.poster_id = {_quote(id)} ORDER BY o.posted_on NULLS LAST, b.offer_id {_paged(page)}"""
    return _rows_step("poster", id, about[0], _ask(engine, read, query, "offer_posters", "offers"), "offer_id")


def _premises(engine: LocalEngine, read: ReadTable, id: str, page: int) -> Step | None:
    """A place rests on the rows that write one of its addresses."""
    keys = _ask(
        engine, read, f"SELECT address_key FROM premises WHERE premises_id = {_quote(id)} ORDER BY 1", "premises"
    )
    if not keys:
        return None
    rows = _ask(
        engine,
        read,
        f"""
        SELECT m.row_id, m.role, count(*) OVER () AS total FROM mentions m JOIN profiles p ON p.id = m.profile_id
        WHERE list_has_any(p.address_keys, (SELECT list(address_key) FROM premises WHERE premises_id = {_quote(id)}))
        ORDER BY m.known_on, m.row_id, m.role {_paged(page)}
        """,
        "mentions",
        "profiles",
        "premises",
    )
    facts: dict[str, object] = {"addresses": [k["address_key"] for k in keys]}
    return _rows_step("premises", id, facts, rows)


KINDS = {
    "network": _network, "entity": _party, "case": _party, "profile": _profile, "premises": _premises, "template": _template,
    "poster": _poster,
}  # fmt: skip
"""The beginning of an id -> what follows it back."""
