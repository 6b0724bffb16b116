"""The process that does long work: python -m turnstone_web.jobs.worker. Kill it when you like; the next takes up its job."""

from __future__ import annotations

import _thread
import logging
import os
import signal
import sys
import threading
import time

import django

WAIT_S = 1.0
ending = threading.Event()
"""Somebody stops the worker itself."""


def main(*, once: bool = False) -> int:
    """Takes one job after another until it is stopped. `once`: until none waits."""
    from turnstone_web.jobs.take import take

    while not orphaned():
        job = take()
        if job is not None:
            work(job)
        elif once:
            return 0
        else:
            time.sleep(WAIT_S)
    return 0


def orphaned() -> bool:
    """Whether the process that started this worker, and said so, is gone: then nobody wants its work any more."""
    parent = os.environ.get("TURNSTONE_PARENT")
    return parent is not None and os.getppid() != int(parent)


def work(job: object) -> None:
    """Does one job; a thread beside says that the worker lives, and interrupts the work when it is cancelled."""
    from turnstone.errors import TurnstoneError
    from turnstone_web.jobs.models import Job, State
    from turnstone_web.jobs.perform import perform
    from turnstone_web.jobs.take import ended, told

    assert isinstance(job, Job)
    over, stopped = threading.Event(), threading.Event()
    pulse = threading.Thread(target=_pulse, args=(job, over, stopped), daemon=True)
    pulse.start()
    try:
        said = perform(job.kind, lambda what, done, of: told(job, what, done, of))
        ended(job, State.DONE, said)
    except BaseException as error:
        # An interrupt comes out of a library as whatever error that makes of it: what was meant is told by the events.
        if stopped.is_set():
            ending.clear()  # it was this thread's own interrupt
            ended(job, State.CANCELLED)
            return
        if ending.is_set() or isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise KeyboardInterrupt from None  # the job stays, and is taken up again
        if isinstance(error, TurnstoneError):
            ended(job, State.FAILED, str(error))
            return
        # Whatever it is, the job must not stay "working" for ever.
        logging.getLogger(__name__).exception("job %s failed", job.pk)
        ended(job, State.FAILED, f"a fault of the software: {type(error).__name__}")
    finally:
        over.set()
        pulse.join()


def _pulse(job: object, over: threading.Event, stopped: threading.Event) -> None:
    from django.db import DatabaseError, connection

    from turnstone_web.jobs.take import BEAT_S, beat

    while not over.wait(BEAT_S / 4):
        try:
            if orphaned():
                ending.set()
                _thread.interrupt_main()
                break
            if not beat(job):  # type: ignore[arg-type]
                stopped.set()
                _thread.interrupt_main()
                break
        except DatabaseError as error:
            logging.getLogger(__name__).warning("the database did not answer: %s", error)
            connection.close()
    connection.close()


def _end(signum: int, frame: object) -> None:
    ending.set()
    raise KeyboardInterrupt


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turnstone_web.settings")
    django.setup()
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)
    if hasattr(os, "nice"):
        os.nice(10)  # people's pages go first
    try:
        sys.exit(main(once="--once" in sys.argv))
    except KeyboardInterrupt:
        sys.exit(130)
