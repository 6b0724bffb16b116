"""Links that sign in the one user of a local installation, once each and not for long."""

from __future__ import annotations

import hashlib
import secrets

from django.core.cache import cache

MINUTES = 30


def made() -> str:
    """A new link's token. Only its hash is kept, and only for a while."""
    token = secrets.token_urlsafe(24)
    cache.set(_key(token), True, MINUTES * 60)
    return token


def spent(token: str) -> bool:
    """Whether the token is one of ours that nobody has used yet; from now on it is used."""
    return bool(cache.delete(_key(token)))


def _key(token: str) -> str:
    return "local-link-" + hashlib.sha256(token.encode()).hexdigest()
