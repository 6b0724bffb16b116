"""Give somebody a task, say that it is done, or open it again."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from turnstone.errors import TurnstoneError
from turnstone_web.accounts.models import User
from turnstone_web.accounts.permissions import can_see_market, check_can_write_notes
from turnstone_web.audit.record import record
from turnstone_web.notes.models import Task
from turnstone_web.runs import hides

LONGEST = 300


def give_task(user: User, network: str, what: str, to: User, due: date | None = None) -> Task:
    """Raises TurnstoneError for no words or too many, and where `to` may not see the network."""
    check_can_write_notes(user)
    what = " ".join(what.split())
    if not 0 < len(what) <= LONGEST:
        raise TurnstoneError("a task says what is to be done", do=f"say it in up to {LONGEST} characters")
    if not (to.is_active and can_see_market(to)) or hides(to, [network]):
        raise TurnstoneError(
            f"{to} may not see this network", do="choose a colleague who works on leads and needs to know it"
        )
    with transaction.atomic():
        made = Task.objects.create(network=network, what=what, to=to, due=due, by=user)
        record(user, "give task", "network", network, task=made.pk, to=to.username, due=due.isoformat() if due else "")
    return made


def set_done(user: User, pk: int, done: bool) -> Task | None:
    """Whoever may write says that a task is done, or not yet. None where there is none of that number for them."""
    check_can_write_notes(user)
    with transaction.atomic():
        task = Task.objects.select_for_update().filter(pk=pk).first()
        if task is not None and hides(user, [task.network]):
            return None
        if task is not None and (task.done_at is not None) != done:
            task.done_at, task.done_by = (timezone.now(), user) if done else (None, None)
            task.save(update_fields=["done_at", "done_by"])
            record(user, "task done" if done else "task open again", "network", task.network, task=pk)
    return task
