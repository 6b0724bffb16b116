"""Labelled rows taken through the product as offers: what a user's run says of each row."""

from __future__ import annotations

import csv
import tempfile
from dataclasses import dataclass
from pathlib import Path

from turnstone.adding import Holding, add_file
from turnstone.running import run_workspace
from turnstone.workspace import Workspace

MAPPING = """
table: offers
constants: {side: SIDE}
fields: {external_id: row, text: text, claimed: claimed, place: place}
"""
ASKED = ("same_text_other_identity", "same_contact_other_identity", "unnamed_text_in_many_towns")


@dataclass(frozen=True)
class Said:
    """By row: the identity that it claims (None: none known), and the rows that each indicator found."""

    who: list[str | None]
    found: dict[str, set[int]]
    untaken: int
    """Rows that could not be taken as offers."""


def run_offers(texts: list[str], claimed: list[str], places: list[str], side: str) -> Said:
    """A run over these rows in a workspace of its own. `side`: recruiting or selling."""
    with tempfile.TemporaryDirectory(prefix="offers-") as temporary:
        file = Path(temporary) / "offers.csv"
        with file.open("w", newline="", encoding="utf-8") as out:
            rows = csv.writer(out)
            rows.writerow(("row", "text", "claimed", "place"))
            rows.writerows(zip(range(len(texts)), texts, claimed, places, strict=True))
        workspace = Workspace.create(Path(temporary) / "workspace")
        with workspace.locked():
            added = add_file(workspace, file, Holding("labelled data", "benchmark"), MAPPING.replace("SIDE", side))
            if added.sha256 is None:
                raise SystemExit(f"the rows could not be added: {added.error or added.kind}")
            run, _ = run_workspace(workspace)
            tables = {
                name: workspace.table(run, name).arrow().to_pylist()
                for name in ("offers", "claims", "offer_posters", "template_members", "offer_contacts", "hits")
            }
    return _said(tables, len(texts))


def _said(tables: dict[str, list[dict[str, object]]], rows: int) -> Said:
    row_of = {o["id"]: int(str(o["external_id"])) for o in tables["offers"]}
    identity = {c["claimed_key"]: str(c["identity"]) for c in tables["claims"]}
    who: list[str | None] = [None] * rows
    for offer in tables["offers"]:
        who[row_of[offer["id"]]] = identity.get(offer["claimed_key"])
    posted = {(o["poster_id"], o["offer_id"]) for o in tables["offer_posters"]}
    using: dict[object, list[object]] = {}
    for member in tables["template_members"]:
        using.setdefault(member["template_id"], []).append(member["offer_id"])
    for contact in tables["offer_contacts"]:
        using.setdefault(f"{contact['kind']} {contact['value']}", []).append(contact["offer_id"])
    found: dict[str, set[int]] = {name: set() for name in ASKED}
    for hit in tables["hits"]:
        if hit["indicator"] in found:
            offers = (id for id in using.get(hit["what"], []) if (hit["node_id"], id) in posted)
            found[str(hit["indicator"])] |= {row_of[id] for id in offers}
    return Said(who, found, rows - len(row_of))
