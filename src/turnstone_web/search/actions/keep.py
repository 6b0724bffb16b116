"""Keep a search, or no longer."""

from __future__ import annotations

from django.db import transaction

from turnstone.errors import TurnstoneError
from turnstone.workspace import Workspace
from turnstone_web.accounts.models import User
from turnstone_web.accounts.need_to_know import hidden_from
from turnstone_web.accounts.permissions import check_can_see_market
from turnstone_web.audit.record import record
from turnstone_web.search.models import SavedSearch
from turnstone_web.shelf.search_index import find

REMEMBERED = 500
"""So many of what fits, the best first, are remembered; a search that finds more is too wide to be told about."""


def keep(user: User, place: Workspace, run: str, text: str, kind: str) -> SavedSearch:
    """Keeps a search with what it finds now. Raises TurnstoneError for an empty one, or one that finds too much."""
    check_can_see_market(user)
    found = find(place, run, text, kind=kind, most=REMEMBERED, hidden=hidden_from(user))
    if not text.strip() or found.total > REMEMBERED:
        raise TurnstoneError(
            f"this search finds {found.total} things; nobody could be told what is new", do="add words, or a kind"
        )
    with transaction.atomic():
        made, _ = SavedSearch.objects.update_or_create(
            user=user, text=text.strip()[:200], kind=kind[:30], defaults={"run": run, "seen": [r["id"] for r in found.rows]}
        )  # fmt: skip
        record(user, "keep search", "search", str(made.pk))
    return made


def drop(user: User, search: SavedSearch) -> None:
    """Forgets one of the user's own searches."""
    check_can_see_market(user)
    with transaction.atomic():
        record(user, "drop search", "search", str(search.pk))
        search.delete()
