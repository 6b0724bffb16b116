"""The review desk: pairs that may be the same."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.permissions import check_can_decide
from turnstone_web.desk.waterfall import waterfall
from turnstone_web.errors import NotThere
from turnstone_web.part import is_part
from turnstone_web.review.actions.judge import SAYABLE, judge, take_back
from turnstone_web.review.models import Verdict
from turnstone_web.review.standing import LEAST, Standing, agreement, standings
from turnstone_web.runs import shelf

PAGE = 50
STATES = (
    ("todo", _("to do for me")), ("second", _("needs a second person")), ("disagreed", _("people disagree")),
    ("unsure", _("not enough to tell")), ("decided", _("decided")),
)  # fmt: skip
NOBODY = Standing({}, False)


@allowed(check_can_decide)
def review(request: HttpRequest) -> HttpResponse:
    """The list. What others said of a pair is not told before one has said something oneself."""
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "todo")
    rows = _rows(request, kind, state)
    pages = Paginator(rows, PAGE)
    context = {
        "rows": pages.get_page(request.GET.get("page")), "pages": pages, "total": len(rows), "kind": kind, "state": state,
        "states": STATES, "in_all": shelf(request.user).pairs_in_all(), "agreement": agreement(standings().values()), "least": LEAST,
    }  # fmt: skip
    part = is_part(request)
    return render(request, "review/review_list.html" if part else "review/review.html", context)


@allowed(check_can_decide, reads="pair")
def pair(request: HttpRequest, a: str, b: str) -> HttpResponse:
    """Two beside each other: facts with their differences, bits, and the verdict."""
    view = _pair_or_404(request, a, b)
    stands = standings([(a, b)]).get((a, b), NOBODY)
    own = stands.verdicts.get(request.user.pk)
    rows = _rows(request, request.GET.get("kind", ""), request.GET.get("state", "todo"))
    ids = [(row["profile_a"], row["profile_b"]) for row in rows]
    at = ids.index((a, b)) if (a, b) in ids else -1
    parts = [
        {"family": s["said"], "title": s["said"], "bits": s["bits"], "low_bits": s["bits"], "high_bits": s["bits"], "counted": s["counted"]}
        for s in view["document"]["steps"] if s["counted"] and s["bits"] > 0
    ]  # fmt: skip
    context = {
        "a": a, "b": b, "view": view["document"], "joins": view["joins"], "stands": stands, "own": own, "compared": _compared(view["document"]),
        "waterfall": waterfall(parts), "verdicts": [(v.value, v.label, k) for v, k in zip(SAYABLE, "ynh", strict=True)],
        "before": ids[at - 1] if at > 0 else None, "after": _after(ids, at), "said": Verdict(own).label if own else "",
    }  # fmt: skip
    return render(request, "review/pair.html", context)


@allowed(check_can_decide, methods=("POST",))
def judge_pair(request: HttpRequest, a: str, b: str) -> HttpResponse:
    """Records a verdict and goes on to the next pair; `undo` takes one's own back and stays."""
    view = _pair_or_404(request, a, b)
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    if request.POST.get("undo"):
        take_back(request.user, a, b, run=shelf(request.user).run)
        return redirect("pair", a, b)
    ids = [
        (r["profile_a"], r["profile_b"])
        for r in _rows(request, request.GET.get("kind", ""), request.GET.get("state", "todo"))
    ]
    after = _after(ids, ids.index((a, b)) if (a, b) in ids else -1)
    judge(
        request.user, a, b, request.POST.get("verdict", ""), joins=view["joins"], run=shelf(request.user).run,
        reason=request.POST.get("reason", ""),
    )  # fmt: skip
    answer = redirect("pair", *after) if after else redirect("review")
    answer["Location"] += query
    return answer


def _after(ids: list[tuple[str, str]], at: int) -> tuple[str, str] | None:
    return ids[at + 1] if at + 1 < len(ids) else None


def _rows(request: HttpRequest, kind: str, state: str) -> list[dict[str, Any]]:
    stand = standings()
    out = []
    for row in shelf(request.user).pairs(kind):
        stands = stand.get((row["profile_a"], row["profile_b"]), NOBODY)
        own = stands.verdicts.get(request.user.pk)
        todo = own is None and stands.state in ("waiting", "second", "unsure")
        if todo if state == "todo" else stands.state == state or not state:
            known = own is not None or stands.state == "decided"
            out.append({**row, "state": stands.state if known else "", "own": own, "second": stands.state == "second"})
    return sorted(out, key=lambda row: not row["second"]) if state == "todo" else out


def _pair_or_404(request: HttpRequest, a: str, b: str) -> dict[str, Any]:
    found = shelf(request.user).pair(a, b)
    if found is None:
        raise NotThere("there is no such pair to judge", do="choose one on the page Review")
    return found


def _compared(view: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of the table side by side: the profile's own values, then what the features compared, then hard facts."""
    rows = []
    for key, said in (("name", _("Name")), ("address", _("Address")), ("town", _("Town")), ("state", _("State")), ("country", _("Country")),
                      ("phone", _("Telephone")), ("email", _("E-mail")), ("roles", _("Roles")), ("first_on", _("First known")), ("last_on", _("Last known"))):  # fmt: skip
        one, other = view["a"].get(key), view["b"].get(key)
        if one or other:
            one, other = (", ".join(v) if isinstance(v, list) else v for v in (one, other))
            rows.append(
                {
                    "said": said,
                    "a": one,
                    "b": other,
                    "how": "" if key.endswith("_on") else _how(one, other),
                    "day": key.endswith("_on"),
                }
            )
    for fact in view["facts"]:
        rows.append({"said": fact["said"], "a": fact["a"], "b": fact["b"], "how": fact["how"], "hard": True})
    return rows


def _how(one: Any, other: Any) -> str:
    if not one or not other:
        return "one only"
    return "same" if str(one).casefold() == str(other).casefold() else "different"
