"""Looking things up in a run's shelf. Read-only; one connection a thread."""

from __future__ import annotations

import json
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterable
from copy import copy
from functools import lru_cache
from pathlib import Path
from typing import Any

from turnstone.exports.mask import Mask
from turnstone_web.shelf.documents import document
from turnstone_web.shelf.hidden import NOTHING, Hidden
from turnstone_web.shelf.place import is_ready, shelf_path
from turnstone_web.shelf.rows import Rows

FACETS = {"families": "family", "kinds": "kind", "places": "place"}
MOST_PLACES = 60
MOST_KEPT = 200
SEEN = """network NOT IN (SELECT b.network FROM behind b WHERE b.source IN (SELECT value FROM json_each(:sources)))
          AND network NOT IN (SELECT value FROM json_each(:hidden))"""
"""Of rows with a `network`: those that are not hidden."""
SEEN_PAIR = f"""place NOT IN (SELECT place FROM behind_pairs WHERE source IN (SELECT value FROM json_each(:sources)))
                AND place NOT IN (SELECT place FROM pairs_in WHERE NOT ({SEEN}))"""
"""Of pairs: those that rest on nothing hidden and stand in no hidden network."""


class Shelf:
    """An opened shelf."""

    def __init__(self, workspace: Path, run: str) -> None:
        self.folder, self.run = workspace, run
        self.hidden = NOTHING
        self._kept: dict[str, dict[tuple[str, Hidden], Any]] = {}
        self._path = shelf_path(workspace, run)
        self._held = threading.local()

    @classmethod
    def open(cls, workspace: Path, run: str) -> Shelf:
        """The shelf of a run; the same object each time."""
        return _opened(workspace, run)

    is_ready = staticmethod(is_ready)

    def without(self, hidden: Hidden) -> Shelf:
        """The same shelf as it is to somebody from whom some things are hidden: there are no such things."""
        if not hidden:
            return self
        seen = copy(self)
        seen.hidden = hidden
        return seen

    @property
    def db(self) -> sqlite3.Connection:
        """This thread's connection. The file never changes under its name, so nothing is locked."""
        if not hasattr(self._held, "db"):
            self._held.db = sqlite3.connect(f"{self._path.as_uri()}?mode=ro&immutable=1", uri=True)
        found: sqlite3.Connection = self._held.db
        return found

    def leads(self, *, status: str = "lead", **filters: str) -> tuple[Rows, dict[str, dict[str, int]]]:
        """The leads, or the networks on which the system abstains (`status` abstained); see `listed`."""
        return self.listed(status, **filters)

    def listed(
        self, name: str = "lead", *, place: str = "", kind: str = "", family: str = "", since: str = "",
        until: str = "", text: str = "",
    ) -> tuple[Rows, dict[str, dict[str, int]]]:  # fmt: skip
        """Rows of a list (lead, abstained: as in `lead_list`; network: as in `network_list`) with `network_id` and `towns`,
        in the order of the list, and how many there are of each family, kind and place in the whole list. Empty filters
        let all pass; `since` and `until` are days within which a network was active; each word of `text` must stand in its
        name, town or state."""
        wheres = ["list = :list", self._seen]
        values = {"list": name, "since": since, "until": until, **self._known}
        for what, word in (("place", place), ("kind", kind), ("family", family)):
            if word:
                wheres.append(
                    f"network IN (SELECT network FROM words WHERE list = :list AND what = '{what}' AND word = :{what})"
                )
                values[what] = word
        if since:
            wheres.append("last_on >= :since")
        if until:
            wheres.append("first_on <= :until")
        for at, word in enumerate(text.casefold().split()):
            wheres.append(f"instr(said, :word{at}) > 0")
            values[f"word{at}"] = word
        return Rows(self.db, " AND ".join(wheres), values, self._once), self._once(
            "facets", name, lambda: self._facets(name)
        )

    def _once(self, what: str, of: str, make: Callable[[], Any]) -> Any:
        """What never changes and is asked for with each page: made once for all who see the same."""
        kept, key = self._kept.setdefault(what, {}), (of, self.hidden)
        found = kept.get(key)  # another thread may clear it at any time
        if found is None:
            if len(kept) > MOST_KEPT:
                kept.clear()
            found = kept[key] = make()
        return found

    def _facets(self, name: str) -> dict[str, dict[str, int]]:
        query = f"""SELECT word, count(*) FROM words WHERE list = :list AND what = :what AND {self._seen}
                    GROUP BY word ORDER BY 2 DESC, 1 LIMIT {MOST_PLACES}"""
        values = {"list": name, **self._known}
        return {facet: dict(self.db.execute(query, {"what": what, **values})) for facet, what in FACETS.items()}

    @property
    def _seen(self) -> str:
        """`SEEN`, where anything is hidden at all."""
        return SEEN if self.hidden else "1"

    @property
    def _known(self) -> dict[str, str]:
        """The values that `SEEN` and `SEEN_PAIR` need."""
        return {"sources": json.dumps(self.hidden.sources), "hidden": json.dumps(self.hidden.networks)}

    def hides(self, networks: Iterable[str]) -> set[str]:
        """Those of these networks that are hidden."""
        if not self.hidden:
            return set()
        query = f"SELECT value AS network FROM json_each(:asked) WHERE NOT ({SEEN})"
        return {network for (network,) in self.db.execute(query, {"asked": json.dumps(list(networks)), **self._known})}

    def rest_on(self, source: str) -> int:
        """How many networks that may be shown rest on a file."""
        query = "SELECT count(DISTINCT b.network) FROM behind b JOIN rows r ON r.network = b.network WHERE b.source = ?"
        ((many,),) = self.db.execute(query, (source,))
        return int(many)

    def names(self, networks: list[str]) -> dict[str, str]:
        """Network -> what it is called, of those that may be shown."""
        query = f"""SELECT network, json_extract(row, '$.name') FROM rows
                    WHERE network IN (SELECT value FROM json_each(:asked)) AND {self._seen}"""
        found = self.db.execute(query, {"asked": json.dumps(networks), **self._known})
        return dict(found)

    def market(self) -> dict[str, Any]:
        """The market's figures (see `market_facts`), days as texts."""
        ((found,),) = self.db.execute("SELECT value FROM facts WHERE name = 'market'")
        return dict(json.loads(found))

    def pairs(self, kind: str = "") -> tuple[dict[str, Any], ...]:
        """The pairs to judge (see `pairs_to_judge`), the most informative first, with whether the same `joins` two networks.
        They are not to be changed: the next one to ask gets the same."""
        found: tuple[dict[str, Any], ...] = self._once("pairs", kind, lambda: self._pairs(kind))
        return found

    def _pairs(self, kind: str) -> tuple[dict[str, Any], ...]:
        where = f"{SEEN_PAIR} AND kind = :kind" if kind else SEEN_PAIR
        found = self.db.execute(
            f"SELECT row, joins FROM pairs WHERE {where} ORDER BY place", {"kind": kind, **self._known}
        )
        return tuple({**json.loads(row), "joins": bool(joins)} for row, joins in found)

    def pairs_in_all(self) -> int:
        """How many pairs there are to judge, those that are not on the shelf among them."""
        ((found,),) = self.db.execute("SELECT value FROM facts WHERE name = 'pairs'")
        return int(json.loads(found)["total"])

    def pair(self, a: str, b: str) -> dict[str, Any] | None:
        """{"joins", "document"}: what is shown of a pair (see `pair_view`); None for one that is not to be judged."""
        query = f"SELECT joins, document FROM pairs WHERE a = :a AND b = :b AND {SEEN_PAIR}"
        found = self.db.execute(query, {"a": a, "b": b, **self._known}).fetchone()
        return None if found is None else {"joins": bool(found[0]), "document": json.loads(zlib.decompress(found[1]))}

    def networks(self) -> list[str]:
        """All networks that may be shown, those that people open first at the head."""
        order = "CASE list WHEN 'lead' THEN 0 WHEN 'abstained' THEN 1 ELSE 2 END, place"
        return list(dict.fromkeys(id for (id,) in self.db.execute(f"SELECT network FROM rows ORDER BY {order}")))

    def lead(self, network: str, mask: Mask) -> dict[str, Any] | None:
        """A network's lead view as plain values, with the digest of its `evidence`. None where it is neither a lead nor one
        on which the system abstains. With an open mask it is made from the tables, and kept nowhere."""
        if not self._in(network, ("lead", "abstained")):
            return None
        found = document(self.folder, self.run, network, mask)
        return None if found is None else found["lead"]

    def network(self, network: str, mask: Mask) -> dict[str, Any] | None:
        """{"lead", "network"}: everything that is shown of a network, as plain values; None for an unknown one."""
        if not self._in(network, ("network", "lead", "abstained")):
            return None
        return document(self.folder, self.run, network, mask)

    def _in(self, network: str, lists: tuple[str, ...]) -> bool:
        query = f"""SELECT 1 FROM rows WHERE network = :network AND list IN (SELECT value FROM json_each(:lists)) AND {self._seen}"""
        values = {"network": network, "lists": json.dumps(lists), **self._known}
        return self.db.execute(query, values).fetchone() is not None


@lru_cache(maxsize=4)
def _opened(workspace: Path, run: str) -> Shelf:
    return Shelf(workspace, run)
