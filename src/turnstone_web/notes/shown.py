"""Notes and tasks about one network, ready to be shown to somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from turnstone.exports.mask import Mask
from turnstone_web.accounts.models import User
from turnstone_web.notes.current import brief_now, notes_now, tasks_now
from turnstone_web.notes.markdown import rendered
from turnstone_web.notes.masked import masked
from turnstone_web.notes.mentions import Mentions
from turnstone_web.notes.models import Note, Section
from turnstone_web.runs import closed_mask, mask_for, network_or_404


@dataclass(frozen=True)
class Written:
    """A version of a note: its HTML, and its text where this user may change it without losing what is masked."""

    note: Note
    html: SafeString
    text: str | None


class Reader:
    """Shows what was written about one network to one user."""

    def __init__(self, user: User, network: str) -> None:
        self.user, self.network = user, network
        self.mask: Mask = mask_for(user, network)
        self._mentions: Mentions | None = None

    @property
    def mentions(self) -> Mentions:
        """What can be mentioned; members are called as they are while masked."""
        if self._mentions is None:
            self._mentions = Mentions.of(network_or_404(self.user, self.network, closed_mask()))
        return self._mentions

    def written(self, note: Note) -> Written:
        """A version as this user may read it."""
        text = masked(note.text, self.mask)
        return Written(note, rendered(text, self.mentions), text if text == note.text else None)

    def notes(self, most: int | None = None) -> list[Written]:
        """The notes, the latest first."""
        return [self.written(note) for note in notes_now(self.network, most)]

    def brief(self) -> list[dict[str, Any]]:
        """The brief's sections in order, with what is written there."""
        return [
            {"section": section, "title": Section(section).label, "written": self.written(note) if note else None}
            for section, note in brief_now(self.network).items()
        ]

    def tasks(self) -> list[dict[str, Any]]:
        """The tasks with what is to be done as it may be read."""
        return [{"task": task, "what": masked(task.what, self.mask)} for task in tasks_now(self.network)]
