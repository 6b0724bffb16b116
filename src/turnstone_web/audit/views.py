"""Who did and read what, and why: the page and its export."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.permissions import check_can_see_audit
from turnstone_web.accounts.rate import TAKEN_ALONG
from turnstone_web.audit.models import Head, Line
from turnstone_web.audit.record import breaks, record

PAGE, MOST_BREAKS = 100, 20


@allowed(check_can_see_audit, reads="audit")
def audit(request: HttpRequest) -> HttpResponse:
    """Lines, the latest first, by person, action or what they are about; `check` goes over the whole chain."""
    asked = {key: request.GET.get(key, "").strip()[:120] for key in ("username", "action", "about")}
    lines = Line.objects.order_by("-number")
    for key, value in asked.items():
        if value:
            lines = lines.filter(**{f"{key}__icontains": value})
    checked = [*zip(range(MOST_BREAKS), breaks(), strict=False)] if request.GET.get("check") else None
    context = {
        "lines": Paginator(lines, PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "head": Head.objects.filter(pk=1).first(),
        "checked": checked is not None,
        "breaks": [broken for _, broken in checked or ()],
    }
    return render(request, "audit/audit.html", context)


@allowed(check_can_see_audit, rate=TAKEN_ALONG)
def export(request: HttpRequest) -> StreamingHttpResponse:
    """All lines as NDJSON, with their hashes: whoever has the file can go over the chain without this program."""
    record(request.user, "export audit", "audit")

    def written() -> Iterator[str]:
        for line in Line.objects.order_by("number").iterator(chunk_size=2000):
            said = {
                "number": line.number, "at": line.at.strftime("%Y-%m-%dT%H:%M:%SZ"), "username": line.username,
                "roles": line.roles, "action": line.action, "kind": line.kind, "about": line.about, "reason": line.reason,
                "facts": line.facts, "before": line.before, "hash": line.hash,
            }  # fmt: skip
            yield json.dumps(said, ensure_ascii=False) + "\n"

    answer = StreamingHttpResponse(written(), content_type="application/x-ndjson")
    answer.headers["Content-Disposition"] = 'attachment; filename="audit.ndjson"'
    return answer
