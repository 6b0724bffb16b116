"""Alerts on kept searches after a new run."""

from __future__ import annotations

from django.db import transaction

from turnstone.workspace import Workspace
from turnstone_web.accounts.need_to_know import hidden_from
from turnstone_web.desk.models import Alert
from turnstone_web.search.actions.keep import REMEMBERED
from turnstone_web.search.models import SavedSearch
from turnstone_web.shelf.search_index import find
from turnstone_web.shelf.shelf import Shelf


def alert_searches(place: Workspace, run: str) -> int:
    """Tells whoever kept a search that finds more in `run` than when they were last told. Gives how many alerts were made."""
    made = 0
    for search in SavedSearch.objects.select_related("user").exclude(run=run):
        hidden = hidden_from(search.user)
        found = find(place, run, search.text, kind=search.kind, most=REMEMBERED, hidden=hidden)
        fresh = [row for row in found.rows if row["id"] not in set(search.seen)]
        with transaction.atomic():
            if fresh:
                seen = Shelf.open(place.folder, run).without(hidden)
                networks = sorted(seen.names([network for row in fresh for network in row["networks"]]))
                Alert.objects.create(
                    user=search.user, network=networks[0] if networks else "", run=run, kind=Alert.Kind.FOUND,
                    before=search.text, after=f"+ {len(fresh)}",
                )  # fmt: skip
                made += 1
            SavedSearch.objects.filter(pk=search.pk).update(run=run, seen=[row["id"] for row in found.rows])
    return made
