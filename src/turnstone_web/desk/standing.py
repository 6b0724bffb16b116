"""How leads stand now: what was decided, whose they are, who watches them. Derived, never kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from turnstone_web.accounts.models import User
from turnstone_web.desk.models import Assignment, Decision, Verdict, Watch


def decisions_now(networks: Iterable[str] | None = None) -> dict[str, Decision]:
    """Network -> the decision that holds; those open again are left out."""
    rows = Decision.objects.select_related("by").order_by("at", "pk")
    if networks is not None:
        rows = rows.filter(network__in=list(networks))
    latest = {row.network: row for row in rows}
    return {network: row for network, row in latest.items() if row.verdict != Verdict.WITHDRAWN}


def assigned_now() -> dict[str, User]:
    """Network -> who works on it."""
    return {a.network: a.to for a in Assignment.objects.filter(ended=None).select_related("to")}


def watched_by(user: User) -> set[str]:
    """The networks that somebody watches."""
    return set(Watch.objects.filter(user=user).values_list("network", flat=True))


def with_standing(rows: list[dict[str, Any]], user: User) -> list[dict[str, Any]]:
    """Rows of leads with `verdict` (open, accepted, rejected), `changed` (other evidence since), `assigned`, `watched`.

    What was decided by the command line and has entered the run counts where nobody decided here."""
    decided, mine, watched = decisions_now(), assigned_now(), watched_by(user)
    for row in rows:
        here = decided.get(row["network_id"])
        row["verdict"] = here.verdict if here else (row.get("decision") or "open")
        row["changed"] = here.evidence != row["evidence"] if here else bool(row.get("new_since"))
        row["assigned"] = mine.get(row["network_id"])
        row["watched"] = row["network_id"] in watched
    return rows
