"""Leads as pages: what they show and hide, and what people decide about them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

import market
from turnstone_web.accounts.models import Role, User
from turnstone_web.audit.models import Line, Unlock
from turnstone_web.desk.models import Assignment, Decision, Watch
from turnstone_web.runs import closed_mask, whole_shelf


def first_lead() -> dict[str, Any]:
    return whole_shelf().leads()[0][0]


def said(answer: Any) -> str:
    return answer.content.decode().casefold()


def leaked(answer: Any) -> list[str]:
    page = said(answer)
    return [secret for secret in market.SECRETS if secret in page]


def test_the_list_has_every_lead_and_names_nobody(as_analyst: Client) -> None:
    answer = as_analyst.get("/leads/")
    for row in whole_shelf().leads()[0]:
        assert row["network_id"] in said(answer)
    assert not leaked(answer)


def test_a_lead_shows_reasons_innocent_readings_and_refutations_masked(as_analyst: Client) -> None:
    for status in ("lead", "abstained"):
        for row in whole_shelf().leads(status=status)[0]:
            answer = as_analyst.get(f"/leads/{row['network_id']}/")
            assert "innocent readings" in said(answer) and "what would refute it" in said(answer)
            assert not leaked(answer)


def test_after_an_unlock_names_are_shown_to_one_person_for_one_network(
    as_analyst: Client, analyst: User, someone: Callable[..., User]
) -> None:
    rows, _ = whole_shelf().leads()
    network = next(r["network_id"] for r in rows if "[phone" in str(whole_shelf().lead(r["network_id"], closed_mask())))
    url = f"/leads/{network}/"
    assert as_analyst.post(url + "unlock", {"reason": "short"}).status_code == 403
    as_analyst.post(url + "unlock", {"reason": "case 17 of the unit", "minutes": "30"})
    assert leaked(as_analyst.get(url))
    assert Line.objects.filter(action="unlock", about=network, reason="case 17 of the unit").exists()
    assert Line.objects.filter(action="read unmasked", about=network).count() == 1
    other = Client()
    other.force_login(someone("bo", Role.ANALYST), backend="django.contrib.auth.backends.ModelBackend")
    assert not leaked(other.get(url))
    Unlock.objects.update(until=timezone.now())
    assert not leaked(as_analyst.get(url))


def test_a_decision_needs_a_reason_and_the_evidence_that_was_seen(as_analyst: Client, analyst: User) -> None:
    row = first_lead()
    url = f"/leads/{row['network_id']}/decide"
    good = {"verdict": "accepted", "reason": "seen on site", "evidence": row["evidence"]}
    assert as_analyst.post(url, {**good, "reason": ""}).status_code == 403
    assert as_analyst.post(url, {**good, "evidence": "evidence-of-before"}).status_code == 409
    assert as_analyst.post(url, {**good, "verdict": "guilty"}).status_code == 409
    assert not Decision.objects.exists()
    assert as_analyst.post(url, good).status_code == 302
    assert as_analyst.post(url, good).status_code == 409  # sent twice, decided once
    made = Decision.objects.get()
    assert (made.by, made.verdict, made.reason, made.run) == (analyst, "accepted", "seen on site", "r1")
    assert Line.objects.filter(action="decide accepted", about=row["network_id"], reason="seen on site").count() == 1
    assert row["network_id"] in said(as_analyst.get("/leads/?standing=accepted"))
    assert row["network_id"] not in said(as_analyst.get("/leads/?standing=open"))
    as_analyst.post(url, {**good, "verdict": "withdrawn", "reason": "a mistake"})
    assert row["network_id"] in said(as_analyst.get("/leads/?standing=open"))
    assert Decision.objects.count() == 2  # nothing is taken back, something is added


def test_a_decision_and_its_line_of_the_audit_stand_or_fall_together(
    as_analyst: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = first_lead()
    from turnstone_web.desk.actions import decide

    def full(*args: Any, **named: Any) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(decide, "record", full)
    with pytest.raises(OSError, match="no space"):
        as_analyst.post(
            f"/leads/{row['network_id']}/decide",
            {"verdict": "rejected", "reason": "a farm", "evidence": row["evidence"]},
        )
    assert not Decision.objects.exists()


def test_a_lead_is_one_persons_work_at_a_time(as_analyst: Client, analyst: User, someone: Callable[..., User]) -> None:
    network = first_lead()["network_id"]
    bo, sue = someone("bo", Role.PROSECUTOR), someone("sue", Role.SUPPORT)
    as_analyst.post(f"/leads/{network}/assign", {"to": str(analyst.pk)})
    as_analyst.post(f"/leads/{network}/assign", {"to": str(bo.pk)})
    assert Assignment.objects.get(ended=None).to == bo and Assignment.objects.count() == 2
    assert as_analyst.post(f"/leads/{network}/assign", {"to": str(sue.pk)}).status_code == 409
    as_analyst.post(f"/leads/{network}/assign", {"to": ""})
    assert not Assignment.objects.filter(ended=None).exists()


def test_watching_twice_is_watching_once(as_analyst: Client, analyst: User) -> None:
    network = first_lead()["network_id"]
    for _ in range(2):
        as_analyst.post(f"/leads/{network}/watch")
    assert Watch.objects.count() == 1 and network in said(as_analyst.get("/alerts/"))
    as_analyst.post(f"/leads/{network}/watch", {"off": "1"})
    assert not Watch.objects.exists()


def test_next_and_previous_follow_the_list(as_analyst: Client) -> None:
    ids = [row["network_id"] for row in whole_shelf().leads()[0]]
    for before, after in pairwise(ids):
        assert f'rel="next" href="/leads/{after}/' in said(as_analyst.get(f"/leads/{before}/"))


@pytest.mark.parametrize("network", ["network-0", "..%2f..%2fkey", "' OR 1=1 --", "network-%00"])
def test_what_is_not_there_is_not_there(as_analyst: Client, network: str) -> None:
    assert as_analyst.get(f"/leads/{network}/").status_code == 404
    assert as_analyst.post(f"/leads/{network}/watch").status_code == 404


def test_forms_without_their_token_do_nothing(analyst: User, site: Path) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(analyst, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.post(f"/leads/{first_lead()['network_id']}/watch").status_code == 403
    assert not Watch.objects.exists()


def test_one_is_never_sent_to_another_site(as_analyst: Client) -> None:
    network = first_lead()["network_id"]
    answer = as_analyst.post(f"/leads/{network}/watch", {"next": "https://elsewhere.example/"})
    assert answer["Location"] == f"/leads/{network}/"
