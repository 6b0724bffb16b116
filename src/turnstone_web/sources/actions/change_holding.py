"""Change under which law, for what purpose or until when a file is held."""

from __future__ import annotations

from django.db import transaction

from turnstone.evidence.log import Entry
from turnstone.holding import hold
from turnstone.workspace import Workspace
from turnstone_web.accounts.models import User
from turnstone_web.accounts.permissions import check_can_manage_sources
from turnstone_web.audit.record import record


def change_holding(
    by: User, place: Workspace, sha: str, reason: str, *, legal_basis: str, purpose: str, retain_until: str | None
) -> Entry:
    """A line of the workspace's log, with who asked, and one of the audit. Raises as `hold` does, and where something else
    writes to the workspace just now (a run)."""
    check_can_manage_sources(by)
    with transaction.atomic(), place.locked():
        line = hold(
            place, sha, reason, legal_basis=legal_basis, purpose=purpose, retain_until=retain_until, person=by.username
        )
        facts = {name: line.facts[name] for name in ("legal_basis", "purpose", "retain_until", "before")}
        record(by, "change holding", "source", sha, reason=line.facts["reason"], line=line.number, **facts)
    return line
