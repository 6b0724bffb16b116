"""What can be searched in a run: one row a party, firm named in offers, premises, job order, wording and contact, with what it is
found by.

Nothing of somebody who posts alone is among them. Rows are shown as masked as lists are; what they are found by is not:
whoever searches for a name knows it. Contacts and registration numbers are found by a keyed digest of the whole of them."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from turnstone.clean.text import fold
from turnstone.engine.local import LocalEngine
from turnstone.exports.mask import Mask, certainly_firm
from turnstone.exports.sources_behind import SourcesBehind

ReadTable = Callable[[str], Any]
CONTACTS = ("phone", "email", "handle", "url", "wallet", "iban", "plate")
MOST_NETWORKS = 5
KEPT_NETWORKS = 50
"""So many are kept of a row, and so many shown: some of them may be hidden from who searches."""


@dataclass(frozen=True)
class Findable:
    """`names`: words that weigh most; `text`: other words; `exact`: whole values or digests; `networks`: where it leads;
    `sources`: SHA-256 of the files on which it rests."""

    id: str
    kind: str
    label: str
    where: str
    said: str
    names: str
    text: str
    exact: tuple[str, ...]
    networks: tuple[str, ...]
    sources: tuple[str, ...]


def digest(key: bytes, value: str) -> str:
    """By which a contact or number is found: nobody can undo it who lacks the workspace's key."""
    return hmac.new(key, f"search\x1f{value.upper()}".encode(), hashlib.sha256).hexdigest()


def words(text: str) -> str:
    """Comparable words: transliterated, without accents and case."""
    return fold(text).lower()


def findables(
    engine: LocalEngine, read: ReadTable, behind: SourcesBehind, mask: Mask, key: bytes
) -> Iterator[Findable]:
    """All rows, streamed kind by kind."""
    held = {"node_sources": behind.nodes, "template_sources": behind.templates, "case_sources": behind.cases}
    ask = _Asker(engine, lambda name: held[name] if name in held else read(name))
    yield from _parties(ask, mask, key)
    yield from _claimed(ask)
    yield from _premises(ask)
    yield from _job_orders(ask)
    yield from _contacts(ask, mask, key)
    yield from _wordings(ask)


class _Asker:
    """Queries in which `m` are members of networks that may be shown: node_id, network_id, node_kind."""

    def __init__(self, engine: LocalEngine, read: ReadTable) -> None:
        self._engine, self._read = engine, read

    def __call__(self, query: str, *tables: str) -> list[dict[str, Any]]:
        shown = """WITH m AS (SELECT a.node_id, a.network_id, n.kind AS node_kind FROM network_members a
                   JOIN networks w ON w.id = a.network_id JOIN nodes n ON n.id = a.node_id WHERE w.kind <> 'alone'),
                   hidden AS (SELECT a.node_id FROM network_members a JOIN networks w ON w.id = a.network_id
                   WHERE w.kind = 'alone' UNION ALL SELECT id FROM posters WHERE alone) """
        names = {"network_members", "networks", "nodes", "posters", *tables}
        rows: list[dict[str, Any]] = (
            self._engine.sql(shown + query, **{n: self._read(n) for n in names}).arrow().to_pylist()
        )
        return rows


