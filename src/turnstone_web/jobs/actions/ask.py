"""Ask for a piece of work."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from turnstone.errors import TurnstoneError
from turnstone_web.accounts.models import User
from turnstone_web.accounts.permissions import check_can_run
from turnstone_web.audit.record import record
from turnstone_web.jobs.models import Job, Kind


def ask(user: User, kind: str) -> Job:
    """Adds a job. Raises TurnstoneError for an unknown kind, or where one of the kind is waiting or being done."""
    check_can_run(user)
    if kind not in Kind.values:
        raise TurnstoneError(f"there is no work {kind!r}", do="choose one on the page Work")
    try:
        with transaction.atomic():
            made = Job.objects.create(kind=kind, by=user)
            record(user, f"ask {kind}", "job", str(made.pk))
    except IntegrityError:
        raise TurnstoneError("that is being done already", do="wait for it, or cancel it, on the page Work") from None
    return made
