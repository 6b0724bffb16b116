"""Accept a lead, reject it, or open it again."""

from __future__ import annotations

from django.db import transaction

from turnstone.errors import PolicyDenied, TurnstoneError
from turnstone_web.accounts.models import User
from turnstone_web.accounts.permissions import check_can_decide
from turnstone_web.audit.record import record
from turnstone_web.desk.models import Decision, Verdict

SHORTEST = 5


def decide(user: User, network: str, verdict: str, reason: str, *, evidence: str, run: str) -> Decision:
    """Adds a decision. `evidence`: the digest of what was known when the person looked.

    Raises PolicyDenied without the right or a reason, TurnstoneError for no verdict or one that holds already."""
    check_can_decide(user)
    if verdict not in Verdict.values:
        raise TurnstoneError(f"{verdict!r} is no verdict", do="accept, reject, or open it again")
    if len(reason.strip()) < SHORTEST:
        raise PolicyDenied("a decision needs a reason", lifted_by="nobody", do="write in a few words why")
    with transaction.atomic():
        last = Decision.objects.filter(network=network).first()
        if last is not None and (last.verdict, last.evidence) == (verdict, evidence):
            raise TurnstoneError("that was decided already", do=f"see the decision of {last.by} below the lead")
        if last is None and verdict == Verdict.WITHDRAWN:
            raise TurnstoneError("there is no decision to withdraw")
        made = Decision.objects.create(
            network=network, verdict=verdict, reason=reason.strip(), evidence=evidence, run=run, by=user
        )
        record(user, f"decide {verdict}", "network", network, reason=made.reason, decision=str(made.pk), run=run)
    return made