def _parties(ask: _Asker, mask: Mask, key: bytes) -> Iterator[Findable]:
    entities = ask(
        """, rest AS (SELECT id, list(source) AS sources FROM node_sources GROUP BY 1),
           regs AS (SELECT b.entity_id, list(DISTINCT p.registration_no) AS numbers FROM members b
                      JOIN profiles p ON p.id = b.profile_id WHERE p.registration_no IS NOT NULL GROUP BY 1)
           SELECT e.id, e.kind, e.name, e.names, e.town, e.state, e.country, e.roles, e.first_on, e.last_on, regs.numbers,
                  list(DISTINCT m.network_id) FILTER (m.network_id IS NOT NULL) AS networks, any_value(s.sources) AS sources
           FROM entities e LEFT JOIN m ON m.node_id = e.id LEFT JOIN regs ON regs.entity_id = e.id LEFT JOIN rest s ON s.id = e.id
           WHERE e.id NOT IN (SELECT node_id FROM hidden) GROUP BY ALL""",
        "entities", "members", "profiles", "node_sources",
    )  # fmt: skip
    for e in entities:
        label = mask.hide("person", e["name"]) if e["kind"] == "person" else e["name"]
        yield Findable(
            e["id"], e["kind"], label or "", _place(e), ", ".join(e["roles"] or ()),
            words(" ".join([e["name"] or "", *(e["names"] or ())])), words(_place(e)),
            tuple(digest(key, n) for n in e["numbers"] or ()), tuple(e["networks"] or ()), tuple(e["sources"] or ()),
        )  # fmt: skip
    posters = ask(
        """, rest AS (SELECT id, list(source) AS sources FROM node_sources GROUP BY 1)
           SELECT p.id, p.kind, p.name, p.offers, list(DISTINCT m.network_id) AS networks, any_value(s.sources) AS sources
           FROM posters p JOIN m ON m.node_id = p.id LEFT JOIN rest s ON s.id = p.id WHERE NOT p.alone GROUP BY ALL""",
        "node_sources",
    )
    for p in posters:
        shown = mask.poster(p["kind"], p["name"])
        named = words(p["name"]) if p["kind"] == "business" and p["name"] else ""
        exact = (digest(key, p["name"]),) if p["name"] else ()
        yield Findable(
            p["id"], "poster", shown or "", "", _many(p["offers"], "offer"), named, "", exact, tuple(p["networks"]),
            tuple(p["sources"] or ()),
        )  # fmt: skip


def _claimed(ask: _Asker) -> Iterator[Findable]:
    """Firms under whose names offers are posted. A name that any offer gives as a person's, or that may hold one or a contact, is
    none."""
    rows = ask(
        """, said AS (SELECT coalesce(c.identity, o.claimed_key) AS id, o.id AS offer_id, o.claimed, o.claimed_kind FROM offers o
                    LEFT JOIN claims c ON c.claimed_key = o.claimed_key WHERE o.claimed_key IS NOT NULL)
           SELECT said.id, min(said.claimed) AS name, list(DISTINCT said.claimed) AS names, count(DISTINCT said.offer_id) AS offers,
                  list(DISTINCT m.network_id) AS networks, list(DISTINCT s.source) AS sources
           FROM said JOIN offer_posters p ON p.offer_id = said.offer_id JOIN m ON m.node_id = p.poster_id
           LEFT JOIN node_sources s ON s.id = p.poster_id
           WHERE p.poster_id NOT IN (SELECT node_id FROM hidden) AND said.id NOT IN (
               SELECT id FROM said WHERE claimed_kind IS DISTINCT FROM 'business') GROUP BY 1""",
        "offers", "claims", "offer_posters", "node_sources",
    )  # fmt: skip
    for r in rows:
        if not all(map(certainly_firm, r["names"])):
            continue
        yield Findable(
            f"name {r['id']}", "name", r["name"], "", _many(r["offers"], "offer"), words(" ".join(r["names"])), "", (),
            tuple(r["networks"]), _some(r["sources"]),
        )  # fmt: skip


def _premises(ask: _Asker) -> Iterator[Findable]:
    """Addresses that a business of a network has; one that only people have is shown to nobody in a list."""
    rows = ask(
        """, held AS (SELECT h.value, h.node_id, m.network_id FROM holdings h JOIN m ON m.node_id = h.node_id
                      JOIN entities e ON e.id = h.node_id
                      WHERE e.kind = 'business' AND h.kind IN ('premises', 'housing'))
           SELECT s.premises_id AS id, min(s.address_key) AS address, min(s.town) AS town, min(s.state) AS state,
                  list(DISTINCT held.network_id) AS networks, list(DISTINCT b.source) AS sources
           FROM premises s JOIN held ON held.value = s.premises_id LEFT JOIN node_sources b ON b.id = held.node_id GROUP BY 1""",
        "premises", "holdings", "entities", "node_sources",
    )  # fmt: skip
    for r in rows:
        label = ", ".join(part for part in r["address"].split("|") if part)
        yield Findable(
            r["id"], "premises", label, _place(r), "", words(label), "", (), tuple(r["networks"]), _some(r["sources"])
        )


