"""How often one person may ask for what is costly, or takes much away at once."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.core.cache import cache

from turnstone.errors import TurnstoneError
from turnstone_web.accounts.models import User


class TooMany(TurnstoneError):
    """Asked too often."""

    status = 429


@dataclass(frozen=True)
class Rate:
    """So many times in so many seconds, counted from the first, of all that goes under this name."""

    name: str
    times: int
    seconds: int


SEARCHES = Rate("searches", 120, 60)
TAKEN_ALONG = Rate("taken along", 30, 600)
"""Exports, briefs, the audit as a file."""
UNLOCKS = Rate("unlocks", 20, 3600)


def count(user: User, rate: Rate) -> None:
    """Counts once more, over all processes. Raises TooMany beyond the rate. Two who ask at the same instant may be counted
    once: it is a brake and no lock."""
    now = time.time()
    key = f"rate-{rate.name.replace(' ', '-')}-{user.pk}"
    begun, times = cache.get(key) or (now, 0)
    if now - begun >= rate.seconds:
        begun, times = now, 0
    if times >= rate.times:
        left = max(1, round(begun + rate.seconds - now))
        raise TooMany(
            f"this can be asked for {rate.times} times in {rate.seconds // 60} minutes",
            do=f"wait for {left} seconds, then ask again",
        )
    cache.set(key, (begun, times + 1), timeout=max(1, round(begun + rate.seconds - now)))
