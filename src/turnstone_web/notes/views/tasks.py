"""One's own tasks, and giving and closing them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from turnstone.errors import TurnstoneError
from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.models import User
from turnstone_web.accounts.permissions import check_can_see_market, check_can_write_notes
from turnstone_web.errors import NotThere
from turnstone_web.notes.actions.give_task import give_task, set_done
from turnstone_web.notes.masked import masked
from turnstone_web.notes.models import Task
from turnstone_web.notes.views.back import back
from turnstone_web.runs import closed_mask, hides, network_or_404

MOST = 200


@allowed(check_can_see_market)
def tasks(request: HttpRequest) -> HttpResponse:
    """What is still to be done by this user, the most urgent first; what they gave to others; what was done last."""
    every = Task.objects.select_related("to", "by", "done_by")
    own, given = every.filter(to=request.user), every.filter(by=request.user).exclude(to=request.user)
    context = {
        "own": _readable(own.filter(done_at=None)[:MOST], request.user),
        "given": _readable(given.filter(done_at=None)[:MOST], request.user),
        "done": _readable(own.exclude(done_at=None).order_by("-done_at")[:20], request.user),
        "today": timezone.localdate(),
    }
    return render(request, "notes/tasks.html", context)


def _readable(tasks: Any, user: User) -> list[dict[str, Any]]:
    """A list over many networks shows nobody, as all lists, and nothing of networks that are hidden from this user."""
    mask, hidden = closed_mask(), hides(user, [task.network for task in tasks])
    return [{"task": task, "what": masked(task.what, mask)} for task in tasks if task.network not in hidden]


@allowed(check_can_write_notes, methods=("POST",))
def task_give(request: HttpRequest, network: str) -> HttpResponse:
    """Gives a colleague a task about a network."""
    network_or_404(request.user, network, closed_mask())
    to, due = request.POST.get("to", ""), request.POST.get("due", "")
    if not to.isdecimal():
        raise TurnstoneError("the task is nobody's", do="choose whose it is")
    give_task(
        request.user, network, request.POST.get("what", ""), get_object_or_404(User, pk=to), _day(due) if due else None
    )
    return back(request, reverse("notes", args=[network]))


@allowed(check_can_write_notes, methods=("POST",))
def task_done(request: HttpRequest, pk: int) -> HttpResponse:
    """The task is done; with `open` it is not."""
    if set_done(request.user, pk, not request.POST.get("open")) is None:
        raise NotThere("there is no such task", do="look at the tasks again")
    return back(request, reverse("tasks"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise TurnstoneError(f"{text[:20]!r} is no day", do="write it as 2026-12-31") from None
