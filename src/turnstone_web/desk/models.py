"""What people decide about leads. Decisions are only added; whatever holds now is derived from them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """What somebody decided about a lead."""

    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Open again")


class Decision(models.Model):
    """One decision about a lead, with the evidence at that time. The latest of a network holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    network = models.CharField(max_length=80, db_index=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.TextField()
    evidence = models.CharField(max_length=80)
    run = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions")
    at = models.DateTimeField(auto_now_add=True)
    line = models.PositiveIntegerField(null=True)
    """The line of the workspace's log that holds it, once it has entered a run."""

    class Meta:
        indexes = [models.Index(fields=["network", "at"])]
        ordering = ["-at", "-pk"]


class Assignment(models.Model):
    """Whose work a lead is, from when to when."""

    network = models.CharField(max_length=80, db_index=True)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assigned")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network"], condition=models.Q(ended=None), name="one_assignment_now")
        ]


class Watch(models.Model):
    """Somebody wants to know when a network changes."""

    network = models.CharField(max_length=80, db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="watches")
    at = models.DateTimeField(auto_now_add=True)
    run = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "user"], name="one_watch_each")]


class Alert(models.Model):
    """What became of a watched network in a new run."""

    class Kind(models.TextChoices):
        MERGED = "merged", _("merged with others")
        SPLIT = "split", _("split")
        GREW = "grew", _("grew")
        SHRANK = "shrank", _("shrank")
        MOVED = "moved", _("moved")
        GONE = "gone", _("is no longer there")
        EVIDENCE = "evidence", _("has other evidence")
        FOUND = "found", _("a search you keep finds more")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="alerts")
    network = models.CharField(max_length=80)
    run = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    seen = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "network", "run", "kind", "before"], name="one_alert_of_a_kind_a_run"
            )
        ]
        ordering = ["-at", "-pk"]
