"""Whether names and contacts are shown to somebody now."""

from __future__ import annotations

from datetime import UTC, datetime

from turnstone_web.accounts.models import User
from turnstone_web.audit.models import Unlock


def unlock_of(user: User, network: str) -> Unlock | None:
    """The unlock that holds now for this user and network, or None."""
    now = datetime.now(UTC)
    held = Unlock.objects.filter(user=user, network=network, until__gt=now, ended=None)
    return held.order_by("-until").first()
