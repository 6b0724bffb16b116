"""Notes and tasks as they are now."""

from __future__ import annotations

from turnstone_web.notes.models import BRIEF, Note, Section, Task


def notes_now(network: str) -> list[Note]:
    """The latest version of each note about a network, the latest first."""
    return list(
        Note.objects.filter(network=network, section=Section.NOTE, replaced_by=None).select_related("by", "replaces")
    )


def brief_now(network: str) -> dict[str, Note | None]:
    """Section -> its latest version, None where nothing is written yet."""
    found = Note.objects.filter(network=network, section__in=BRIEF, replaced_by=None).select_related("by", "replaces")
    latest = {note.section: note for note in found}
    return {section: latest.get(section) for section in BRIEF}


def versions(note: Note) -> list[Note]:
    """The versions before this one, the latest first."""
    found: list[Note] = []
    while note.replaces_id is not None:
        note = Note.objects.select_related("by").get(pk=note.replaces_id)
        found.append(note)
    return found


def tasks_now(network: str) -> list[Task]:
    """A network's tasks: open ones by the day when they are due, then those that are done."""
    found = list(Task.objects.filter(network=network).select_related("to", "by", "done_by"))
    return [t for t in found if t.done_at is None] + [t for t in found if t.done_at is not None]
