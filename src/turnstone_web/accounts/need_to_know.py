"""Which files and networks somebody does not need to know, as restrictions say now."""

from __future__ import annotations

from turnstone_web.accounts.models import Restricted, User
from turnstone_web.shelf.hidden import NOTHING, Hidden


def hidden_from(user: User) -> Hidden:
    """What is restricted to teams in none of which this user is; looked up once a request."""
    if not hasattr(user, "_hidden"):
        held = Restricted.objects.exclude(teams__members=user).order_by("kind", "thing").values_list("kind", "thing")
        found: dict[str, list[str]] = {kind: [] for kind in Restricted.Kind.values}
        for kind, thing in held.distinct():
            found[kind].append(thing)
        of = Restricted.Kind
        user._hidden = Hidden(tuple(found[of.SOURCE]), tuple(found[of.NETWORK])) if any(found.values()) else NOTHING
    hidden: Hidden = user._hidden
    return hidden
