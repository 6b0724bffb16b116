"""What the panel of notes needs, on whichever page of a network it stands."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from turnstone_web.accounts.permissions import can_write_notes
from turnstone_web.desk.views.lead import colleagues
from turnstone_web.notes.models import Note
from turnstone_web.notes.shown import Reader

register = template.Library()
MOST = 5


@register.simple_tag(takes_context=True)
def notes_of(context: dict[str, Any], network: str) -> dict[str, Any]:
    """The latest notes, all tasks, and to whom a task can be given."""
    user = context["request"].user
    reader = Reader(user, network)
    return {
        "notes": reader.notes(MOST),
        "more": max(0, Note.objects.filter(network=network, section="", replaced_by=None).count() - MOST),
        "tasks": reader.tasks(),
        "may_write": can_write_notes(user),
        "colleagues": colleagues(),
        "today": timezone.localdate(),
    }
