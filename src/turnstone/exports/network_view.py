"""Everything that is known of one network besides its lead: standing of members, positions, what it hangs on, history."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.exports.flows import flows_of
from turnstone.exports.lead_view import LeadView
from turnstone.exports.mask import Mask
from turnstone.exports.network_continuity import continuities_of, folded_continuities
from turnstone.exports.network_moves import Moves, moves_of
from turnstone.exports.network_names import Names, own_names
from turnstone.exports.posters_in import NOTHING_OF_A_POSTER, SOMEONE
from turnstone.exports.template_facts import Ask, asker, quoted

ReadTable = Callable[[str], Table]
INFRASTRUCTURE = ("company", "premises", "account", "contact")
"""What may have a position. A person never has one, whatever a table says."""
PEOPLE = ("person", "case")
"""Kinds of things that are never listed as what a network hangs on."""
NOT_INFRASTRUCTURE = "No person, and no poster that may be one, is ever listed here."
OWN_NAME = "not shown: they are about those who go by what may be a person's own name, and persons have facts only."


@dataclass(frozen=True)
class NetworkView:
    """A network as it may be shown now. Lists are empty where the run does not have the table."""

    lead: LeadView
    summary: dict[str, Any] | None
    members: tuple[dict[str, Any], ...]
    """As in the lead, with `standing` (core or likely; None in an older run), core first."""
    possible: tuple[dict[str, Any], ...]
    ties: tuple[dict[str, Any], ...]
    dealings: tuple[dict[str, Any], ...]
    positions: tuple[dict[str, Any], ...]
    withheld: int
    """Positions and sets that are not shown because a company in them goes by what may be a person's own name."""
    weak_points: tuple[dict[str, Any], ...]
    """Sets, the smallest first: `together`, `things` (kind, shown), `pairs_before`, `pairs_after`, `reason`."""
    cuts: tuple[dict[str, Any], ...]
    history: tuple[dict[str, Any], ...]
    continued: tuple[dict[str, Any], ...]
    """Who may be continued by whom, where a member is one of the two (see network_continuity)."""
    not_continued: int
    """Continuities that are not shown because one of the two may be a person."""
    folded: int
    """Continuities that are not shown because the two read as one firm."""
    moves: tuple[dict[str, Any], ...]
    """Things taken up after others of their kind (see network_moves), but for agents on filings."""
    agent_changes: int
    """Changes of the agent or attorney on a filing, which are not among the moves."""
    moves_withheld: int
    """Moves that are not shown because whoever moved may be a person."""
    flows: tuple[dict[str, Any], ...]
    """Through whom, who, and where (see flows)."""
    masked: bool

    @property
    def title(self) -> str:
        return self.lead.title


def network_view(
    engine: LocalEngine,
    read: ReadTable,
    tables: Collection[str],
    lead: LeadView,
    mask: Mask,
    history: Sequence[Mapping[str, Any]] = (),
) -> NetworkView:
    """The view. `lead`: what is shown of the network already (see lead_view); `tables`: those that the run has;
    `history`: rows of `network_history` that name it."""
    ask, here = asker(engine, read), quoted(lead.network)
    alone = _alone(ask, here) if "posters" in tables else set()
    members = _members(ask, here, lead, alone)
    names = Names(ask, mask, {m["id"]: str(m["label"]) for m in members})
    placed = _positions(ask, here, names) if "positions" in tables else []
    hung = _weak_points(ask, here, names) if "weak_points" in tables else []
    # Runs make none of who may trade under an own name; those made before they did are held to it here.
    own = own_names(ask, [p["id"] for p in placed if p["id"]] + [t["id"] for w in hung for t in w["things"] if t["id"]])
    shown = [p for p in placed if p["id"] not in own]
    moved = moves_of(ask, tables, names, here) if "moves" in tables else Moves()
    continued, kept_back = continuities_of(ask, tables, names, here)
    hangs = [w for w in hung if not any(t["id"] in own for t in w["things"])]
    return NetworkView(
        lead,
        _summary(ask, here) if "network_summaries" in tables else None,
        tuple(members),
        tuple(_possible(ask, here, names)) if "possible_members" in tables else (),
        tuple(_ties(ask, here, lead)),
        tuple(_dealings(ask, here, names)) if "dealings" in tables else (),
        tuple(shown),
        len(placed) - len(shown) + len(hung) - len(hangs),
        tuple(hangs),
        tuple(_cuts(ask, here, names)),
        tuple(dict(row) for row in history),
        tuple(continued),
        kept_back,
        folded_continuities(ask, tables, here),
        moved.listed,
        moved.agents,
        moved.withheld,
        tuple(flows_of(ask, tables, here, names, mask)),
        not mask.open,
    )  # fmt: skip


def _alone(ask: Ask, here: str) -> set[str]:
    rows = ask(
        f"SELECT p.id FROM posters p JOIN network_members m ON m.node_id = p.id WHERE m.network_id = {here} AND p.alone",
        "posters", "network_members",
    )  # fmt: skip
    return {row["id"] for row in rows}


def _members(ask: Ask, here: str, lead: LeadView, alone: set[str]) -> list[dict[str, Any]]:
    """Members with their standing, core first. Nothing is told of one who posts alone."""
    rows = {r["node_id"]: r for r in ask(f"SELECT * FROM network_members WHERE network_id = {here}", "network_members")}
    out = []
    for member in lead.members:
        row = rows.get(member["id"], {})
        told = {**member, "standing": row.get("standing"), "strongest_bits": (row.get("strongest_mbits") or 0) / 1000}
        if member["id"] in alone:
            told |= {"name": None, "label": SOMEONE, "town": None, "state": None} | NOTHING_OF_A_POSTER
        out.append(told)
    return sorted(out, key=lambda m: m["standing"] != "core")


