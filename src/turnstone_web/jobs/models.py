"""Long work, which a worker does beside the site."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    RUN = "run", _("Run: read, clean, link and question all files")
    PREPARE = "prepare", _("Prepare pages of the latest run")


class State(models.TextChoices):
    WAITING = "waiting", _("waiting")
    WORKING = "working", _("working")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


OPEN = (State.WAITING, State.WORKING)


class Job(models.Model):
    """One piece of work. `beat`: when its worker last said that it lives; one whose worker fell silent is taken up again."""

    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="jobs")
    at = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True)
    beat = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    what = models.CharField(max_length=200, blank=True)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    cancel = models.BooleanField(default=False)
    result = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=models.Q(state__in=OPEN), name="one_open_job_of_a_kind")
        ]
