"""Watch a network, or no longer."""

from __future__ import annotations

from django.db import transaction

from turnstone_web.accounts.models import User
from turnstone_web.accounts.permissions import check_can_see_market
from turnstone_web.audit.record import record
from turnstone_web.desk.models import Watch


def watch(user: User, network: str, *, run: str) -> None:
    """Alerts follow from the next run on. Watching twice is watching once."""
    check_can_see_market(user)
    with transaction.atomic():
        _, made = Watch.objects.get_or_create(user=user, network=network, defaults={"run": run})
        if made:
            record(user, "watch", "network", network)


def unwatch(user: User, network: str) -> None:
    """No more alerts about it."""
    check_can_see_market(user)
    with transaction.atomic():
        gone, _ = Watch.objects.filter(user=user, network=network).delete()
        if gone:
            record(user, "unwatch", "network", network)
