"""What the pages of wordings and names show, as plain values: kept masked, never unmasked."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.exports.as_plain import as_plain
from turnstone.exports.identity_view import identity_view
from turnstone.exports.mask import Mask
from turnstone.exports.template_facts import quoted
from turnstone.exports.template_list import template_list
from turnstone.exports.template_strip import steps_of
from turnstone.exports.template_view import ALONE, WHO_POSTS, template_view
from turnstone.reporting import template_history
from turnstone.workspace import Run, Workspace
from turnstone_web.shelf.documents import kept_or_made

MOST_WORDINGS = 60
Made = Callable[[LocalEngine, Callable[[str], Any], Workspace, Run], dict[str, Any] | None]


def identities_of(folder: Path, run: str, network: str, mask: Mask) -> dict[str, Any]:
    """{"identities": see `identity_view`, None without offers; "wordings": rows of `template_list`; "total": how many}."""

    def make(engine: LocalEngine, read: Callable[[str], Any], workspace: Workspace, chosen: Run) -> dict[str, Any]:
        view = identity_view(engine, read, chosen.tables, network, mask)
        rows, total = template_list(engine, read, mask, most=MOST_WORDINGS, network=network) if view else ([], 0)
        made: dict[str, Any] = as_plain({"identities": view, "wordings": rows, "total": total})
        return made

    found = kept_or_made(folder, run, f"names {network}", mask, lambda: _made(folder, run, make))
    assert found is not None
    return found


def wording_of(folder: Path, run: str, network: str, template: str, mask: Mask) -> dict[str, Any] | None:
    """{"view": see `TemplateView`, "steps": offers in each "unit" (first day, offers), "slots": its parts that are slots}; None where no poster of the
    network uses it, or where only somebody who posts alone does."""

    def make(
        engine: LocalEngine, read: Callable[[str], Any], workspace: Workspace, chosen: Run
    ) -> dict[str, Any] | None:
        if not {"templates", "template_members", "offer_posters"} <= set(chosen.tables):
            return None
        used = engine.sql(
            f"""SELECT DISTINCT m.template_id AS id FROM m JOIN p ON p.offer_id = m.offer_id JOIN n ON n.node_id = p.poster_id
                WHERE n.network_id = {quoted(network)}""",
            m=read("template_members"), p=read("offer_posters"), n=read("network_members"),
        )  # fmt: skip
        if template not in used.arrow().column("id").to_pylist():
            return None
        view = template_view(engine, read, template, mask, template_history(workspace, chosen, template))
        if view is None or view.alone:
            return None
        plain = as_plain(view)
        told = {
            "title": view.title,
            "names_said": view.names_said,
            "posters_said": view.posters_said,
            "who_posts": WHO_POSTS,
        }
        slots = sorted((part for part in plain["parts"] if part["slot"] is not None), key=lambda part: part["slot"])
        return {
            "view": {**plain, **told, "alone_said": ALONE}, "slots": slots, "steps": as_plain(steps_of(view.days)[1]), "unit": steps_of(view.days)[0],
        }  # fmt: skip

    return kept_or_made(folder, run, f"wording {network} {template}", mask, lambda: _made(folder, run, make))


def _made(folder: Path, run: str, make: Made) -> dict[str, Any] | None:
    workspace = Workspace(folder)
    chosen = workspace.run(run)
    with tempfile.TemporaryDirectory(prefix="turnstone-") as scratch, LocalEngine(Path(scratch)) as engine:
        return make(engine, lambda name: workspace.table(chosen, name), workspace, chosen)
