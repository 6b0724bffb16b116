"""Searches that people keep, to be told when more fits."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class SavedSearch(models.Model):
    """A search that somebody wants repeated after each run. `seen`: ids of what fitted when they were last told."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="searches")
    text = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    run = models.CharField(max_length=20)
    seen = models.JSONField(default=list)

    class Meta:
        ordering = ["text", "kind"]
        constraints = [models.UniqueConstraint(fields=["user", "text", "kind"], name="one_search_of_a_text")]
