"""The brief of a network: written in place, and taken along as PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.permissions import can_write_notes, check_can_see_market
from turnstone_web.accounts.rate import TAKEN_ALONG
from turnstone_web.audit.record import record
from turnstone_web.audit.unlocks import unlock_of
from turnstone_web.notes.brief import brief_of
from turnstone_web.notes.pdf import pdf
from turnstone_web.notes.shown import Reader
from turnstone_web.runs import closed_mask, mask_for, network_or_404, ready_run


@allowed(check_can_see_market, reads="brief")
def brief(request: HttpRequest, network: str) -> HttpResponse:
    """The sections as they are, each with a form; and what the run says, which the PDF carries too."""
    reader = Reader(request.user, network)
    if reader.mask.open:
        record(request.user, "read unmasked", "brief", network)
    context = {
        "network": network,
        "page": reader.mentions.page,
        "view": network_or_404(request.user, network, closed_mask())["lead"],
        "sections": reader.brief(),
        "may_write": can_write_notes(request.user),
        "unlocked": unlock_of(request.user, network),
        "run": ready_run(),
    }
    return render(request, "notes/brief.html", context)


@allowed(check_can_see_market, rate=TAKEN_ALONG)
def brief_pdf(request: HttpRequest, network: str) -> HttpResponse:
    """The brief as PDF, masked unless this user has unlocked the network. Its own SHA-256 goes to the audit."""
    said = brief_of(request.user, network, mask_for(request.user, network))
    made = pdf(said)
    record(
        request.user, "export brief", "network", network, reason=said["unlocked"]["reason"] if said["unlocked"] else "",
        run=said["run"], evidence=said["evidence"], masked=said["unlocked"] is None, sha256=made.sha256,
    )  # fmt: skip
    answer = HttpResponse(made.content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="brief-{network.partition("-")[2][:8]}.pdf"'
    return answer
