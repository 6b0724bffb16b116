"""Keep how somebody laid out a network."""

from __future__ import annotations

import math
from typing import Any

from django.db import transaction

from turnstone.errors import TurnstoneError
from turnstone_web.accounts.models import User
from turnstone_web.accounts.permissions import check_can_see_market
from turnstone_web.audit.record import record
from turnstone_web.networks.models import Layout

MOST = 60_000


def save_layout(user: User, network: str, places: Any) -> Layout:
    """Replaces the user's layout of the network. `places`: node -> [x, y, pinned]. Raises TurnstoneError for anything else."""
    check_can_see_market(user)
    if not isinstance(places, dict) or len(places) > MOST or not all(map(_is_place, places.values())):
        raise TurnstoneError("this is no layout", do="save it from the network's page")
    clean = {
        node.replace("\x00", "")[:80]: [round(x, 3), round(y, 3), bool(pinned)]
        for node, (x, y, pinned) in places.items()
    }
    with transaction.atomic():
        kept, _ = Layout.objects.update_or_create(user=user, network=network, defaults={"places": clean})
        record(user, "save layout", "network", network, nodes=len(clean))
    return kept


def _is_place(place: Any) -> bool:
    if not isinstance(place, list) or len(place) != 3:
        return False
    return all(isinstance(n, (int, float)) and not isinstance(n, bool) and math.isfinite(n) for n in place[:2])
