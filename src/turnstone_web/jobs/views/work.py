"""What is being done, what was, and asking for more."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.permissions import check_can_run
from turnstone_web.jobs.actions.ask import ask
from turnstone_web.jobs.actions.cancel import cancel
from turnstone_web.jobs.models import OPEN, Job, Kind
from turnstone_web.part import is_part
from turnstone_web.runs import workspace

SHOWN = 30


@allowed(check_can_run)
def work(request: HttpRequest) -> HttpResponse:
    """The page; a request for a part gives the list alone."""
    jobs = list(Job.objects.select_related("by")[:SHOWN])
    context = {
        "jobs": jobs,
        "busy": any(job.state in OPEN for job in jobs),
        "open_kinds": {job.kind for job in jobs if job.state in OPEN},
        "kinds": Kind.choices,
        "runs": list(reversed(workspace().runs()))[:10],
        "files": len([s for s in workspace().sources() if s.state == "active"]),
    }
    part = is_part(request)
    return render(request, "jobs/work_list.html" if part else "jobs/work.html", context)


@allowed(check_can_run, methods=("POST",))
def ask_for(request: HttpRequest) -> HttpResponse:
    """Adds a job."""
    ask(request.user, request.POST.get("kind", ""))
    return redirect("work")


@allowed(check_can_run, methods=("POST",))
def cancel_job(request: HttpRequest, job: int) -> HttpResponse:
    """Cancels one."""
    cancel(request.user, get_object_or_404(Job, pk=job))
    return redirect("work")
