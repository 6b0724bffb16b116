"""Who did and read what, and why: lines that are only added, each holding the hash of the one before."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Line(models.Model):
    """One thing that somebody did or read."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    username = models.CharField(max_length=150)
    roles = models.CharField(max_length=200)
    action = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    before = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "about"]),
            models.Index(fields=["user", "at"]),
            models.Index(fields=["action", "at"]),
        ]


class Head(models.Model):
    """The end of the chain; whoever adds a line holds it, so that lines come one after the other."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)


class Unlock(models.Model):
    """Names and contacts of one network are shown to one person for a while, for a reason."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="unlocks")
    network = models.CharField(max_length=80)
    reason = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "network", "until"])]
