"""From anything that is shown back to the rows on which it rests: one walk, the same for a lead, a tie or a party."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from turnstone.engine.local import LocalEngine
from turnstone.evidence.locate import Line, ReadTable, locate

NESTED = ("entity-", "case-", "template-", "poster-")
"""Ids on which evidence can rest and that themselves rest on rows."""
EACH = 3
"""Rows shown for each fact; there may be more, and `rows` says how many."""


@dataclass
class Step:
    """One thing on the way: what it is, its id, what it says, and what it rests on."""

    kind: str
    id: str
    facts: dict[str, object]
    rests_on: list[Step] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def trace(engine: LocalEngine, read: ReadTable, raw_tables: Sequence[str], id: str) -> Step | None:
    """The way from `id` (a lead's network, party, profile, premises, template, poster or row) back to lines of files; None if unknown."""
    root = _step(engine, read, id)
    if root is None:
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


def _step(engine: LocalEngine, read: ReadTable, id: str) -> Step | None:
    kind = id.partition("-")[0]
    if kind == "network":
        return _network(engine, read, id)
    if kind in ("entity", "case"):
        return _party(engine, read, id)
    if kind == "profile":
        return _profile(engine, read, id)
    if kind == "premises":
        return _premises(engine, read, id)
    if kind == "template":
        return _template(engine, read, id)
    if kind == "poster":
        return _poster(engine, read, id)
    return None


def _ask(engine: LocalEngine, read: ReadTable, query: str, *tables: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = engine.sql(query, **{name: read(name) for name in tables}).arrow().to_pylist()
    return rows


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _network(engine: LocalEngine, read: ReadTable, id: str) -> Step | None:
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
    for part in parts:
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
        SELECT t.*, x.name AS name_a, y.name AS name_b, x.kind AS kind_a, y.kind AS kind_b FROM ties t
        JOIN network_members a ON a.node_id = t.a JOIN network_members b ON b.node_id = t.b
        JOIN nodes x ON x.id = t.a JOIN nodes y ON y.id = t.b
        WHERE a.network_id = {_quote(id)} AND b.network_id = {_quote(id)} AND t.kind NOT IN ('agent', 'recruiter', 'filing', 'conflict')
        ORDER BY t.weight_mbits DESC, t.a, t.b, t.kind, t.value LIMIT 20
        """,
        "ties",
        "network_members",
        "nodes",
    )
    for tie in ties:
        parties = [(str(tie[end]), tie.pop(f"name_{end}"), tie.pop(f"kind_{end}")) for end in ("a", "b")]
        child = Step("tie", f"{tie['kind']} {tie['value']}", tie)
        for party, name, whose in parties:
            holding = _holding(engine, read, party, str(tie["kind"]), str(tie["value"]))
            holding.facts |= {"name": name, "kind": whose}
            child.rests_on.append(holding)
        step.rests_on.append(child)
    return step


def _holding(engine: LocalEngine, read: ReadTable, party: str, kind: str, value: str) -> Step:
    """The rows that say that a party holds a thing."""
    if party.startswith("poster-"):
        return _offered(engine, read, party, kind, value)
    own = f"JOIN members b ON b.profile_id = p.id AND b.entity_id = {_quote(party)}"
    case = f"m.case_no = {_quote(party.removeprefix('case-'))}"
    unnamed = party.startswith("case-")
    if kind in ("premises", "housing"):
        where = f"list_has_any(p.address_keys, (SELECT list(address_key) FROM premises WHERE premises_id = {_quote(value)}))"
        query = f"""
            SELECT m.row_id FROM mentions m JOIN profiles p ON p.id = m.profile_id {"" if unnamed else own}
            WHERE {where} AND {case if unnamed else "true"} ORDER BY m.known_on, m.row_id LIMIT {EACH}"""
    elif kind in ("phone", "email", "registration"):
        field = "registration_no" if kind == "registration" else kind
        query = f"""
            SELECT m.row_id FROM mentions m JOIN profiles p ON p.id = m.profile_id {own}
            WHERE p.{field} = {_quote(value)} ORDER BY m.known_on, m.row_id LIMIT {EACH}"""
    else:  # a person beside the party: rows that name both
        bag = _quote(value.partition("|")[0])
        query = f"""
            SELECT m.row_id FROM mentions m JOIN profiles p ON p.id = m.profile_id
            JOIN mentions e ON e.row_id = m.row_id JOIN members b ON b.profile_id = e.profile_id
            WHERE list_contains(p.name_bags, {bag}) AND b.entity_id = {_quote(party)}
            ORDER BY m.known_on, m.row_id LIMIT {EACH}"""
    rows = _ask(engine, read, query, "mentions", "profiles", "members", "premises")
    ids = list(dict.fromkeys(str(row["row_id"]) for row in rows))
    return Step("party", party, {"holds": kind}, [Step("row", row, {}) for row in ids])


def _offered(engine: LocalEngine, read: ReadTable, poster: str, kind: str, value: str) -> Step:
    """The offers of a poster that use a template, give a contact or show an image."""
    if kind == "template":
        given, table = f"SELECT offer_id FROM template_members WHERE template_id = {_quote(value)}", "template_members"
    elif kind == "image":
        given, table = f"SELECT id AS offer_id FROM offers WHERE list_contains(images, {_quote(value)})", "offers"
    else:
        given = f"SELECT offer_id FROM offer_contacts WHERE kind = {_quote(kind)} AND value = {_quote(value)}"
        table = "offer_contacts"
    query = f"""
        SELECT DISTINCT p.offer_id FROM offer_posters p JOIN ({given}) g ON g.offer_id = p.offer_id
        WHERE p.poster_id = {_quote(poster)} ORDER BY p.offer_id LIMIT {EACH}"""
    rows = _ask(engine, read, query, "offer_posters", table)
    return Step("party", poster, {"holds": kind}, [Step("row", str(row["offer_id"]), {}) for row in rows])


def _party(engine: LocalEngine, read: ReadTable, id: str) -> Step | None:
    """A party rests on the rows that name it (an unnamed employer: on the rows of its case)."""
    about = _ask(engine, read, f"SELECT * FROM nodes WHERE id = {_quote(id)}", "nodes") or _ask(
        engine, read, f"SELECT * FROM entities WHERE id = {_quote(id)}", "entities"
    )
    if not about:
        return None
    if id.startswith("case-"):
        query = f"SELECT row_id, role FROM mentions WHERE case_no = {_quote(id.removeprefix('case-'))} ORDER BY row_id LIMIT 20"
    else:
        query = f"""
            SELECT m.row_id, m.role FROM mentions m JOIN members b ON b.profile_id = m.profile_id
            WHERE b.entity_id = {_quote(id)} ORDER BY m.known_on, m.row_id LIMIT 20"""
    rows = _ask(engine, read, query, "mentions", "members")
    return Step("party", id, about[0], [Step("row", str(r["row_id"]), {"role": r["role"]}) for r in rows])


def _profile(engine: LocalEngine, read: ReadTable, id: str) -> Step | None:
    about = _ask(engine, read, f"SELECT * FROM profiles WHERE id = {_quote(id)} LIMIT 1", "profiles")
    query = f"SELECT row_id, role FROM mentions WHERE profile_id = {_quote(id)} ORDER BY known_on, row_id LIMIT 20"
    rows = _ask(engine, read, query, "mentions")
    if not about:
        return None
    return Step("profile", id, about[0], [Step("row", str(r["row_id"]), {"role": r["role"]}) for r in rows])


def _template(engine: LocalEngine, read: ReadTable, id: str) -> Step | None:
    """A template rests on its offers: the exemplar, then the earliest."""
    about = _ask(engine, read, f"SELECT * FROM templates WHERE id = {_quote(id)}", "templates")
    if not about:
        return None
    exemplar = _quote(str(about[0]["exemplar_id"]))
    query = f"""
        SELECT offer_id FROM template_members WHERE template_id = {_quote(id)}
        ORDER BY offer_id <> {exemplar}, posted_on NULLS LAST, offer_id LIMIT 20"""
    rows = _ask(engine, read, query, "template_members")
    return Step("template", id, about[0], [Step("row", str(r["offer_id"]), {}) for r in rows])


def _poster(engine: LocalEngine, read: ReadTable, id: str) -> Step | None:
    """A poster rests on its offers."""
    about = _ask(engine, read, f"SELECT * FROM posters WHERE id = {_quote(id)}", "posters")
    if not about:
        return None
    query = f"""
        SELECT b.offer_id FROM offer_posters b LEFT JOIN offers o ON o.id = b.offer_id
        WHERE b.poster_id = {_quote(id)} ORDER BY o.posted_on NULLS LAST, b.offer_id LIMIT 20"""
    rows = _ask(engine, read, query, "offer_posters", "offers")
    return Step("poster", id, about[0], [Step("row", str(r["offer_id"]), {}) for r in rows])


def _premises(engine: LocalEngine, read: ReadTable, id: str) -> Step | None:
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
        SELECT m.row_id, m.role FROM mentions m JOIN profiles p ON p.id = m.profile_id
        WHERE list_has_any(p.address_keys, (SELECT list(address_key) FROM premises WHERE premises_id = {_quote(id)}))
        ORDER BY m.known_on, m.row_id LIMIT 20
        """,
        "mentions",
        "profiles",
        "premises",
    )
    facts: dict[str, object] = {"addresses": [k["address_key"] for k in keys]}
    return Step("premises", id, facts, [Step("row", str(r["row_id"]), {"role": r["role"]}) for r in rows])
