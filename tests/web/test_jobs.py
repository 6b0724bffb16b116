"""Long work: asked for, taken once, cancelled, taken up again after its worker died; decisions enter runs; alerts."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from turnstone.errors import TurnstoneError
from turnstone.workspace import Workspace
from turnstone_web.accounts.models import Role, User
from turnstone_web.desk.actions.decide import decide
from turnstone_web.desk.actions.watch import watch
from turnstone_web.desk.alerting import alert
from turnstone_web.desk.models import Alert, Decision, Watch
from turnstone_web.jobs.actions.ask import ask
from turnstone_web.jobs.actions.cancel import cancel
from turnstone_web.jobs.freeze import freeze
from turnstone_web.jobs.models import Job, Kind, State
from turnstone_web.jobs.perform import perform
from turnstone_web.jobs.take import MOST_TRIES, SILENT_S, beat, ended, take
from turnstone_web.jobs.worker import work
from turnstone_web.runs import whole_shelf


@pytest.fixture
def own_site(shelved: Path, tmp_path: Path, site: Path, settings: Any) -> Path:
    """A workspace that the test may change."""
    folder = Path(shutil.copytree(shelved, tmp_path / "ws"))
    settings.WORKSPACE = folder
    return folder


def quiet(what: str, done: int, of: int) -> None:
    pass


def test_one_job_of_a_kind_is_open_and_taken_once(analyst: User) -> None:
    job = ask(analyst, Kind.RUN)
    with pytest.raises(TurnstoneError, match="being done already"):
        ask(analyst, Kind.RUN)
    assert take() == job and take() is None
    assert beat(Job.objects.get(pk=job.pk))
    ended(Job.objects.get(pk=job.pk), State.DONE, "well")
    assert Job.objects.get(pk=job.pk).state == State.DONE
    ask(analyst, Kind.RUN)


def test_what_a_dead_worker_left_is_taken_up_again_but_not_for_ever(analyst: User) -> None:
    job = ask(analyst, Kind.RUN)
    for tried in range(1, MOST_TRIES + 1):
        taken = take()
        assert taken == job and taken.tries == tried
        assert take() is None  # its worker lives
        Job.objects.filter(pk=job.pk).update(beat=timezone.now() - timedelta(seconds=SILENT_S + 1))
    assert take() is None
    assert Job.objects.get(pk=job.pk).state == State.FAILED


def test_a_worker_that_lost_its_job_cannot_end_it(analyst: User) -> None:
    ask(analyst, Kind.RUN)
    first = take()
    assert first is not None
    Job.objects.update(beat=timezone.now() - timedelta(seconds=SILENT_S + 1))
    second = take()
    assert second is not None and not beat(first) and beat(second)
    ended(first, State.DONE, "late")
    assert Job.objects.get().state == State.WORKING


def test_cancelling(analyst: User) -> None:
    waiting = ask(analyst, Kind.RUN)
    cancel(analyst, waiting)
    assert Job.objects.get(pk=waiting.pk).state == State.CANCELLED and take() is None
    with pytest.raises(TurnstoneError, match="has ended"):
        cancel(analyst, waiting)
    working = ask(analyst, Kind.RUN)
    taken = take()
    assert taken is not None
    cancel(analyst, working)
    assert not beat(taken)


def test_decisions_enter_the_next_run_once(own_site: Path, analyst: User) -> None:
    row = whole_shelf().leads()[0][0]
    network, evidence = row["network_id"], row["evidence"]
    decide(analyst, network, "rejected", "the bar has ended", evidence=evidence, run="r1")
    with Workspace(own_site).locked():
        assert freeze(Workspace(own_site)) == 1
        Decision.objects.update(line=None)  # killed before the database knew
        assert freeze(Workspace(own_site)) == 0
    assert Decision.objects.get().line is not None
    assert "1 decisions entered" not in perform(Kind.RUN, quiet)
    again = whole_shelf().leads()[0]
    assert whole_shelf().run == "r2" and next(r for r in again if r["network_id"] == network)["decision"] == "rejected"
    (line,) = Workspace(own_site).log.of("decided")
    assert line.facts["person"] == analyst.username and line.facts["reason"] == "the bar has ended"
    decide(analyst, network, "withdrawn", "other papers came", evidence=evidence, run="r2")
    assert "1 decisions entered" in perform(Kind.RUN, quiet)
    assert next(r for r in whole_shelf().leads()[0] if r["network_id"] == network)["decision"] is None


def test_alerts_say_what_became_of_what_is_watched(own_site: Path, analyst: User, monkeypatch: Any) -> None:
    first, second, third, fourth = (row["network_id"] for row in whole_shelf().listed("network")[0][:4])
    for network in (first, second, third):
        watch(analyst, network, run="r1")
    events = [
        {"network_id": first, "event": "grew", "other_id": first, "before": 3, "now": 5},
        {"network_id": fourth, "event": "merged", "other_id": second, "before": 2, "now": 9},
        {"network_id": "network-new", "event": "renamed", "other_id": third, "before": 2, "now": 2},
    ]
    monkeypatch.setattr("turnstone_web.desk.alerting._events", lambda place, run: events)
    place = Workspace(own_site)
    assert alert(place, "r1", "r1") > 0
    assert Alert.objects.get(network=first, kind="grew").after == "5"
    assert Alert.objects.filter(network=fourth, kind="merged").exists()
    assert {w.network for w in Watch.objects.all()} == {first, fourth, "network-new"}
    many = Alert.objects.count()
    alert(place, "r1", "r1")
    assert Alert.objects.count() == many


def test_the_page_asks_and_cancels(as_analyst: Client) -> None:
    assert as_analyst.get("/work/").status_code == 200
    assert as_analyst.post("/work/ask", {"kind": "run"}).status_code == 302
    part = as_analyst.get("/work/", headers={"HX-Request": "true"}).content.decode()
    assert "load delay:2s" in part and "<html" not in part
    job = Job.objects.get()
    assert as_analyst.post(f"/work/{job.pk}/cancel").status_code == 302
    assert Job.objects.get().state == State.CANCELLED
    assert as_analyst.post("/work/ask", {"kind": "nothing"}).status_code == 409


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_nothing_half_done(finished: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(finished, tmp_path / "ws"))
    environment = os.environ | {
        "TURNSTONE_WORKSPACE": str(folder), "TURNSTONE_STATE": str(tmp_path / "state"), "TURNSTONE_LOCAL": "1",
        "TURNSTONE_DATABASE": "", "DJANGO_SETTINGS_MODULE": "turnstone_web.settings", "TURNSTONE_SECRET": "",
    }  # fmt: skip
    (tmp_path / "state").mkdir()

    def python(code: str) -> str:
        setup = "import django; django.setup(); from turnstone_web.jobs.models import *; "
        done = subprocess.run(
            [sys.executable, "-c", setup + code], env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=environment, check=True)
    python("Job.objects.create(kind=Kind.PREPARE)")
    shelved = folder / "runs" / "r1" / "shelf"
    worker = subprocess.Popen([sys.executable, "-m", "turnstone_web.jobs.worker"], env=environment)
    try:
        wait_for(lambda: any(shelved.glob("documents*")))
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert python("print(Job.objects.get().state)") == "working"
    python(
        "from django.utils import timezone as t; from datetime import timedelta as d; Job.objects.update(beat=t.now() - d(hours=1))"
    )
    subprocess.run([sys.executable, "-m", "turnstone_web.jobs.worker", "--once"], env=environment, check=True)
    assert python("job = Job.objects.get(); print(job.state, job.tries, job.result)").startswith("done 2 run r1: ")


def wait_for(there: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_only_some_roles_may_run(site: Path, someone: Callable[..., User]) -> None:
    with pytest.raises(TurnstoneError):
        ask(someone("pro", Role.PROSECUTOR), Kind.RUN)


@pytest.mark.django_db(transaction=True)
def test_a_cancelled_job_stops_whatever_a_library_makes_of_the_interrupt(analyst: User, monkeypatch: Any) -> None:
    def long_work(kind: str, told: Any) -> str:
        try:
            while True:
                time.sleep(0.01)
        except KeyboardInterrupt:
            raise RuntimeError("Query interrupted") from None

    monkeypatch.setattr("turnstone_web.jobs.perform.perform", long_work)
    ask(analyst, Kind.RUN)
    job = take()
    assert job is not None
    Job.objects.filter(pk=job.pk).update(cancel=True)
    work(job)
    assert Job.objects.get().state == State.CANCELLED


def test_a_failing_job_says_so(analyst: User, monkeypatch: Any) -> None:
    def failing(kind: str, told: Any) -> str:
        raise ValueError("a bug")

    monkeypatch.setattr("turnstone_web.jobs.perform.perform", failing)
    monkeypatch.setattr("turnstone_web.jobs.worker._pulse", lambda *args: None)
    ask(analyst, Kind.RUN)
    job = take()
    assert job is not None
    work(job)
    assert Job.objects.get().state == State.FAILED and "ValueError" in Job.objects.get().result
