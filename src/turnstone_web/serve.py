"""`turnstone serve`: the workbench on this machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from turnstone.errors import TurnstoneError

USERS = ("local", "Local user")


def command(
    workspace: Annotated[Path, typer.Argument(help="The workspace folder.", envvar="TURNSTONE_WORKSPACE")] = Path(),
    port: Annotated[
        int, typer.Option("--port", min=1, max=65535, help="Where it listens, on this machine alone.")
    ] = 8017,
    threads: Annotated[int, typer.Option("--threads", min=1, max=64, help="Requests at one time.")] = 8,
) -> None:
    """Serve the workbench to one person on this machine. For a unit, see docs/how-to/the-workbench.md."""
    from turnstone.workspace import Workspace

    if find_spec("django") is None or find_spec("waitress") is None:
        raise TurnstoneError("the workbench's packages are not installed", do="pip install 'turnstone[web]'")
    place = Workspace.find(workspace)
    os.environ |= {
        "TURNSTONE_WORKSPACE": str(place.folder.absolute()), "TURNSTONE_LOCAL": "1",
        "DJANGO_SETTINGS_MODULE": "turnstone_web.settings",
    }  # fmt: skip
    prepare()
    import waitress

    from turnstone_web.accounts.local_link import made
    from turnstone_web.wsgi import application

    try:
        server = waitress.create_server(application, host="127.0.0.1", port=port, threads=threads, ident=None)
    except OSError as error:
        raise TurnstoneError(f"port {port} cannot be used: {error.strerror}", do="choose another with --port") from None
    typer.echo(f"Open http://127.0.0.1:{port}/local/{made()} in a browser: it signs you in, once, within half an hour.")
    typer.echo("Stop with Ctrl-C. Nothing leaves this machine.")
    worker = subprocess.Popen(
        [sys.executable, "-m", "turnstone_web.jobs.worker"], env=os.environ | {"TURNSTONE_PARENT": str(os.getpid())}
    )
    signal.signal(signal.SIGTERM, lambda signum, frame: sys.exit(0))
    try:
        server.run()
    finally:
        worker.terminate()
        worker.wait()


def prepare() -> None:
    """Brings the database up to date, makes the local user and the shelf of the latest run."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.STATE.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    local_user()
    from turnstone_web.jobs.shelve import shelve
    from turnstone_web.runs import workspace

    for run in workspace().runs()[-1:]:
        shelve(workspace(), run, _told)
        prepare_pages()


def local_user() -> None:
    """The one person of a local installation, with all roles; it has no password and signs in by a link."""
    from turnstone_web.accounts.models import Held, Role, User

    user, fresh = User.objects.get_or_create(local=True, defaults={"username": USERS[0], "name": USERS[1]})
    if fresh:
        user.set_unusable_password()
        user.save()
    for role in Role.values:
        Held.objects.get_or_create(user=user, role=role)


def prepare_pages() -> None:
    """Asks the worker to make the pages of the latest run before people open them."""
    from turnstone_web.jobs.models import OPEN, Job, Kind

    if not Job.objects.filter(kind=Kind.PREPARE, state__in=OPEN).exists():
        Job.objects.create(kind=Kind.PREPARE)


def _told(what: str, done: int, of: int) -> None:
    if done == of:
        typer.echo(f"Preparing the run: {done} of {of} {what}", err=True)