def _job_orders(ask: _Asker) -> Iterator[Findable]:
    rows = ask(
        """SELECT o.id, o.case_no, o.job_title, o.worksite_town AS town, o.worksite_state AS state, o.status,
                  list(DISTINCT m.network_id) FILTER (m.network_id IS NOT NULL) AS networks, list(DISTINCT c.source) AS sources
           FROM job_orders o LEFT JOIN case_sources c ON c.id = o.case_no LEFT JOIN members b ON b.profile_id = o.employer_profile LEFT JOIN m ON m.node_id = b.entity_id
           WHERE o.current AND o.case_no IS NOT NULL GROUP BY ALL""",
        "job_orders", "members", "case_sources",
    )  # fmt: skip
    for r in rows:
        said = " · ".join(str(v) for v in (r["status"],) if v)
        label = f"{r['case_no']} {r['job_title'] or ''}".strip()
        text = words(f"{r['job_title'] or ''} {_place(r)}")
        exact = (r["case_no"].upper(),)
        yield Findable(
            r["id"],
            "job order",
            label,
            _place(r),
            said,
            "",
            text,
            exact,
            tuple(r["networks"] or ()),
            _some(r["sources"]),
        )


def _contacts(ask: _Asker, mask: Mask, key: bytes) -> Iterator[Findable]:
    listed = ", ".join(f"'{kind}'" for kind in CONTACTS)
    rows = ask(
        f"""SELECT h.kind, h.value, count(DISTINCT h.node_id) AS holders, list(DISTINCT m.network_id) AS networks,
                   list(DISTINCT s.source) AS sources
            FROM holdings h JOIN m ON m.node_id = h.node_id LEFT JOIN node_sources s ON s.id = h.node_id WHERE h.kind IN ({listed}) GROUP BY ALL""",
        "holdings", "node_sources",
    )  # fmt: skip
    for r in rows:
        shown = mask.of_kind(r["kind"], r["value"]) or ""
        said = _many(r["holders"], "holder")
        networks = tuple(r["networks"])
        yield Findable(
            shown, r["kind"], shown, "", said, "", "", (digest(key, r["value"]),), networks, _some(r["sources"])
        )


def _wordings(ask: _Asker) -> Iterator[Findable]:
    """Wordings of offers. Their text is looked in, not shown: names may stand in it."""
    rows = ask(
        """, rest AS (SELECT id, list(source) AS sources FROM template_sources GROUP BY 1),
           used AS (SELECT t.template_id, list(DISTINCT m.network_id) AS networks, count(DISTINCT t.offer_id) AS offers
                      FROM template_members t JOIN offer_posters p ON p.offer_id = t.offer_id
                      JOIN m ON m.node_id = p.poster_id GROUP BY 1)
           SELECT x.template_id AS id, string_agg(x.text, ' ' ORDER BY x.position) AS text, any_value(t.languages) AS languages,
                  any_value(t.towns) AS towns, any_value(used.networks) AS networks, any_value(used.offers) AS offers,
                  any_value(rest.sources) AS sources
           FROM template_parts x LEFT JOIN rest ON rest.id = x.template_id JOIN used ON used.template_id = x.template_id JOIN templates t ON t.id = x.template_id
           WHERE x.kind <> 'slot' GROUP BY 1""",
        "template_members", "offer_posters", "template_parts", "templates", "template_sources",
    )  # fmt: skip
    for r in rows:
        said = f"{_many(r['offers'], 'offer')} · {', '.join(r['languages'] or ())}"
        short = r["id"].partition("-")[2][:8]
        yield Findable(
            r["id"], "wording", short, ", ".join((r["towns"] or ())[:4]), said, short,
            words(r["text"] or ""), (), tuple(r["networks"]), tuple(r["sources"] or ()),
        )  # fmt: skip


def _many(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"


def _some(sources: list[str | None] | None) -> tuple[str, ...]:
    return tuple(source for source in sources or () if source)


def _place(row: dict[str, Any]) -> str:
    return " ".join(str(row[k]) for k in ("town", "state", "country") if row.get(k))
