"""A disk that is full, a database that goes away, a process that is killed: nothing half-done, and it is told."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from turnstone_web.accounts.models import Role, User
from turnstone_web.audit.models import Line
from turnstone_web.audit.record import breaks
from turnstone_web.desk.models import Decision
from turnstone_web.runs import whole_shelf

SETUP = (
    "import django; django.setup(); from turnstone_web.desk.models import Decision; from turnstone_web.audit.models import Line;"
    "from turnstone_web.accounts.models import *; from turnstone_web.desk.actions import decide as d; import time, pathlib\n"
)
"""What a process of its own begins with."""


@pytest.fixture
def browser(site: Path, someone: Callable[..., User]) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(someone("ana", Role.ANALYST), backend="django.contrib.auth.backends.ModelBackend")
    return browser


def decide_on(browser: Client) -> int:
    row = whole_shelf().leads()[0][0]
    verdict = ("accepted", "rejected")[Decision.objects.count() % 2]  # the same again would be refused
    form = {"verdict": verdict, "reason": "looked at it " * 400, "evidence": row["evidence"]}
    return int(browser.post(f"/leads/{row['network_id']}/decide", form).status_code)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the embedded database is limited by its pages")
def test_a_full_disk_is_told_and_nothing_is_half_recorded(browser: Client) -> None:
    lines = Line.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    try:
        answers = []
        while decide_on(browser) == 302:  # what is free in pages that are there is used up first
            answers.append(302)
            assert len(answers) < 200
        answer = browser.post("/alerts/seen")
        decided = Decision.objects.count()
        assert decided == len(answers) and decide_on(browser) == 503
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    assert answer.status_code in (302, 503)
    told = Line.objects.filter(action__startswith="decide").count()
    assert Decision.objects.count() == told == decided and not list(breaks())
    assert decide_on(browser) == 302 and Decision.objects.count() == decided + 1 and Line.objects.count() > lines


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="the embedded database has no connections to lose")
def test_a_lost_connection_is_told_once_and_the_next_request_goes_on(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from turnstone_web.desk.actions import decide as action

    real, lost = action.record, []

    def cut(*args: object, **facts: object) -> object:
        if not lost:
            lost.append(True)
            with connection.cursor() as cursor:  # the server ends it in the middle of the action
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return real(*args, **facts)

    monkeypatch.setattr(action, "record", cut)
    assert decide_on(browser) == 503 and lost
    connection.close()
    assert not Decision.objects.exists() and not Line.objects.filter(action__startswith="decide").exists()
    assert decide_on(browser) == 302 and Decision.objects.count() == 1 and not list(breaks())


def test_the_page_of_a_lost_database_asks_it_for_nothing(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def gone(*args: object, **more: object) -> object:
        raise OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as patch:
        patch.setattr("django.db.backends.utils.CursorWrapper.execute", gone)
        answer = browser.get("/leads/")
    assert answer.status_code == 503
    assert "does not answer" in answer.content.decode() and "unexpectedly" not in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_in_the_middle_of_an_action_leaves_nothing_of_it(finished: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(finished, tmp_path / "ws"))
    state = tmp_path / "state"
    state.mkdir()
    environment = os.environ | {
        "TURNSTONE_WORKSPACE": str(folder), "TURNSTONE_STATE": str(state), "TURNSTONE_LOCAL": "1", "TURNSTONE_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "turnstone_web.settings", "TURNSTONE_SECRET": "",
    }  # fmt: skip

    def python(code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", SETUP + code], env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=environment, check=True)
    python("u = User.objects.create(username='ana'); Held.objects.create(user=u, role='analyst')")
    there = tmp_path / "in-the-middle"
    act = "d.decide(User.objects.get(), 'network-aa', 'accepted', 'seen it now', evidence='x', run='r1')"
    wait = f"real = d.record\ndef slow(*a, **k):\n    real(*a, **k); pathlib.Path({str(there)!r}).touch(); time.sleep(60)\nd.record = slow\n"
    acting = subprocess.Popen([sys.executable, "-c", SETUP + wait + act], env=environment)
    try:
        until = time.monotonic() + 60
        while not there.exists():
            assert time.monotonic() < until and acting.poll() is None
            time.sleep(0.05)
    finally:
        acting.send_signal(signal.SIGKILL)
        acting.wait()
    count = "print(Decision.objects.count(), Line.objects.filter(action__startswith='decide').count())"
    assert python(count) == "0 0"
    python(act)
    assert python(count) == "1 1"
