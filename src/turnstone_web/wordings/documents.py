"""What the pages of wordings and names show, as plain values: kept masked, never unmasked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from turnstone.exports.as_plain import as_plain
from turnstone.exports.identity_view import identity_view
from turnstone.exports.mask import Mask
from turnstone.exports.template_facts import quoted
from turnstone.exports.template_list import template_list
from turnstone.exports.template_strip import steps_of
from turnstone.exports.template_view import ALONE, WHO_POSTS, TemplateView, template_view
from turnstone.reporting import template_history
from turnstone_web.shelf.documents import kept_or_made
from turnstone_web.shelf.opened import Opened, opened_at
from turnstone_web.shelf.sliced_names import sliced_names

MOST_WORDINGS = 60
NEEDED = {"templates", "template_members", "offer_posters"}
ReadTable = Callable[[str], Any]


def identities_of(folder: Path, run: str, network: str, mask: Mask) -> dict[str, Any]:
    """{"identities": see `identity_view`, None without offers; "wordings": rows of `template_list`; "total": how many}."""

    def make() -> dict[str, Any]:
        with opened_at(folder, run) as held:
            read = held.read
            if set(held.run.tables) >= NEEDED:
                read = sliced_names(held.engine, held.read, [network])
            return identities(held, read, network, mask)

    found = kept_or_made(folder, run, identities_name(network), mask, make)
    assert found is not None
    return found


def identities_name(network: str) -> str:
    """Under which the document is kept."""
    return f"names {network}"


def identities(held: Opened, read: ReadTable, network: str, mask: Mask) -> dict[str, Any]:
    """The same, never kept. `read`: gives the run's tables, or slices of them (see `sliced_names`)."""
    view = identity_view(held.engine, read, held.run.tables, network, mask)
    rows, total = [], 0
    if view is not None:
        rows, total = template_list(held.engine, read, mask, most=MOST_WORDINGS, network=network)
    made: dict[str, Any] = as_plain({"identities": view, "wordings": rows, "total": total})
    return made


def wording_of(folder: Path, run: str, network: str, template: str, mask: Mask) -> dict[str, Any] | None:
    """{"view": see `TemplateView`, "steps": offers in each "unit" (first day, offers), "slots": its parts that are slots}; None
    where no poster of the network uses it, or where only somebody who posts alone does."""

    def make() -> dict[str, Any] | None:
        with opened_at(folder, run) as held:
            if not set(held.run.tables) >= NEEDED or not _used(held, network, template):
                return None
            history = template_history(held.workspace, held.run, template)
            view = template_view(held.engine, held.read, template, mask, history)
        return None if view is None or view.alone else _plain(view)

    return kept_or_made(folder, run, f"wording {network} {template}", mask, make)


def _used(held: Opened, network: str, template: str) -> bool:
    """Whether a poster of the network uses the wording."""
    found = held.engine.sql(
        f"""SELECT 1 FROM m JOIN p ON p.offer_id = m.offer_id JOIN n ON n.node_id = p.poster_id
            WHERE n.network_id = {quoted(network)} AND m.template_id = {quoted(template)} LIMIT 1""",
        m=held.read("template_members"), p=held.read("offer_posters"), n=held.read("network_members"),
    )  # fmt: skip
    return found.arrow().num_rows > 0


def _plain(view: TemplateView) -> dict[str, Any]:
    plain = as_plain(view)
    told = {
        "title": view.title, "names_said": view.names_said, "posters_said": view.posters_said, "who_posts": WHO_POSTS, "alone_said": ALONE,
    }  # fmt: skip
    slots = sorted((part for part in plain["parts"] if part["slot"] is not None), key=lambda part: part["slot"])
    unit, steps = steps_of(view.days)
    return {"view": {**plain, **told}, "slots": slots, "steps": as_plain(steps), "unit": unit}
