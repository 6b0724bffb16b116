"""The list of templates, by weight, each with the first words of its wording, masked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.exports.mask import Mask
from turnstone.exports.mask_text import Names, Pieces, secrets
from turnstone.exports.spans import Span
from turnstone.exports.template_facts import Ask, ReadTable, asker, quoted
from turnstone.exports.template_slots import Text
from turnstone.exports.template_wording import body_of, drawn_parts, excerpt

EXCERPT = 90
AT_ONCE = 200
"""Templates whose wording is fetched together."""


def template_list(
    engine: LocalEngine,
    read: ReadTable,
    mask: Mask,
    *,
    most: int = 20,
    least_names: int = 0,
    words: str = "",
    network: str | None = None,
) -> tuple[list[dict[str, Any]], int]:
    """Rows by weight, and how many there are in all. The text of somebody posting alone is never among them.

    `most`: how many rows, 0 for all; `least_names`: only templates that claim so many names; `words`: only those whose
    wording, as it may be shown, has all of these words; `network`: only those that its posters use.
    """
    ask = asker(engine, read)
    within = (
        ""
        if network is None
        else f"""AND t.id IN (
            SELECT m.template_id FROM template_members m JOIN offer_posters b ON b.offer_id = m.offer_id
            JOIN network_members n ON n.node_id = b.poster_id WHERE n.network_id = {quoted(network)})"""
    )
    rows = ask(
        f"""
        WITH alone AS (
            SELECT DISTINCT m.template_id AS id FROM template_members m JOIN offer_posters b ON b.offer_id = m.offer_id
            JOIN posters p ON p.id = b.poster_id WHERE p.alone
        ), used AS (
            SELECT m.template_id AS id, CAST(count(DISTINCT b.poster_id) AS INTEGER) AS posters
            FROM template_members m JOIN offer_posters b ON b.offer_id = m.offer_id GROUP BY m.template_id
        )
        SELECT t.id, t.weight_mbits / 1000 AS bits, t.offers, t.texts, used.posters, t.names, t.slots, t.languages, t.script,
               t.first_on, t.last_on
        FROM templates t JOIN used USING (id) WHERE t.names >= {int(least_names)} AND NOT (used.posters <= 1 AND t.id IN (SELECT id FROM alone)) {within}
        ORDER BY t.weight_mbits DESC, t.id
        """,
        "templates", "template_members", "offer_posters", "posters", *(("network_members",) if network is not None else ()),
    )  # fmt: skip
    wanted = [word.casefold() for word in words.split()]
    if wanted:
        said: dict[str, str] = {}
        for part in ask("SELECT template_id, text FROM template_parts WHERE slot IS NULL", "template_parts"):
            said[part["template_id"]] = f"{said.get(part['template_id'], '')} {part['text'] or ''}"
        rows = [row for row in rows if _holds(said.get(row["id"], ""), wanted)]
    elif most:
        shown = _with_wording(ask, rows[:most], mask)
        return [{k: v for k, v in row.items() if k != "all"} for row in shown], len(rows)
    out = _with_wording(ask, rows, mask)
    out = [row for row in out if _holds(row["all"], wanted)]
    return [{k: v for k, v in row.items() if k != "all"} for row in out[: most or None]], len(out)


def _holds(text: str, words: Sequence[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)


def _with_wording(ask: Ask, rows: Sequence[dict[str, Any]], mask: Mask) -> list[dict[str, Any]]:
    out = []
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        drawn = _drawn(ask, [row["id"] for row in some], mask)
        out += [
            {**row, "wording": excerpt(drawn[row["id"]], EXCERPT), "all": excerpt(drawn[row["id"]], None)}
            for row in some
        ]
    return out


def _drawn(ask: Ask, ids: Sequence[str], mask: Mask) -> dict[str, list[tuple[str, int | None, Pieces]]]:
    """Template -> its parts (kind, slot, wording), masked like in the view."""
    if not ids:
        return {}
    some = ", ".join(quoted(id) for id in ids)
    parts: dict[str, list[dict[str, Any]]] = {id: [] for id in ids}
    for row in ask(
        f"SELECT * FROM template_parts WHERE template_id IN ({some}) ORDER BY template_id, position", "template_parts"
    ):
        parts[row["template_id"]].append(row)
    exemplars = ask(
        f"""SELECT t.id, o.title, o.text, m.offer_id, m.spans FROM templates t
            JOIN template_members m ON m.template_id = t.id AND m.offer_id = t.exemplar_id
            JOIN offers o ON o.id = t.exemplar_id WHERE t.id IN ({some})""",
        "templates", "template_members", "offers",
    )  # fmt: skip
    contacts: dict[str, list[Span]] = {}
    for c in ask(
        f"""SELECT t.id, c.start, c."end", c.kind, c.value FROM offer_contacts c JOIN templates t ON t.exemplar_id = c.offer_id
            WHERE t.id IN ({some}) AND c.field = 'body' ORDER BY t.id, c.start, c.kind, c.value""",
        "offer_contacts", "templates",
    ):  # fmt: skip
        contacts.setdefault(c["id"], []).append(Span(c["start"], c["end"], c["kind"], c["value"]))
    people: dict[str, tuple[set[str], set[str], set[str]]] = {id: (set(), set(), set()) for id in ids}
    for row in ask(
        f"""SELECT DISTINCT m.template_id AS id, o.claimed, o.claimed_kind, p.kind, p.name FROM template_members m
            JOIN offers o ON o.id = m.offer_id LEFT JOIN offer_posters b ON b.offer_id = m.offer_id
            LEFT JOIN posters p ON p.id = b.poster_id WHERE m.template_id IN ({some})""",
        "template_members", "offers", "offer_posters", "posters",
    ):  # fmt: skip
        persons, accounts, firms = people[row["id"]]
        for kind, name in ((row["claimed_kind"] or "person", row["claimed"]), (row["kind"], row["name"])):
            if name:
                (
                    firms
                    if kind == "business"
                    else accounts
                    if kind == "account"
                    else persons
                    if kind == "person"
                    else set()
                ).add(name)
    texts = {}
    for e in exemplars:
        body, names = body_of(e["title"], e["text"]), Names(*people[e["id"]])
        spans = secrets(body, contacts.get(e["id"], ()), names)
        flat = e["spans"] or []
        texts[e["id"]] = Text(e["offer_id"], "", body, spans, list(zip(flat[::2], flat[1::2], strict=True)))
    return {
        id: [
            (row["kind"], row["slot"], pieces)
            for row, (_, pieces) in zip(
                parts[id], drawn_parts(parts[id], texts.get(id), Names(*people[id]), mask), strict=True
            )
        ]
        for id in ids
    }
