"""What parties and things of a network are called where they are shown, and whose name may be a person's own."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from turnstone.clean.name import trades_under_own_name
from turnstone.exports.mask import Mask
from turnstone.exports.posters_in import SOMEONE
from turnstone.exports.template_facts import Ask, quoted


class Names:
    """What nodes and things are called, masked where they must be."""

    def __init__(self, ask: Ask, mask: Mask, known: dict[str, str]) -> None:
        self.ask, self.mask, self._known = ask, mask, known

    def nodes(self, ids: Collection[str]) -> dict[str, str]:
        """Node -> what it is called."""
        wanted = sorted(set(ids) - self._known.keys())
        if wanted:
            listed = ", ".join(quoted(id) for id in wanted)
            for row in self.ask(f"SELECT id, kind, name FROM nodes WHERE id IN ({listed})", "nodes"):
                name = self.mask.node(row["kind"], row["name"])
                case = f"employer not named in the files (case {row['id'].removeprefix('case-')})"
                self._known[row["id"]] = name or (SOMEONE if row["kind"] == "poster" else case)
        return {id: self._known.get(id, id) for id in ids}

    def things(self, held: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """(kind, value) -> what it is called: addresses written out, contacts masked."""
        ids = ", ".join(quoted(value) for _, value in sorted(held)) or "''"
        rows = self.ask(
            f"""SELECT premises_id, arg_min(address_key, (first_on, address_key)) AS address FROM premises
                WHERE premises_id IN ({ids}) GROUP BY premises_id""",
            "premises",
        )
        addresses = {row["premises_id"]: written(row["address"]) for row in rows}
        nodes = self.nodes([v for _, v in held if v.startswith(("entity-", "poster-", "case-"))])
        for row in self.ask(f"SELECT id, kind, name FROM entities WHERE id IN ({ids})", "entities"):
            nodes[row["id"]] = str(self.mask.of_kind(row["kind"], row["name"]))  # agents need not be nodes
        return {
            (kind, value): addresses.get(value) or nodes.get(value) or str(self.mask.of_kind(kind, value))
            for kind, value in held
        }


def written(address_key: str) -> str:
    """`street|town|state` as it is read: `street, town, state`."""
    return ", ".join(part for part in address_key.split("|") if part)


def own_names(ask: Ask, nodes: Sequence[str]) -> set[str]:
    """Those of some entities whose name may be a person's: a man or woman who trades under it, or is made to. They have
    facts and no position. In doubt a name is a person's."""
    listed = ", ".join(quoted(id) for id in sorted(set(nodes))) or "''"
    rows = ask(f"SELECT id, name FROM entities WHERE id IN ({listed})", "entities")
    return {row["id"] for row in rows if trades_under_own_name(row["name"])}
