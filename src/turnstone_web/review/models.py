"""What people judged of pairs that may be the same. Lines are only added: undoing adds one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    SAME = "same", _("the same")
    DIFFERENT = "different", _("different")
    UNSURE = "unsure", _("not enough to tell")
    WITHDRAWN = "withdrawn", _("taken back")


class Judged(models.Model):
    """One person's verdict about two profiles (`a` the lesser id), or its taking back. `joins`: whether calling them the same
    joins two networks, which needs two people."""

    a = models.CharField(max_length=80)
    b = models.CharField(max_length=80)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.TextField(blank=True)
    joins = models.BooleanField(default=False)
    run = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="judged")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["a", "b"]), models.Index(fields=["by", "at"])]
        ordering = ["at", "pk"]
