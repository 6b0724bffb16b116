"""Verdicts that hold go into the workspace's log, where runs read them."""

from __future__ import annotations

from turnstone.workspace import Workspace
from turnstone_web.review.models import Judged
from turnstone_web.review.standing import standings


def freeze_judgements(place: Workspace) -> int:
    """Appends what holds of each pair and is not what the workbench last wrote of it; where nothing holds any more, `unsure`,
    with which a run weighs the pair as if nobody had judged it. Gives how many lines. The caller holds the workspace's lock.
    Done twice it adds nothing."""
    written = {
        (e.facts["a"], e.facts["b"]): e.facts["verdict"]
        for e in place.log.of("decided") if "a" in e.facts and "workbench" in e.facts
    }  # fmt: skip
    runs = {(row.a, row.b): row.run for row in Judged.objects.order_by("at", "pk")}
    done = 0
    for pair, standing in sorted(standings().items()):
        wanted, had = standing.holds or "unsure", written.get(pair, "unsure")
        if wanted == had:
            continue
        reason = "; ".join(standing.reasons) or (
            "judged in the workbench" if standing.holds else "no verdict holds any more"
        )
        place.log.append(
            "decided", verdict=wanted, run=runs[pair], reason=reason, a=pair[0], b=pair[1],
            person=", ".join(standing.names), workbench="judgement",
        )  # fmt: skip
        done += 1
    return done
