"""Say whether two are the same, or take one's own verdict back."""

from __future__ import annotations

from django.db import transaction

from turnstone.errors import TurnstoneError
from turnstone_web.accounts.models import User
from turnstone_web.accounts.permissions import check_can_decide
from turnstone_web.audit.record import record
from turnstone_web.review.models import Judged, Verdict

SAYABLE = (Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE)


def judge(user: User, a: str, b: str, verdict: str, *, joins: bool, run: str, reason: str = "") -> Judged:
    """Adds the user's verdict, which replaces an earlier one of theirs. Raises TurnstoneError for no verdict, or the one that
    the user gave already."""
    check_can_decide(user)
    if verdict not in SAYABLE:
        raise TurnstoneError(f"{verdict!r} is no verdict", do="say the same, different, or not enough to tell")
    a, b = sorted((a, b))
    with transaction.atomic():
        if _last(user, a, b) == verdict:
            raise TurnstoneError("you said so already", do="go on to the next pair")
        made = Judged.objects.create(
            a=a, b=b, verdict=verdict, joins=joins, run=run, reason=reason.strip()[:2000], by=user
        )
        record(user, f"judge {verdict}", "pair", f"{a} {b}", reason=made.reason, run=run)
    return made


def take_back(user: User, a: str, b: str, *, run: str) -> Judged:
    """Adds a line that takes the user's own verdict back. Raises TurnstoneError where there is none."""
    check_can_decide(user)
    a, b = sorted((a, b))
    with transaction.atomic():
        if _last(user, a, b) in (None, Verdict.WITHDRAWN):
            raise TurnstoneError("there is no verdict of yours to take back")
        made = Judged.objects.create(a=a, b=b, verdict=Verdict.WITHDRAWN, run=run, by=user)
        record(user, "judge withdrawn", "pair", f"{a} {b}", run=run)
    return made


def _last(user: User, a: str, b: str) -> str | None:
    line = Judged.objects.filter(by=user, a=a, b=b).order_by("-at", "-pk").first()
    return line.verdict if line else None
