"""Notes and tasks as they are now."""

from __future__ import annotations

from turnstone_web.notes.models import BRIEF, Note, Section, Task


def notes_now(network: str, most: int | None = None) -> list[Note]:
    """The latest version of each note about a network, the latest first; `most` of them."""
    found = Note.objects.filter(network=network, section=Section.NOTE, replaced_by=None)
    return list(found.select_related("by")[:most])


def histories(network: str) -> list[list[Note]]:
    """Each note about a network as its versions, the latest first; the note that was written last comes first."""
    every = list(Note.objects.filter(network=network, section=Section.NOTE).select_related("by"))
    known = {note.pk: note for note in every}
    replaced = {note.replaces_id for note in every}
    out = []
    for note in every:
        if note.pk in replaced:
            continue
        chain = [note]
        while chain[-1].replaces_id is not None:
            chain.append(known[chain[-1].replaces_id])
        out.append(chain)
    return out


def brief_now(network: str) -> dict[str, Note | None]:
    """Section -> its latest version, None where nothing is written yet."""
    found = Note.objects.filter(network=network, section__in=BRIEF, replaced_by=None).select_related("by")
    latest = {note.section: note for note in found}
    return {section: latest.get(section) for section in BRIEF}


def tasks_now(network: str, done: int = 10) -> list[Task]:
    """A network's tasks: open ones by the day when they are due, then those that were done last."""
    found = Task.objects.filter(network=network).select_related("to", "by", "done_by")
    return [*found.filter(done_at=None), *found.exclude(done_at=None).order_by("-done_at")[:done]]
