"""Adding a line to the audit, and looking whether its lines are as they were written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from turnstone_web.accounts.models import User
from turnstone_web.audit.models import Head, Line

START = "0" * 64


def record(user: User | None, action: str, kind: str = "", about: str = "", *, reason: str = "", **facts: Any) -> Line:
    """Adds a line. Inside an action's transaction it stands and falls with the action."""
    with transaction.atomic():
        head, _ = Head.objects.select_for_update().get_or_create(pk=1)
        line = Line(
            number=head.number + 1,
            at=datetime.now(UTC).replace(microsecond=0),
            user=user if user is not None and user.pk else None,
            username=user.username if user is not None else "",
            roles=",".join(sorted(user.roles)) if user is not None else "",
            action=action,
            kind=kind,
            about=about[:200],
            reason=reason,
            facts=facts,
            before=head.hash,
        )
        line.hash = hash_of(line)
        line.save(force_insert=True)
        head.number, head.hash = line.number, line.hash
        head.save(update_fields=["number", "hash"])
    return line


def hash_of(line: Line) -> str:
    """The hash over what a line says and over the line before."""
    said = [
        line.number, line.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), line.username, line.roles, line.action, line.kind,
        line.about, line.reason, line.facts, line.before,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def breaks() -> Iterator[tuple[int, str]]:
    """Lines that are not as they were written: (number, what is wrong). Whole where nothing comes."""
    before, number = START, 0
    for line in Line.objects.order_by("number").iterator(chunk_size=2000):
        number += 1
        if line.number != number:
            yield number, f"line {number} is missing"
            number = line.number
        if line.before != before:
            yield number, "it does not follow from the line before"
        if hash_of(line) != line.hash:
            yield number, "it was changed after it was written"
        before = line.hash
    head = Head.objects.filter(pk=1).first()
    if head is not None and (head.number, head.hash) != (number, before):
        yield head.number, "the end was cut off"
