"""The workspace that this site shows, and the run that is shown now."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from turnstone.errors import TurnstoneError
from turnstone.exports.mask import Mask
from turnstone.workspace import Run, Workspace
from turnstone_web.accounts.models import User
from turnstone_web.accounts.need_to_know import hidden_from
from turnstone_web.audit.unlocks import unlock_of
from turnstone_web.errors import NotThere
from turnstone_web.shelf.shelf import Shelf


def workspace() -> Workspace:
    """The workspace, read anew where its log has grown."""
    folder: Path = settings.WORKSPACE
    log = folder / "receipts.jsonl"
    if not log.is_file():
        raise TurnstoneError(f"there is no workspace in {folder}", do="name one: turnstone serve DIR")
    state = log.stat()
    return _opened(folder, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=2)
def _opened(folder: Path, size: int, changed: int) -> Workspace:
    found = Workspace(folder)
    found.log.entries()
    return found


def ready_run() -> Run | None:
    """The latest run whose shelf is made; None while there is none."""
    return next((run for run in reversed(workspace().runs()) if Shelf.is_ready(settings.WORKSPACE, run.id)), None)


def shelf(user: User) -> Shelf:
    """The shelf of the run that is shown, as it is to somebody: what they do not need to know is not on it. Raises
    TurnstoneError while there is none."""
    return whole_shelf().without(hidden_from(user))


def whole_shelf() -> Shelf:
    """The shelf of the run that is shown, with all that is on it: for work that shows it to nobody."""
    run = ready_run()
    if run is None:
        raise TurnstoneError(
            "nothing can be shown yet: no run is prepared",
            do="add files with `turnstone add`, then start a run under Work; it is shown when it is ready",
        )
    return Shelf.open(settings.WORKSPACE, run.id)


def hides(user: User, networks: Iterable[str]) -> set[str]:
    """Those of these networks that this user does not need to know. Ids that no run knows now are hidden only where they
    are themselves restricted."""
    asked, hidden = set(networks), hidden_from(user)
    run = ready_run() if hidden else None
    behind = Shelf.open(settings.WORKSPACE, run.id).without(hidden).hides(asked) if run else set()
    return behind | (asked & set(hidden.networks))


def mask_for(user: User, network: str) -> Mask:
    """The mask that holds for somebody looking at one network: open while they hold an unlock of it."""
    return Mask(workspace().key, open=bool(network) and unlock_of(user, network) is not None)


def closed_mask() -> Mask:
    """The mask of lists, which show nobody."""
    return Mask(workspace().key)


def lead_or_404(user: User, network: str, mask: Mask) -> dict:
    """A network's lead as plain values. Raises NotThere for one that is unknown, of someone who posts alone, or that this
    user does not need to know."""
    found = shelf(user).lead(network, mask)
    if found is None:
        raise NotThere("there is no such network", do="look for it in Leads, Networks or Search")
    return found


def network_or_404(user: User, network: str, mask: Mask) -> dict:
    """Everything that is shown of a network, as plain values. Raises NotThere as `lead_or_404` does."""
    found = shelf(user).network(network, mask)
    if found is None:
        raise NotThere("there is no such network", do="look for it in Leads, Networks or Search")
    return found
