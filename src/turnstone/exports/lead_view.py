"""Everything that is shown of one network, gathered and masked: for the terminal, the report and JSON alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.exports.disclaimer import ALONE, DISCLAIMER, POSTING, disclaimer
from turnstone.exports.lead_facts import Ask, bars_of, beds_of, offered_of, orders_of, places_of
from turnstone.exports.mask import Mask
from turnstone.exports.posters_in import NOTHING, NOTHING_OF_A_POSTER, SOMEONE, describe_posters, offers_of, posters_in
from turnstone.model.indicator import Indicator

ReadTable = Callable[[str], Table]


@dataclass(frozen=True)
class PartView:
    """One indicator's part in a lead, in words and numbers."""

    indicator: str
    title: str
    family: str
    counted: bool
    bits: float
    low_bits: float
    high_bits: float
    as_strong: int
    peers: int
    hits: int
    sentence: str
    facts: dict[str, str | None]
    because: tuple[str, ...]
    innocent: tuple[str, ...]
    refute: tuple[str, ...]
    ask: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class LeadView:
    """A network with its evidence, as it may be shown now."""

    network: str
    status: str
    rank: int | None
    bits: float
    families: tuple[str, ...]
    abstained: str | None
    decision: str | None
    new_since: bool | None
    about: dict[str, Any]
    parts: tuple[PartView, ...]
    members: tuple[dict[str, Any], ...]
    ties: tuple[dict[str, Any], ...]
    orders: tuple[dict[str, Any], ...]
    bars: tuple[dict[str, Any], ...]
    places: tuple[dict[str, Any], ...]
    disclaimer: str = DISCLAIMER
    beds: tuple[dict[str, Any], ...] = field(default=())
    offers: tuple[dict[str, Any], ...] = field(default=())
    """Offers of its posters, by day (at most the first thousand)."""

    @property
    def posting(self) -> bool:
        """Whether it is a network of those who post offers."""
        return self.about["kind"] in POSTING

    @property
    def title(self) -> str:
        """The network's name: that of its member with most job orders; unnamed employers by their first case; posters
        by the business that their offers name most."""
        if self.posting and not self.about.get("name"):
            n = len(self.members)
            who = f"who posts as {self.about['posts_as']}" if self.about["posts_as"] else SOMEONE
            return who + (f" · {n} posters" if n > 1 else "")
        name = self.about.get("name") or (self.members[0]["label"] if self.members else self.network)
        others = len(self.members) - 1
        return f"{name} and {others} other{'s' if others > 1 else ''}" if others else str(name)


