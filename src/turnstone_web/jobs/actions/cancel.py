"""Cancel a piece of work."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from turnstone.errors import TurnstoneError
from turnstone_web.accounts.models import User
from turnstone_web.accounts.permissions import check_can_run
from turnstone_web.audit.record import record
from turnstone_web.jobs.models import Job, State


def cancel(user: User, job: Job) -> None:
    """One that waits is cancelled now; the worker of one that is being done stops it within seconds. What it has finished
    is kept, and taken up by the next. Raises TurnstoneError for one that has ended."""
    check_can_run(user)
    with transaction.atomic():
        now = timezone.now()
        waiting = Job.objects.filter(pk=job.pk, state=State.WAITING).update(
            state=State.CANCELLED, cancel=True, ended=now
        )
        working = 0 if waiting else Job.objects.filter(pk=job.pk, state=State.WORKING).update(cancel=True)
        if not waiting and not working:
            raise TurnstoneError("that work has ended", do="look at the page Work")
        record(user, "cancel", "job", str(job.pk))
