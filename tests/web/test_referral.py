"""In danger now, or a child: one step from every page, whom to call, and recording that it was done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from turnstone_web.accounts.models import Role, User
from turnstone_web.audit.models import Line
from turnstone_web.referral.models import Contact, Referral
from turnstone_web.referral.personal import looks_personal
from turnstone_web.runs import whole_shelf

BACKEND = "django.contrib.auth.backends.ModelBackend"
GOOD = {"name": "Police", "purpose": "emergency", "phone": "112", "order": "10"}


def signed_in(user: User) -> Client:
    browser = Client()
    browser.force_login(user, backend=BACKEND)
    return browser


@pytest.fixture
def as_supervisor(site: Path, someone: Callable[..., User]) -> Client:
    return signed_in(someone("sue", Role.SUPERVISOR))


def added(browser: Client, **said: str) -> Contact:
    assert browser.post("/referral/contacts/new", {**GOOD, **said}).status_code == 302
    return Contact.objects.latest("pk")


def text(answer: Any) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("role", Role.values)
def test_every_role_is_one_step_away_from_whom_to_call(
    site: Path, someone: Callable[..., User], as_supervisor: Client, role: str
) -> None:
    added(as_supervisor)
    browser = signed_in(someone("walker", role))
    for page in ("/own/", "/no/such/page"):
        assert 'href="/referral/"' in text(browser.get(page))
    assert 'href="tel:112"' in text(browser.get("/referral/"))


def test_a_leads_page_hands_its_network_over(as_analyst: Client, analyst: User) -> None:
    network = whole_shelf().leads()[0][0]["network_id"]
    assert f'href="/referral/?about={network}" data-key="!"' in text(as_analyst.get(f"/leads/{network}/"))
    assert f'name="about" value="{network}"' in text(as_analyst.get(f"/referral/?about={network}"))
    form = {"about": network, "reason": "danger", "words": "locked in, 24/7, since 2026-11-20, at 14:30"}
    assert as_analyst.post("/referral/record", form).status_code == 302
    made = Referral.objects.get()
    assert (made.network, made.reason, made.contact, made.by) == (network, "danger", None, analyst)
    line = Line.objects.get(action="refer")
    assert (line.kind, line.about, line.reason, line.facts["referral"]) == (
        "network", network, "In danger now", str(made.pk),
    )  # fmt: skip
    assert "locked in" not in str(line.facts) + line.reason


def test_it_needs_no_run_and_no_network(as_analyst: Client, settings: Any, tmp_path: Path) -> None:
    settings.WORKSPACE = tmp_path  # nothing there
    assert as_analyst.get("/referral/?about=network-0123456789").status_code == 200
    assert as_analyst.post("/referral/record", {"reason": "child"}).status_code == 302
    assert Referral.objects.get().network == "" and Line.objects.get(action="refer").kind == "referral"


@pytest.mark.parametrize("about", ["<script>", "network-1' --", "entity-0123456789", "network-" + "a" * 90])
def test_what_is_no_network_is_left_out(as_analyst: Client, about: str) -> None:
    assert "<script>" not in text(as_analyst.get("/referral/", {"about": about}))
    as_analyst.post("/referral/record", {"reason": "help", "about": about})
    assert Referral.objects.get().network == ""


@pytest.mark.parametrize(
    "words",
    [
        "her number is 0176 1234567", "write to maria@example.org", "maria (at) example.org: +49 30 123456", "@maria_22 on it",
        "passport AB1234567", "visa c01-x0-0047", "٠١٧٦١٢٣٤٥٦٧", "０１７６１２３４５６７", "0\u200b176\u200b123\u200b4567", "12 34 56", "AB¹²³⁴",
    ],
)  # fmt: skip
def test_what_may_tell_who_the_person_is_is_refused_gently_and_nothing_is_lost(as_analyst: Client, words: str) -> None:
    answer = as_analyst.post("/referral/record", {"reason": "help", "words": words})
    assert answer.status_code == 409 and not Referral.objects.exists()
    assert "Not recorded:" in text(answer) and 'value="help" required checked' in text(answer)
    assert answer.context["said"]["words"] == words
    assert not Line.objects.filter(action="refer").exists()


@pytest.mark.parametrize(
    "words",
    ["", "at 22:45 on 27.11.2026", "3 people, room 12, until 2026-11-30", "called 112 twice", "she is afraid"],
)
def test_plain_words_pass(words: str) -> None:
    assert not looks_personal(words)


def test_a_referral_needs_a_reason_and_a_contact_that_is_in_use(as_analyst: Client, as_supervisor: Client) -> None:
    contact = added(as_supervisor)
    for form in (
        {},
        {"reason": "bored"},
        {"reason": "help", "words": "a " * 200},
        {"reason": "help", "contact": "999"},
    ):
        assert as_analyst.post("/referral/record", form).status_code == 409
    as_supervisor.post(f"/referral/contacts/{contact.pk}/use", {"active": "0"})
    assert as_analyst.post("/referral/record", {"reason": "help", "contact": str(contact.pk)}).status_code == 409
    assert not Referral.objects.exists()
    as_supervisor.post(f"/referral/contacts/{contact.pk}/use", {"active": "1"})
    as_analyst.post("/referral/record", {"reason": "help", "contact": str(contact.pk)})
    assert Referral.objects.get().contact == contact and Line.objects.get(action="refer").facts["contact"] == "Police"


def test_no_name_field_stands_in_the_form_and_none_in_the_table(as_analyst: Client) -> None:
    page = text(as_analyst.get("/referral/"))
    form = page[page.index('action="/referral/record"') : page.index("</aside>")]
    assert sorted({part.split('"')[0] for part in form.split('name="')[1:]}) == [
        "about", "contact", "csrfmiddlewaretoken", "reason", "words",
    ]  # fmt: skip
    assert {f.name for f in Referral._meta.fields} == {"id", "network", "reason", "words", "contact", "by", "at"}


def test_contacts_come_emergency_first_and_are_never_invented(as_analyst: Client, as_supervisor: Client) -> None:
    empty = text(as_analyst.get("/referral/"))
    assert (
        "No contacts are entered yet" in empty and "A supervisor or an administrator" in empty and "tel:" not in empty
    )
    assert 'href="/referral/contacts/"' in text(as_supervisor.get("/referral/"))
    for name, purpose, order in (
        ("D", "hotline", 1),
        ("C", "support", 1),
        ("B2", "child", 9),
        ("B1", "child", 2),
        ("A", "emergency", 99),
    ):
        added(as_supervisor, name=name, purpose=purpose, order=str(order))
    assert [c.name for c in as_analyst.get("/referral/").context["contacts"]] == ["A", "B1", "B2", "C", "D"]


def test_contacts_are_changed_and_taken_out_of_use_with_a_line_for_each_but_never_deleted(
    as_supervisor: Client,
) -> None:
    contact = added(as_supervisor, languages="en, fr")
    url = f"/referral/contacts/{contact.pk}/"
    as_supervisor.post(url + "change", {**GOOD, "languages": "en", "phone": "+49 (30) 11 22"})
    as_supervisor.post(url + "change", {**GOOD, "languages": "en", "phone": "+49 (30) 11 22"})  # nothing new, no line
    as_supervisor.post(url + "use", {"active": "0"})
    as_supervisor.post(url + "use", {"active": "0"})
    lines = list(Line.objects.filter(kind="contact").order_by("number").values_list("action", "facts"))
    assert [action for action, _ in lines] == ["add contact", "change contact", "retire contact"]
    assert lines[1][1] == {
        "before": {"phone": "112", "languages": "en, fr"}, "after": {"phone": "+49 (30) 11 22", "languages": "en"},
    }  # fmt: skip
    kept = Contact.objects.get()
    assert not kept.active and kept.dial == "+49301122"
    assert not as_supervisor.get("/referral/").context["contacts"]
    assert as_supervisor.get("/referral/contacts/").context["contacts"] == [kept]
    for verb in ("change", "use"):
        assert as_supervisor.post(f"/referral/contacts/{kept.pk + 1}/{verb}", GOOD).status_code == 404


@pytest.mark.parametrize(
    "said",
    [{"name": ""}, {"purpose": "friend"}, {"phone": "", "address": " "}, {"order": "first"}, {"name": "x" * 200}],
)
def test_what_is_no_contact_is_refused(as_supervisor: Client, said: dict[str, str]) -> None:
    assert as_supervisor.post("/referral/contacts/new", {**GOOD, **said}).status_code == 409
    assert not Contact.objects.exists() and not Line.objects.filter(kind="contact").exists()


def test_contacts_and_words_are_text_and_nothing_else(as_supervisor: Client) -> None:
    hostile = '"><script>alert(1)</script>'
    assert added(as_supervisor, phone="112 or 110").dial == ""  # no telephone can dial both
    added(as_supervisor, name=hostile, phone="javascript:alert(1)", address=hostile, hours=hostile, note=hostile)
    as_supervisor.post("/referral/record", {"reason": "other", "words": hostile})
    for page in ("/referral/", "/referral/contacts/", "/referral/made/"):
        assert "<script>alert" not in text(as_supervisor.get(page)) and 'href="javascript' not in text(
            as_supervisor.get(page)
        )


def test_what_was_recorded_is_listed_by_time_and_counted_by_reason(as_supervisor: Client, as_analyst: Client) -> None:
    for reason in ("help", "danger", "help"):
        as_analyst.post("/referral/record", {"reason": reason})
    answer = as_supervisor.get("/referral/made/")
    assert [many for _, many in answer.context["counts"]] == [1, 0, 2, 0]
    times = [r.at for r in answer.context["referrals"]]
    assert len(times) == 3 and times == sorted(times, reverse=True)
    assert as_analyst.get("/referral/made/").status_code == 403
    assert Line.objects.filter(action="read referrals").count() == 1


def test_a_referral_and_its_line_stand_or_fall_together(as_analyst: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from turnstone_web.referral.actions import refer

    def full(*args: Any, **named: Any) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(refer, "record", full)
    with pytest.raises(OSError, match="no space"):
        as_analyst.post("/referral/record", {"reason": "danger"})
    assert not Referral.objects.exists()