def lead_view(
    engine: LocalEngine, read: ReadTable, network: str, mask: Mask, pages: Mapping[str, Indicator]
) -> LeadView | None:
    """The view of one network, or None when the run does not know it."""

    def ask(query: str, *tables: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = engine.sql(query, **{name: read(name) for name in tables}).arrow().to_pylist()
        return rows

    here = "'" + network.replace("'", "''") + "'"
    about = ask(f"SELECT * FROM networks WHERE id = {here}", "networks")
    if not about:
        return None
    lead = (ask(f"SELECT * FROM leads WHERE network_id = {here}", "leads") or [{}])[0]
    about[0].update(NOTHING)
    members = ask(
        f"""SELECT n.*, m.strongest_mbits FROM network_members m JOIN nodes n ON n.id = m.node_id
            WHERE m.network_id = {here} ORDER BY n.orders DESC, n.workers DESC, n.first_on, n.id""",
        "network_members",
        "nodes",
    )
    for member in members:
        member["name"] = mask.node(member["kind"], member["name"])
        member["label"] = member["name"] or (
            SOMEONE if member["kind"] == "poster"
            else f"employer not named in the files (case {member['id'].removeprefix('case-')})"
        )  # fmt: skip
    offers: list[dict[str, Any]] = []
    if alone := about[0]["kind"] == "alone":
        for member in members:  # of whom nothing is shown, even after an unlock
            member.update({"name": None, "label": SOMEONE, "town": None, "state": None} | NOTHING_OF_A_POSTER)
    elif any(member["kind"] == "poster" for member in members):
        about[0].update(posters_in(engine, read, [network]).get(network, NOTHING))
        describe_posters(engine, read, network, members)
        offers = offers_of(engine, read, network, mask)
    return LeadView(
        network=network,
        status=lead.get("status", "nothing found"),
        rank=lead.get("rank"),
        bits=lead.get("weight_mbits", 0) / 1000,
        families=tuple(lead.get("families") or ()),
        abstained=lead.get("abstained"),
        decision=lead.get("decision"),
        new_since=lead.get("new_since"),
        about=about[0],
        parts=tuple(_parts(ask, here, mask, pages)),
        members=tuple(members),
        ties=tuple(_ties(ask, here, mask.closed if alone else mask)),
        orders=tuple(orders_of(ask, here)),
        bars=tuple(bars_of(ask, here)),
        places=tuple(places_of(ask, here) + (offered_of(ask, here) if offers else [])),
        beds=tuple(beds_of(ask, here)),
        disclaimer=disclaimer([about[0]["kind"]]) + (f" {ALONE}" if alone else ""),
        offers=tuple(offers),
    )


def _parts(ask: Ask, here: str, mask: Mask, pages: Mapping[str, Indicator]) -> list[PartView]:
    rows = ask(
        f"""SELECT p.*, h.facts, h.because, n.name AS party, n.kind AS party_kind FROM lead_parts p
            JOIN hits h ON h.indicator = p.indicator AND h.node_id = p.node_id AND h.what = p.what
            JOIN nodes n ON n.id = p.node_id WHERE p.network_id = {here}
            ORDER BY p.counted DESC, p.weight_mbits DESC, p.indicator""",
        "lead_parts",
        "hits",
        "nodes",
    )
    named = _names_of(ask, {value for row in rows for value in row["facts"] if value}, mask)
    out = []
    for row in rows:
        row["party"] = mask.node(row.pop("party_kind"), row["party"])
        page = pages[row["indicator"]]
        facts = {k: named.get(v or "", v) for k, v in mask.facts(row["facts"], row["indicator"]).items()}
        said = of_one(page.sentence.format_map({k: v if v is not None else "unknown" for k, v in facts.items()}))
        out.append(
            PartView(
                indicator=row["indicator"], title=page.title, family=row["family"], counted=row["counted"],
                bits=row["weight_mbits"] / 1000, low_bits=row["low_mbits"] / 1000, high_bits=row["high_mbits"] / 1000,
                as_strong=row["as_strong"], peers=row["peers"], hits=row["hits"],
                sentence=f"{row['party']}: {said}" if row["party"] else said, facts={**facts, "party": row["party"]},
                because=tuple(i for i in row["because"] or () if i), innocent=page.innocent, refute=page.refute,
                ask=page.ask, sources=page.sources,
            )
        )  # fmt: skip
    return out


_ONE = re.compile(r"(?<![\d.,])1 (days|different names|names|offers|posters|towns)\b|(?<![\d.,])1 countries\b")


def of_one(sentence: str) -> str:
    """The sentence with `1 posters` as `1 poster`: sentences of indicators are written for many."""
    return _ONE.sub(lambda found: f"1 {found[1][:-1]}" if found[1] else "1 country", sentence)


def _names_of(ask: Ask, values: set[str], mask: Mask) -> dict[str, str | None]:
    """Names of the parties whose ids stand among the values, as they may be shown now."""
    ids = ", ".join(
        f"'{value}'" for value in sorted(values) if value.startswith("entity-") and value.isascii() and "'" not in value
    )
    rows = ask(f"SELECT id, name, kind FROM entities WHERE id IN ({ids})", "entities") if ids else []
    return {row["id"]: mask.of_kind(row["kind"], row["name"]) for row in rows}


def _ties(ask: Ask, here: str, mask: Mask) -> list[dict[str, Any]]:
    rows = ask(
        f"""SELECT t.a, t.b, t.kind, t.value, t.holders, t.weight_mbits, t.since, p.address,
                   e.name AS holder_name, e.kind AS holder_kind FROM ties t
            JOIN network_members a ON a.node_id = t.a AND a.network_id = {here}
            JOIN network_members b ON b.node_id = t.b AND b.network_id = {here}
            LEFT JOIN (SELECT premises_id, arg_min(address_key, (first_on, address_key)) AS address FROM premises
                       GROUP BY premises_id) p ON p.premises_id = t.value
            LEFT JOIN entities e ON e.id = t.value
            ORDER BY t.weight_mbits DESC, t.a, t.b, t.kind, t.value""",
        "ties",
        "network_members",
        "premises",
        "entities",
    )
    for row in rows:
        address, name, whose = row.pop("address"), row.pop("holder_name"), row.pop("holder_kind")
        named = mask.of_kind(whose, name) if name else None
        row["shown"] = address or named or mask.of_kind(row["kind"], row["value"])
        row["value"] = mask.of_kind(row["kind"], row["value"])
        row["bits"] = row.pop("weight_mbits") / 1000
    return rows


def as_json(view: LeadView) -> dict[str, Any]:
    """The view as plain values for JSON."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: plain(v) for k, v in value.items()}
        if isinstance(value, (list, tuple)):
            return [plain(v) for v in value]
        if isinstance(value, date):
            return value.isoformat()
        if hasattr(value, "__dataclass_fields__"):
            return {k: plain(getattr(value, k)) for k in value.__dataclass_fields__}
        return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)

    return {"title": view.title, **plain(view)}
