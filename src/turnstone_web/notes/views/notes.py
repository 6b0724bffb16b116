"""All notes about a network with their earlier versions, and writing one."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.permissions import can_write_notes, check_can_see_market, check_can_write_notes
from turnstone_web.audit.record import record
from turnstone_web.audit.unlocks import unlock_of
from turnstone_web.errors import NotThere
from turnstone_web.notes.actions.write_note import ChangedMeanwhile, write_note
from turnstone_web.notes.current import histories
from turnstone_web.notes.models import Note
from turnstone_web.notes.shown import Reader
from turnstone_web.notes.views.back import back
from turnstone_web.runs import closed_mask, network_or_404, ready_run

PAGE = 30


@allowed(check_can_see_market, reads="notes")
def notes(request: HttpRequest, network: str) -> HttpResponse:
    """Every note, the latest first, each with the versions before it."""
    document = network_or_404(request.user, network, closed_mask())
    reader = Reader(request.user, network)
    if reader.mask.open:
        record(request.user, "read unmasked", "notes", network)
    pages = Paginator(histories(network), PAGE).get_page(request.GET.get("page"))
    context = {
        "network": network,
        "title": document["lead"]["title"],
        "page": reader.mentions.page,
        "pages": pages,
        "notes": [
            {"now": reader.written(note), "before": [reader.written(n) for n in before]} for note, *before in pages
        ],
        "may_write": can_write_notes(request.user),
        "unlocked": unlock_of(request.user, network),
    }
    return render(request, "notes/notes.html", context)


@allowed(check_can_write_notes, methods=("POST",))
def note_write(request: HttpRequest, network: str) -> HttpResponse:
    """A new note, or a version that replaces one (`replaces`). Where a colleague was faster both texts are shown."""
    network_or_404(request.user, network, closed_mask())
    run = ready_run()
    text, section = request.POST.get("text", ""), request.POST.get("section", "")
    number = request.POST.get("replaces", "")
    replaces = Note.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None
    if number and replaces is None:
        raise NotThere("there is no such note", do="look at the notes again")
    try:
        write_note(request.user, network, text, section=section, replaces=replaces, run=run.id if run else "")
    except ChangedMeanwhile as error:
        context = {
            "network": network,
            "section": section,
            "latest": Reader(request.user, network).written(error.latest) if error.latest else None,
            "text": text,
            "next": request.POST.get("next", ""),
        }
        return render(request, "notes/changed.html", context, status=409)
    return back(request, reverse("notes", args=[network]))
