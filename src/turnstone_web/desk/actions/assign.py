"""Give a lead to somebody, or to nobody."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from turnstone.errors import TurnstoneError
from turnstone_web.accounts.models import User
from turnstone_web.accounts.permissions import can_see_market, check_can_decide
from turnstone_web.audit.record import record
from turnstone_web.desk.models import Assignment
from turnstone_web.runs import hides


def assign(user: User, network: str, to: User | None) -> None:
    """Ends the assignment that holds and makes another. Raises TurnstoneError where `to` may not see leads."""
    check_can_decide(user)
    if to is not None and (not (to.is_active and can_see_market(to)) or hides(to, [network])):
        raise TurnstoneError(
            f"{to} may not see this lead", do="choose a colleague who works on leads and needs to know it"
        )
    with transaction.atomic():
        Assignment.objects.filter(network=network, ended=None).update(ended=timezone.now())
        if to is not None:
            Assignment.objects.create(network=network, to=to, by=user)
        record(user, "assign", "network", network, to=to.username if to else "")
