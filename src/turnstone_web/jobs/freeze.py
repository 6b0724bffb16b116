"""What people decided in the workbench goes into the workspace's log, where runs read it."""

from __future__ import annotations

from typing import Any

from turnstone.workspace import Workspace
from turnstone_web.desk.models import Decision


def freeze(place: Workspace) -> int:
    """Appends the decisions that are not in the log yet, oldest first; gives how many. The caller holds the workspace's lock.

    Killed between the log and the database it is not done twice: a line names the decision that it holds."""
    known = {e.facts["workbench"]: e.number for e in place.log.of("decided") if "workbench" in e.facts}
    fresh = 0
    for decision in Decision.objects.filter(line=None).select_related("by").order_by("at", "pk"):
        mark = f"decision {decision.pk}"
        if mark not in known:
            known[mark] = place.log.append("decided", **_facts(decision), workbench=mark).number
            fresh += 1
        Decision.objects.filter(pk=decision.pk).update(line=known[mark])
    return fresh


def _facts(decision: Decision) -> dict[str, Any]:
    return {
        "verdict": decision.verdict, "run": decision.run, "reason": decision.reason, "network": decision.network,
        "evidence": decision.evidence, "person": decision.by.username, "decided_utc": decision.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }  # fmt: skip
