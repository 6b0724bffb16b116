"""What each kind of work does, step by step."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings

from turnstone.running import run_workspace
from turnstone.workspace import Workspace
from turnstone_web.desk.alerting import alert
from turnstone_web.jobs.freeze import freeze
from turnstone_web.jobs.models import Kind
from turnstone_web.jobs.prefill import PREPARED, prefill
from turnstone_web.jobs.shelve import shelve
from turnstone_web.review.frozen import freeze_judgements
from turnstone_web.search.alerting import alert_searches
from turnstone_web.shelf.shelf import Shelf

Told = Callable[[str, int, int], None]
STAGES_BESIDE_FILES = 35
EVERY_S = 0.5


def perform(kind: str, told: Told) -> str:
    """Does the work; gives what came of it, in words."""
    return WORK[kind](seldom(told))


def run(told: Told) -> str:
    """Freezes what people decided into the log, runs, puts the run on its shelf, alerts, and prepares its pages."""
    place = Workspace(settings.WORKSPACE)
    steps, done = len(place.sources()) + STAGES_BESIDE_FILES, 0
    before = place.runs()[-1:]

    def tell(label: str) -> None:
        told(label, min(done, steps), steps)

    def one_more() -> None:
        nonlocal done
        done += 1

    with place.locked():
        frozen = freeze(place) + freeze_judgements(place)
        made, fresh = run_workspace(place, tell=tell, done=one_more)
    if not fresh:
        return f"nothing has changed since run {made.id}; it stands"
    shelve(place, made, told)
    alerts = (alert(place, before[0].id, made.id) if before else 0) + alert_searches(place, made.id)
    _prepare(made.id, told)
    return f"run {made.id}: {frozen} decisions entered, {alerts} alerts"


def prepare(told: Told) -> str:
    """Makes the shelf of the latest run where it is missing, and its masked pages."""
    place = Workspace(settings.WORKSPACE)
    latest = place.run()
    shelve(place, latest, told)
    return f"run {latest.id}: {_prepare(latest.id, told)} pages are ready"


def _prepare(run: str, told: Told) -> int:
    """What people open first is ready before they do: how many networks' documents, leads first; of the first leads the chain of
    evidence and what stands under several names, too."""
    networks = Shelf(settings.WORKSPACE, run).networks()[:PREPARED]
    prefill(settings.WORKSPACE, run, networks, told)
    return len(networks)


def seldom(told: Told) -> Told:
    """Progress at most twice a second, and its end: each telling is a write to the database."""
    last = [0.0]

    def tell(what: str, done: int, of: int) -> None:
        if done >= of or time.monotonic() - last[0] > EVERY_S:
            last[0] = time.monotonic()
            told(what, done, of)

    return tell


WORK: dict[str, Callable[[Told], str]] = {Kind.RUN: run, Kind.PREPARE: prepare}
