"""Which texts, contacts and images of a network stand under several names, and which of its accounts are in several towns on one day."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.exports.mask import Mask
from turnstone.exports.template_facts import Ask, asker, quoted

ReadTable = Callable[[str], Table]
CONTACTS = ("phone", "email", "handle", "wallet", "iban")
SPECIFIC_MBITS = 40_000
"""A wording of less comes about by chance; it is listed, and told as common."""
MOST_NAMES, MOST_THINGS, MOST_DAYS = 12, 60, 40
NEEDED = ("offer_posters", "template_members", "templates", "offer_contacts", "claims")
READINGS = (
    "Who finds workers for others writes for several firms: such names count only where nobody else is named.",
    "One owner with several lawful firms, branches, or a firm that changed its name.",
    "A text or an image that was copied by somebody who has nothing to do with the others.",
    "A telephone that people share who live or work together, or that went to another holder.",
    "An account that posts for a chain, or for people who travel together, is in several towns on one day.",
)


def identity_view(
    engine: LocalEngine, read: ReadTable, tables: Collection[str], network: str, mask: Mask
) -> dict[str, Any] | None:
    """None where nobody in the network posts offers. Else, of the offers of the network's posters:

    `names`: id, name (masked where it is not a business's), kind, agency (it says that it finds workers for others), offers,
    first_on, last_on; in the order of how many things they share, at most 12, and `more_names`.
    `things`: kind (wording, phone, email, handle, wallet, iban, image), value (as it may be shown), id (of a wording), common
    (the wording is of under 40 bits), offers, posters, first_on, last_on, under (name id -> offers), names (how many names in this
    network, agencies only where nobody else is named), elsewhere (names outside it); those under two names or more.
    `days`: poster, day, towns, offers: days on which one account was in two towns or more, those in most first.
    `readings`: innocent ones."""
    if not set(NEEDED) <= set(tables):
        return None
    own = _own_tables(engine, read, network)
    if not own["own"].rows:
        return None
    ask = asker(engine, lambda name: own[name] if name in own else read(name))
    things = _things(ask)
    cells: dict[tuple[str, str], dict[str, int]] = {}
    for cell in _cells(ask):
        cells.setdefault((cell["kind"], cell["value"]), {})[cell["identity"]] = cell["offers"]
    names = _names(ask)
    known = {name["identity"]: name for name in names}
    shared: dict[str, int] = {}
    rows = []
    for thing in things:
        under = cells.get((thing["kind"], thing["value"]), {})
        many = _counted([known[identity] for identity in under])
        if many < 2:
            continue
        for identity in under:
            shared[identity] = shared.get(identity, 0) + 1
        rows.append({**thing, "under": under, "names": many})
    rows.sort(key=lambda r: (r["common"], -r["names"], -r["offers"], r["kind"], r["value"]))
    names = sorted(
        (name for name in names if name["identity"] in shared),
        key=lambda name: (-shared[name["identity"]], -name["offers"], name["identity"]),
    )
    shown = {name["identity"]: f"n{at}" for at, name in enumerate(names[:MOST_NAMES], 1)}
    return {
        "names": [
            {"id": shown[name["identity"]], "name": mask.claimed(name["kind"], name["name"])}
            | {k: name[k] for k in ("kind", "agency", "offers", "first_on", "last_on")}
            for name in names[:MOST_NAMES]
        ],
        "more_names": max(0, len(names) - MOST_NAMES),
        "things": [_thing(row, shown, mask) for row in rows[:MOST_THINGS]], "more_things": max(0, len(rows) - MOST_THINGS),
        "days": [{**day, "poster": mask.poster(day.pop("kind"), day["poster"])} for day in _days(ask)],
        "readings": list(READINGS),
    }  # fmt: skip


def _counted(names: list[dict[str, Any]]) -> int:
    """How many names these are, as the indicators count: agencies only where nobody else is named, and none that goes on from
    another (a branch)."""
    own = [name["key"] for name in names if not name["agency"]] or [name["key"] for name in names]
    return sum(not any(key.startswith(f"{other} ") for other in own) for key in own)


def _thing(row: dict[str, Any], shown: dict[str, str], mask: Mask) -> dict[str, Any]:
    kind, value = row["kind"], row["value"]
    said = mask.of_kind(kind, value) if kind in CONTACTS else value.rpartition("-" if kind == "wording" else ":")[2][:8]
    under = {shown[identity]: offers for identity, offers in row["under"].items() if identity in shown}
    kept = ("kind", "common", "offers", "posters", "first_on", "last_on", "names", "elsewhere")
    return {**{k: row[k] for k in kept}, "value": said, "id": value if kind == "wording" else None, "under": under}


def _own_tables(engine: LocalEngine, read: ReadTable, network: str) -> dict[str, Table]:
    """`own` (offer_id, poster_id) of the network's posters; `used` (kind, value, offer_id) by which of these; `said` of these
    (offer_id, identity, key, name, kind, agency, posted_on, town); `others` (kind, value, identity): under which names things
    of the network stand outside it. The long tables are each read once or twice, and only what is needed is kept."""

    def ask(query: str, **tables: Table) -> Table:
        return Table.of(engine.sql(query, **tables).arrow())

    offers, contacts, members = read("offers"), read("offer_contacts"), read("template_members")
    kinds = ", ".join(quoted(kind) for kind in CONTACTS)
    own = ask(
        f"""SELECT DISTINCT p.offer_id, p.poster_id FROM p JOIN m ON m.node_id = p.poster_id
            WHERE m.network_id = {quoted(network)}""",
        p=read("offer_posters"), m=read("network_members"),
    )  # fmt: skip
    used = ask(
        f"""SELECT DISTINCT 'wording' AS kind, template_id AS value, offer_id FROM t WHERE offer_id IN (SELECT offer_id FROM own)
            UNION ALL SELECT DISTINCT kind, value, offer_id FROM c
            WHERE kind IN ({kinds}) AND offer_id IN (SELECT offer_id FROM own)
            UNION ALL SELECT DISTINCT 'image', image, offer_id FROM (
                SELECT id AS offer_id, unnest(images) AS image FROM o WHERE id IN (SELECT offer_id FROM own) AND len(images) > 0)""",
        own=own, t=members, c=contacts, o=offers,
    )  # fmt: skip
    abroad = ask(
        f"""SELECT 'wording' AS kind, template_id AS value, offer_id FROM t
            WHERE template_id IN (SELECT value FROM used WHERE kind = 'wording')
            UNION ALL SELECT c.kind, c.value, c.offer_id FROM c JOIN (SELECT DISTINCT kind, value FROM used) u
            ON u.kind = c.kind AND u.value = c.value WHERE c.kind IN ({kinds})
            UNION ALL SELECT 'image', image, offer_id FROM (
                SELECT id AS offer_id, unnest(images) AS image FROM o
                WHERE list_has_any(images, coalesce((SELECT list(DISTINCT value) FROM used WHERE kind = 'image'), [])))
            WHERE image IN (SELECT value FROM used WHERE kind = 'image')""",
        used=used, t=members, c=contacts, o=offers,
    )  # fmt: skip
    named = ask(
        """SELECT DISTINCT ON (o.id) o.id AS offer_id, coalesce(c.identity, o.claimed_key) AS identity, o.claimed AS name,
                  o.claimed_key AS key, coalesce(o.claimed_kind, 'person') AS kind, coalesce(c.agency, false) AS agency,
                  o.posted_on, o.town
           FROM o LEFT JOIN c ON c.claimed_key = o.claimed_key
           WHERE o.id IN (SELECT offer_id FROM own UNION SELECT offer_id FROM abroad)""",
        o=offers, c=read("claims"), own=own, abroad=abroad,
    )  # fmt: skip
    others = ask(
        """SELECT DISTINCT a.kind, a.value, s.identity FROM abroad a JOIN said s ON s.offer_id = a.offer_id
           WHERE s.identity IS NOT NULL AND a.offer_id NOT IN (SELECT offer_id FROM own)""",
        abroad=abroad, said=named, own=own,
    )  # fmt: skip
    said = ask("SELECT * FROM s WHERE offer_id IN (SELECT offer_id FROM own)", s=named, own=own)
    return {"own": own, "used": used, "said": said, "others": others}


def _things(ask: Ask) -> list[dict[str, Any]]:
    return ask(
        f"""
        WITH inside AS (SELECT DISTINCT u.kind, u.value, s.identity FROM used u JOIN said s ON s.offer_id = u.offer_id),
        elsewhere AS (
            SELECT o.kind, o.value, count(*) AS names FROM others o
            WHERE NOT EXISTS (SELECT 1 FROM inside i WHERE i.kind = o.kind AND i.value = o.value AND i.identity = o.identity)
            GROUP BY o.kind, o.value)
        SELECT u.kind, u.value, count(DISTINCT u.offer_id) AS offers, count(DISTINCT own.poster_id) AS posters,
               min(s.posted_on) AS first_on, max(s.posted_on) AS last_on, coalesce(any_value(e.names), 0) AS elsewhere,
               u.kind = 'wording' AND coalesce(any_value(t.phrase_mbits), 0) < {SPECIFIC_MBITS} AS common
        FROM used u JOIN said s ON s.offer_id = u.offer_id JOIN own ON own.offer_id = u.offer_id
        LEFT JOIN templates t ON t.id = u.value LEFT JOIN elsewhere e ON e.kind = u.kind AND e.value = u.value
        GROUP BY u.kind, u.value""",
        "used", "said", "own", "others", "templates",
    )  # fmt: skip


def _cells(ask: Ask) -> list[dict[str, Any]]:
    return ask(
        """SELECT u.kind, u.value, s.identity, count(DISTINCT u.offer_id) AS offers FROM used u
           JOIN said s ON s.offer_id = u.offer_id WHERE s.identity IS NOT NULL GROUP BY ALL""",
        "used", "said",
    )  # fmt: skip


def _names(ask: Ask) -> list[dict[str, Any]]:
    """Identities; one that some offers give as a person's is a person's."""
    return ask(
        """SELECT identity, min(name) AS name, min(key) AS key, bool_or(agency) AS agency, count(DISTINCT offer_id) AS offers,
                  CASE WHEN bool_and(kind = 'business') THEN 'business' ELSE 'person' END AS kind,
                  min(posted_on) AS first_on, max(posted_on) AS last_on
           FROM said WHERE identity IS NOT NULL GROUP BY 1""",
        "said",
    )


def _days(ask: Ask) -> list[dict[str, Any]]:
    return ask(
        f"""SELECT p.kind, p.name AS poster, s.posted_on AS day, list_sort(list(DISTINCT s.town)) AS towns,
                   count(DISTINCT s.offer_id) AS offers
            FROM own JOIN posters p ON p.id = own.poster_id JOIN said s ON s.offer_id = own.offer_id
            WHERE p.kind = 'account' AND s.posted_on IS NOT NULL AND s.town IS NOT NULL
            GROUP BY p.id, p.kind, p.name, s.posted_on HAVING count(DISTINCT s.town) >= 2
            ORDER BY len(towns) DESC, day DESC, p.id LIMIT {MOST_DAYS}""",
        "own", "posters", "said",
    )  # fmt: skip
