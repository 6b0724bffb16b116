"""Which database the workbench keeps its own things in."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from turnstone.errors import TurnstoneError


def database_of(state: Path, url: str) -> dict[str, Any]:
    """Django's settings for a `postgres://` address, or for SQLite in `state` where there is none.
    Raises TurnstoneError for any other address."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": state / "workbench.sqlite3",
            "CONN_MAX_AGE": None,
            # Writers wait for each other from their first statement on instead of failing at their second.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise TurnstoneError(
            "TURNSTONE_DATABASE is no address of a PostgreSQL database",
            do="write it as postgres://user:password@host:5432/name, or leave it out for the embedded database",
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
