"""A backup that was taken while people worked is restored, and everything is there and whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shell import turnstone

SETUP = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0); call_command("createcachetable", verbosity=0)
from turnstone_web.accounts.models import *
from turnstone_web.desk.actions.decide import decide
from turnstone_web.desk.models import Decision
from turnstone_web.audit.models import Line
from turnstone_web.audit.record import breaks
from turnstone_web.runs import whole_shelf, workspace
from turnstone_web.shelf.build import build
"""
WORK = """
build(workspace(), workspace().run())
user, _ = User.objects.get_or_create(username="ana")
Held.objects.get_or_create(user=user, role=Role.ANALYST)
row = whole_shelf().leads()[0][0]
decide(user, row["network_id"], "accepted", "before the backup", evidence=row["evidence"], run="r1")
"""
AFTER = 'decide(User.objects.get(), whole_shelf().leads()[0][0]["network_id"], "rejected", "after it", evidence="x", run="r1")'
TOLD = """
build(workspace(), workspace().run())
print(Decision.objects.count(), Line.objects.count(), list(breaks()), len(whole_shelf().leads()[0]) > 0)
"""


def python(code: str, folder: Path) -> str:
    environment = os.environ | {
        "TURNSTONE_WORKSPACE": str(folder), "TURNSTONE_STATE": str(folder / "workbench"), "TURNSTONE_LOCAL": "1",
        "TURNSTONE_DATABASE": "", "DJANGO_SETTINGS_MODULE": "turnstone_web.settings", "TURNSTONE_SECRET": "",
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def used(finished: Path, tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(finished, tmp_path / "ws"))
    (folder / "workbench").mkdir(exist_ok=True)
    python(SETUP + WORK, folder)
    return folder


def test_restored_from_a_backup(used: Path, tmp_path: Path) -> None:
    to = tmp_path / "backup"
    backup = "import sys; sys.argv = ['backup', sys.argv[1]]; from turnstone_web.backup import main; main()"
    told = python(backup.replace("sys.argv[1]", repr(str(to))), used)
    assert "files copied" in told
    python(SETUP + AFTER, used)
    shutil.rmtree(used)
    shutil.copytree(to / "workspace", used)
    assert python(SETUP + TOLD, used) == "1 1 [] True"
    assert turnstone("verify", at=used).code == 0


def test_a_backup_overwrites_nothing(used: Path, tmp_path: Path) -> None:
    to = tmp_path / "full"
    to.mkdir()
    (to / "mine").write_text("mine")
    code = f"import sys; sys.argv = ['backup', {str(to)!r}]; from turnstone_web.backup import main\ntry: main()\nexcept SystemExit as e: print(e)"
    assert "is not empty" in python(code, used)
    assert [path.name for path in to.iterdir()] == ["mine"]
