"""Which job a worker does next, and how it says that it lives."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from turnstone_web.jobs.models import Job, State

BEAT_S, SILENT_S, MOST_TRIES = 4, 30, 3


def take() -> Job | None:
    """The job that waits longest, now this worker's; None where nothing waits. One whose worker fell silent waits again, at
    most `MOST_TRIES` times."""
    silent = timezone.now() - timedelta(seconds=SILENT_S)
    with transaction.atomic():
        for job in Job.objects.select_for_update().filter(state=State.WORKING, beat__lt=silent):
            over = job.cancel or job.tries >= MOST_TRIES
            job.state = State.WAITING if not over else State.CANCELLED if job.cancel else State.FAILED
            if over:
                job.ended = timezone.now()
                job.result = "" if job.cancel else f"its worker died {job.tries} times"
            job.save()
        job = Job.objects.select_for_update().filter(state=State.WAITING).order_by("at", "pk").first()
        if job is not None:
            job.state, job.tries, job.started, job.beat = State.WORKING, job.tries + 1, timezone.now(), timezone.now()
            job.what, job.done, job.of = "", 0, 0
            job.save()
        return job


def beat(job: Job) -> bool:
    """Says that the worker lives. Whether it is to go on: not where the job was cancelled or given to another."""
    alive = Job.objects.filter(pk=job.pk, state=State.WORKING, tries=job.tries, cancel=False)
    return alive.update(beat=timezone.now()) == 1


def told(job: Job, what: str, done: int, of: int) -> None:
    """Progress that people see."""
    Job.objects.filter(pk=job.pk).update(what=what[:200], done=done, of=of)


def ended(job: Job, state: str, result: str = "") -> None:
    """The job is over."""
    Job.objects.filter(pk=job.pk, state=State.WORKING, tries=job.tries).update(
        state=state, result=result, ended=timezone.now()
    )