def _summary(ask: Ask, here: str) -> dict[str, Any] | None:
    rows = ask(f"SELECT * FROM network_summaries WHERE network_id = {here}", "network_summaries")
    return rows[0] | {"weakest_bits": rows[0]["weakest_mbits"] / 1000} if rows else None


def _possible(ask: Ask, here: str, names: Names) -> list[dict[str, Any]]:
    rows = ask(
        f"""SELECT p.*, m.network_id AS own_network FROM possible_members p LEFT JOIN network_members m ON m.node_id = p.node_id
            WHERE p.network_id = {here} ORDER BY p.weight_mbits DESC, p.node_id""",
        "possible_members", "network_members",
    )  # fmt: skip
    called = names.nodes([id for row in rows for id in (row["node_id"], row["through"])])
    return [
        {"id": row["node_id"], "label": called[row["node_id"]], "network": row["own_network"],
         "through_id": row["through"], "through": called[row["through"]], "bits": row["weight_mbits"] / 1000, "reason": row["reason"]}
        for row in rows
    ]  # fmt: skip


def _ties(ask: Ask, here: str, lead: LeadView) -> list[dict[str, Any]]:
    """The lead's ties, with until when and in which family, where the run tells."""
    rows = ask(
        f"""SELECT t.* FROM ties t JOIN network_members a ON a.node_id = t.a AND a.network_id = {here}
            JOIN network_members b ON b.node_id = t.b AND b.network_id = {here}
            ORDER BY t.weight_mbits DESC, t.a, t.b, t.kind, t.value""",
        "ties", "network_members",
    )  # fmt: skip
    more = [{k: row.get(k) for k in ("until", "gap_days", "family")} for row in rows]
    return [{**tie, **told} for tie, told in zip(lead.ties, more, strict=True)]


def _dealings(ask: Ask, here: str, names: Names) -> list[dict[str, Any]]:
    """Who acts for whom, where both are members."""
    rows = ask(
        f"""SELECT d.* FROM dealings d JOIN network_members a ON a.node_id = d.actor_id AND a.network_id = {here}
            JOIN network_members p ON p.node_id = d.party_id AND p.network_id = {here}
            ORDER BY d.rows DESC, d.actor_id, d.party_id, d.kind""",
        "dealings", "network_members",
    )  # fmt: skip
    called = names.nodes([row[end] for row in rows for end in ("actor_id", "party_id")])
    return [{**row, "actor": called[row["actor_id"]], "party": called[row["party_id"]]} for row in rows]


def _positions(ask: Ask, here: str, names: Names) -> list[dict[str, Any]]:
    listed = ", ".join(quoted(kind) for kind in INFRASTRUCTURE)
    rows = ask(
        f"""SELECT * FROM positions WHERE network_id = {here} AND kind IN ({listed})
            ORDER BY weight_mbits DESC, kind, value, position""",
        "positions",
    )
    called = names.things([(row["value_kind"], row["value"]) for row in rows])
    return [
        {"kind": row["kind"], "shown": called[row["value_kind"], row["value"]], "position": row["position"],
         "count": row["count"], "measure": row["measure"], "peers": row["peers"], "as_strong": row["as_strong"],
         "bits": row["weight_mbits"] / 1000, "readings": list(row["readings"] or ()),
         "id": row["value"] if row["value_kind"] == "node" else None}
        for row in rows
    ]  # fmt: skip


def _weak_points(ask: Ask, here: str, names: Names) -> list[dict[str, Any]]:
    people = ", ".join(quoted(kind) for kind in PEOPLE)
    rows = ask(
        f"SELECT * FROM weak_points WHERE network_id = {here} AND kind NOT IN ({people}) ORDER BY together, rank",
        "weak_points",
    )
    called = names.things([(row["kind"], row["value"]) for row in rows])
    sets: dict[int, dict[str, Any]] = {}
    for row in rows:
        one = sets.setdefault(row["together"], {
            "together": row["together"], "things": [], "pairs_before": row["pairs_before"],
            "pairs_after": row["pairs_after"], "reason": row["reason"],
        })  # fmt: skip
        node = row["value"] if row["kind"] in ("company", "account") else None
        one["things"].append({"kind": row["kind"], "shown": called[row["kind"], row["value"]], "id": node})
    return [sets[k] for k in sorted(sets)]


def _cuts(ask: Ask, here: str, names: Names) -> list[dict[str, Any]]:
    """Strong pairs with one end in the network (or both) that were not followed, and in which network the other end is."""
    rows = ask(
        f"""SELECT CASE WHEN a.network_id = {here} THEN c.a ELSE c.b END AS inside, c.weight_mbits, c.reason,
                   CASE WHEN a.network_id = {here} THEN c.b ELSE c.a END AS other,
                   CASE WHEN a.network_id = {here} THEN b.network_id ELSE a.network_id END AS other_network
            FROM cuts c LEFT JOIN network_members a ON a.node_id = c.a LEFT JOIN network_members b ON b.node_id = c.b
            WHERE a.network_id = {here} OR b.network_id = {here} ORDER BY c.weight_mbits DESC, c.a, c.b""",
        "cuts", "network_members",
    )  # fmt: skip
    called = names.nodes([row[end] for row in rows for end in ("inside", "other")])
    return [
        {"inside_id": row["inside"], "inside": called[row["inside"]], "other_id": row["other"], "other": called[row["other"]],
         "other_network": row["other_network"], "bits": row["weight_mbits"] / 1000, "reason": row["reason"]}
        for row in rows
    ]  # fmt: skip
