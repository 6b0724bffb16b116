"""Under which law, for what purpose and until when a file is held: changing it, with a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from turnstone.errors import PolicyDenied, TurnstoneError
from turnstone.evidence.log import Entry
from turnstone.workspace import Source, Workspace

SHORTEST = 10
UNLIMITED = ("unlimited", "none", "-")


def day(text: str) -> str | None:
    """YYYY-MM-DD as it is, `unlimited` (also none, -) as None. Raises TurnstoneError for anything else."""
    if text.strip().lower() in UNLIMITED:
        return None
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise TurnstoneError(f"{text[:40]!r} is no day", do="write it as 2030-12-31, or 'unlimited'") from None


def hold(
    workspace: Workspace, sha256: str, reason: str, *, legal_basis: str, purpose: str, retain_until: str | None, **more: Any,
) -> Entry:  # fmt: skip
    """From now on the file is held so; what was said before stays in the log. `more`: further facts of the line (who asked).

    Raises TurnstoneError for a file that is not kept, for no law or purpose, and where nothing would change; PolicyDenied
    without a reason that says why. The caller holds the workspace's lock."""
    source = next((s for s in workspace.sources() if s.sha256 == sha256 and s.state != "expired"), None)
    if source is None:
        raise TurnstoneError(f"no kept file has the SHA-256 {sha256[:64]}", do="see `turnstone sources`")
    law, why = legal_basis.strip(), purpose.strip()
    if not law or not why:
        raise TurnstoneError("a file is held under a law and for a purpose", do="name both")
    if len(reason.strip()) < SHORTEST:
        raise PolicyDenied("a reason must say why", lifted_by="nobody", do="name the order, the case or the review")
    if _as_it_is(source) == (law, why, retain_until):
        raise TurnstoneError(f"{source.name} is held so already", do="change the law, the purpose or the day")
    before = dict(zip(("legal_basis", "purpose", "retain_until"), _as_it_is(source), strict=True))
    return workspace.log.append(
        "held", sha256=sha256, legal_basis=law, purpose=why, retain_until=retain_until, reason=reason.strip(), before=before,
        **more,
    )  # fmt: skip


def _as_it_is(source: Source) -> tuple[str, str, str | None]:
    return source.legal_basis, source.purpose, source.retain_until
