"""The secret that signs sessions."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_of(state: Path) -> str:
    """TURNSTONE_SECRET, or one made at first need and kept beside the embedded database, for its owner alone."""
    given = os.environ.get("TURNSTONE_SECRET", "")
    if given:
        return given
    path = state / "secret"
    if not path.is_file():
        state.mkdir(parents=True, exist_ok=True)
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(made, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text("utf-8")
