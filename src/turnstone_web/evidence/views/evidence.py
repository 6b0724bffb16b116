"""From any number back to the rows of files on which it rests."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from turnstone.evidence.trace import PAGE
from turnstone.exports.mask import Mask
from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.need_to_know import hidden_from
from turnstone_web.accounts.permissions import check_can_see_market
from turnstone_web.audit.record import record
from turnstone_web.audit.unlocks import unlock_of
from turnstone_web.errors import NotThere
from turnstone_web.evidence.chain import chain, lines_in, marked, unmarked, with_addresses
from turnstone_web.evidence.file_view import file_view, read_again
from turnstone_web.runs import mask_for, network_or_404, ready_run, shelf, workspace

DEEPEST = 500
"""So many pages of ties or rows can be gone through; whoever needs more takes the network along."""


@allowed(check_can_see_market, reads="evidence")
def evidence(request: HttpRequest, network: str) -> HttpResponse:
    """The chain of a network: each finding and tie, and the rows under it. `of`: the chain of one member instead."""
    mask = mask_for(request.user, network)
    document = network_or_404(request.user, network, mask.closed)
    of, asked = request.GET.get("of", network), request.GET.get("page", "1")
    page = min(max(int(asked), 1), DEEPEST) - 1 if asked.isdecimal() and len(asked) < 6 else 0
    members = {m["id"]: m["label"] for m in document["network"]["members"]}
    if of != network and of not in members:
        raise NotThere("it is no member of this network", do="open it from the network's page")
    run = shelf(request.user).run
    found = chain(settings.WORKSPACE, run, network, of, mask, page)
    if found is None:
        raise NotThere("nothing is known of it in this run", do="open it from the network's page")
    _open(request, network, mask)
    for line in lines_in(found):
        line["mark"] = marked(network, run, line["table"], (line["sha256"], line["sheet"], line["row"]))
    context = {
        "network": network, "lead": document["lead"], "of": of, "step": with_addresses(found, page), "called": members.get(of),
        "page": page + 1, "pages": min(-(-(found["total"] or 0) // PAGE), DEEPEST), "first": PAGE * page + 1,
        "last": PAGE * page + found["listed"],
        "unlocked": unlock_of(request.user, network), "run": ready_run(),
    }  # fmt: skip
    return render(request, "evidence/evidence.html", context)


@allowed(check_can_see_market, reads="evidence row")
def source_row(request: HttpRequest, network: str, mark: str) -> HttpResponse:
    """A row in its file. `again` opens the kept file and compares. Only rows that the chain of this network showed can be
    opened: their mark is signed."""
    mask = mask_for(request.user, network)
    document = network_or_404(request.user, network, mask.closed)
    meant = unmarked(network, mark)
    run = ready_run()
    assert run is not None
    found = None
    if meant is not None:
        shown_in, table, (sha, sheet, row) = meant
        run = next((one for one in workspace().runs() if one.id == shown_in), run)
        found = (
            None
            if sha in hidden_from(request.user).sources
            else file_view(workspace(), run, table, sha, sheet, row, mask)
        )
    if meant is None or found is None:
        raise NotThere("there is no such row among the evidence of this network", do="open it from the evidence")
    _open(request, network, mask)
    context: dict[str, Any] = {
        "network": network, "lead": document["lead"], "view": found, "run": run, "mark": mark,
        "unlocked": unlock_of(request.user, network),
    }  # fmt: skip
    if request.GET.get("again"):
        context["again"] = read_again(workspace(), run, table, sha, sheet, row)
    return render(request, "evidence/row.html", context)


def _open(request: HttpRequest, network: str, mask: Mask) -> None:
    if mask.open:
        record(request.user, "read unmasked", "evidence", network)
