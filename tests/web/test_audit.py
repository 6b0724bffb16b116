"""The audit: a chain that shows what was changed, taken out, or cut off."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from django.test import Client

from turnstone_web.accounts.models import Role, User
from turnstone_web.audit.models import Line
from turnstone_web.audit.record import breaks, record


def three(user: User) -> None:
    for n in range(3):
        record(user, "read lead", "lead", f"network-{n}", reason="a task", n=n)


def test_a_whole_chain_has_no_breaks(someone: Callable[..., User]) -> None:
    three(someone("ana", Role.ANALYST))
    assert not list(breaks())


def test_each_kind_of_tampering_shows(someone: Callable[..., User]) -> None:
    three(someone("ana", Role.ANALYST))
    Line.objects.filter(number=2).update(about="network-9")
    assert [n for n, _ in breaks()] == [2]
    Line.objects.filter(number=2).update(about="network-1")
    assert not list(breaks())
    Line.objects.filter(number=2).delete()
    assert (2, "line 2 is missing") in list(breaks())


def test_a_cut_end_shows(someone: Callable[..., User]) -> None:
    three(someone("ana", Role.ANALYST))
    Line.objects.filter(number=3).delete()
    assert list(breaks()) == [(3, "the end was cut off")]


def test_the_auditor_reads_checks_and_takes_it_along(site: Path, someone: Callable[..., User]) -> None:
    three(someone("ana", Role.ANALYST))
    browser = Client()
    browser.force_login(someone("aud", Role.AUDITOR), backend="django.contrib.auth.backends.ModelBackend")
    assert "All lines are as they were written" in browser.get("/audit/?check=1&username=ana").content.decode()
    lines = [json.loads(line) for line in browser.get("/audit/export").getvalue().splitlines()]
    assert [line["number"] for line in lines] == list(range(1, len(lines) + 1))
    assert {line["action"] for line in lines} == {"read lead", "read audit", "export audit"}
