"""Write a note, or a section of the brief; change one by a version that replaces it."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from turnstone.errors import PolicyDenied, TurnstoneError
from turnstone_web.accounts.models import User
from turnstone_web.accounts.permissions import check_can_write_notes
from turnstone_web.audit.record import record
from turnstone_web.notes.masked import masked
from turnstone_web.notes.models import Note, Section
from turnstone_web.runs import mask_for

LONGEST = 20_000


class ChangedMeanwhile(TurnstoneError):
    """A colleague wrote another version first; `latest` is theirs."""

    def __init__(self, latest: Note | None) -> None:
        super().__init__("somebody else changed it meanwhile", do="look at both, then save again")
        self.latest = latest


def write_note(
    user: User, network: str, text: str, *, section: str = "", replaces: Note | None = None, run: str = ""
) -> Note:
    """The version that was written, or the one before where nothing changed. A version is replaced by whoever may write;
    the one that is replaced stays.

    Raises TurnstoneError for no text or too much, ChangedMeanwhile where `replaces` is no longer the latest, and
    PolicyDenied where it holds what is masked to this user: their text would be without it."""
    check_can_write_notes(user)
    text = text.replace("\r\n", "\n").strip()
    if section not in Section.values:
        raise TurnstoneError(f"the brief has no section {section!r}")
    if not text:
        raise TurnstoneError("there is no text", do="write something, or leave it as it was")
    if len(text) > LONGEST:
        raise TurnstoneError(f"the text has more than {LONGEST:,} characters", do="make two of it")
    if replaces is not None and (replaces.network, replaces.section) != (network, section):
        raise TurnstoneError("that is a note about something else")
    if replaces is not None and masked(replaces.text, mask_for(user, network)) != replaces.text:
        raise PolicyDenied(
            "the text holds contacts that are masked to you, and would lose them",
            lifted_by="whoever may unlock the network", do="unlock the network, then change the text",
        )  # fmt: skip
    if replaces is not None and replaces.text == text:
        return replaces
    try:
        with transaction.atomic():
            made = Note.objects.create(network=network, section=section, text=text, by=user, run=run, replaces=replaces)
            what = "write brief" if section else "change note" if replaces else "write note"
            record(
                user,
                what,
                "network",
                network,
                note=made.pk,
                replaces=replaces.pk if replaces else None,
                section=section,
            )
    except IntegrityError:
        raise ChangedMeanwhile(latest(replaces, network, section)) from None
    return made


def latest(replaces: Note | None, network: str, section: str) -> Note | None:
    """What stands now where somebody wanted to replace a version."""
    if section:
        return Note.objects.filter(network=network, section=section, replaced_by=None).first()
    while replaces is not None and (after := Note.objects.filter(replaces=replaces).first()) is not None:
        replaces = after
    return replaces
