"""How somebody laid out a network."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Layout(models.Model):
    """Where a user put the nodes of a network; one a user and network. `places`: node -> [x, y, pinned]."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="layouts")
    network = models.CharField(max_length=80)
    places = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "network"], name="one_layout_each")]
