"""Show names and contacts of one network to one person for a while, or no longer."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from turnstone.errors import PolicyDenied
from turnstone_web.accounts.models import User
from turnstone_web.accounts.permissions import check_can_unlock
from turnstone_web.accounts.rate import UNLOCKS, count
from turnstone_web.audit.models import Unlock
from turnstone_web.audit.record import record

SHORTEST, LONGEST_MINUTES = 10, 8 * 60


def unlock(user: User, network: str, reason: str, minutes: int = 60) -> Unlock:
    """Raises PolicyDenied without the right, without a reason that says why, or for longer than a working day;
    TooMany beyond the rate. Masking again is never refused."""
    check_can_unlock(user)
    if len(reason.strip()) < SHORTEST:
        raise PolicyDenied("a reason must say why", lifted_by="nobody", do="name the case, the order or the task")
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise PolicyDenied(
            f"an unlock lasts {LONGEST_MINUTES // 60} hours at most",
            lifted_by="nobody",
            do="unlock again when it has ended",
        )
    count(user, UNLOCKS)
    with transaction.atomic():
        made = Unlock.objects.create(
            user=user, network=network, reason=reason.strip(), until=timezone.now() + timedelta(minutes=minutes)
        )
        record(user, "unlock", "network", network, reason=made.reason, minutes=minutes)
    return made


def lock(user: User, network: str) -> None:
    """Masks again now."""
    with transaction.atomic():
        ended = Unlock.objects.filter(user=user, network=network, ended=None, until__gt=timezone.now()).update(
            ended=timezone.now()
        )
        if ended:
            record(user, "lock", "network", network)
