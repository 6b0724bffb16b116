"""Notes and tasks about a network: versions that are only added, Markdown that cannot do harm, masked as everything is."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from turnstone_web.accounts.models import Role, User
from turnstone_web.audit.actions.unlock import unlock
from turnstone_web.audit.models import Line
from turnstone_web.notes.markdown import rendered, tree
from turnstone_web.notes.mentions import Mentions
from turnstone_web.notes.models import Note, Task
from turnstone_web.runs import closed_mask, whole_shelf

BACKEND = "django.contrib.auth.backends.ModelBackend"
MEMBERS = [
    {"id": "entity-1a2b3c4d5e6f", "label": "Farm <One>"},
    {"id": "entity-1a2b3c4dffff", "label": "Farm Two"},
    {"id": "business-00ff00ff00ff", "label": "Labour & Co"},
]
KNOWN = Mentions("network-0123456789ab", "A network", MEMBERS, "/leads/network-0123456789ab/")


def signed_in(user: User) -> Client:
    browser = Client()
    browser.force_login(user, backend=BACKEND)
    return browser


def text(answer: Any) -> str:
    return answer.content.decode()


@pytest.fixture
def network(site: Path) -> str:
    found: str = whole_shelf().leads()[0][0]["network_id"]
    return found


@pytest.fixture
def members(network: str) -> list[dict[str, Any]]:
    view = whole_shelf().lead(network, closed_mask())
    assert view is not None
    found: list[dict[str, Any]] = view["members"]
    return found


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a <b onclick=alert(1)>b</b>", "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&#58;alert(1))", "[x](data:text/html,<script>)", "[x](//evil.example)", "[x](/\\evil.example)",
        "[x](https://evil.example)", "[x](\thttps://evil.example)", "<https://evil.example>", "<javascript:alert(1)>",
        "![x](https://evil.example/p.png)", "![x](/leads/)", "[r]\n\n[r]: https://evil.example", "[r]\n\n[r]: vbscript:x",
        '[x](/leads/ "\\" onmouseover=alert(1) x=\\"")', "```\"><script>\nx\n```", "``` a\" onclick=\"alert(1)\nx\n```",
        "<!-- --><svg/onload=alert(1)>", "[x](#\"onclick=alert(1))", "&lt;script&gt;alert(1)&lt;/script&gt;",
    ],
)  # fmt: skip
def test_hostile_text_stays_text(hostile: str) -> None:
    html = str(rendered(hostile, KNOWN))
    tags = re.findall(r"<[^>]*>", html)
    assert all(re.fullmatch(r'</?(p|code|pre|a|em|strong)( (href|title|class)="[^"<>]*")*>', tag) for tag in tags), tags
    for found in re.findall(r'href="([^"]*)"', html):
        assert re.match(r"(/(?![/\\])|#)", found), found


def test_what_people_need_is_there() -> None:
    html = str(rendered("# Title\n\n**b** *e* `c` [own](/leads/x/?a=1)\n\n- one\n- two\n\n> said", KNOWN))
    for part in (
        "<h3>Title</h3>",
        "<strong>b</strong>",
        "<em>e</em>",
        "<code>c</code>",
        'href="/leads/x/?a=1"',
        "<li>one</li>",
        "<blockquote>",
    ):
        assert part in html
    assert "<h1" not in html  # the page has its own


def test_mentions_become_links_where_they_mean_one_member() -> None:
    html = str(rendered("see @business-00ff00ff, @entity-1a2b3c4d5e and @network-01234567.", KNOWN))
    assert (
        '<a href="/leads/network-0123456789ab/#business-00ff00ff00ff" class="mention" title="business-00ff00ff00ff">Labour &amp; Co</a>,'
        in html
    )
    assert ">Farm &lt;One&gt;</a>" in html and ">A network</a>." in html


@pytest.mark.parametrize(
    "said", ["@entity-1a2b3c4d", "@entity-999999999", "@business-00ff", "x@business-00ff00ff", "`@business-00ff00ff`",
             "[a @business-00ff00ff b](/leads/)", "@@business-00ff00ff", "@business-00ff00ffg"],
)  # fmt: skip
def test_what_means_no_member_or_two_or_stands_in_code_stays_text(said: str) -> None:
    assert "mention" not in str(rendered(said, KNOWN)) and "@" in str(rendered(said, KNOWN))


def test_the_tree_for_paper_holds_no_markup_of_ours() -> None:
    nodes = tree("a <b> **c** @business-00ff00ff\n\n```js\n#x\n```", KNOWN)
    assert [node["kind"] for node in nodes] == ["paragraph", "fence"] and nodes[1]["text"] == "#x\n"
    assert [(n["kind"], n["text"]) for n in nodes[0]["children"][0]["children"]][:2] == [
        ("text", "a <b> "),
        ("strong", ""),
    ]


def test_a_note_is_written_shown_on_the_lead_and_never_lost(as_analyst: Client, analyst: User, network: str) -> None:
    as_analyst.post(f"/leads/{network}/notes/write", {"text": "who owns the *farm*?", "next": f"/leads/{network}/"})
    first = Note.objects.get()
    assert "who owns the <em>farm</em>?" in text(as_analyst.get(f"/leads/{network}/"))
    as_analyst.post(f"/leads/{network}/notes/write", {"text": "the county says", "replaces": str(first.pk)})
    assert Note.objects.count() == 2 and first.replaced_by.text == "the county says"
    page = text(as_analyst.get(f"/leads/{network}/"))
    assert "the county says" in page and "who owns" not in page
    assert "who owns the <em>farm</em>?" in text(as_analyst.get(f"/leads/{network}/notes/"))  # the version before
    lines = Line.objects.filter(about=network, action__in=("write note", "change note"))
    assert lines.count() == 2 and not any("county" in str(line.facts) for line in lines)
    as_analyst.post(
        f"/leads/{network}/notes/write", {"text": " the county says\r\n", "replaces": str(first.replaced_by.pk)}
    )
    assert Note.objects.count() == 2  # nothing new was said


def test_all_notes_with_all_versions_are_a_page_of_few_questions(
    as_analyst: Client, analyst: User, network: str, django_assert_max_num_queries: Any
) -> None:
    for n in range(33):
        note = None
        for v in range(4):
            note = Note.objects.create(network=network, text=f"note {n} version {v}", by=analyst, replaces=note)
    with django_assert_max_num_queries(30):
        page = as_analyst.get(f"/leads/{network}/notes/")
    shown = page.context["notes"]
    assert [w["now"].text for w in shown] == [f"note {n} version 3" for n in range(32, 2, -1)]
    assert [w.text for w in shown[0]["before"]] == [f"note 32 version {v}" for v in (2, 1, 0)]
    assert [w["now"].text for w in as_analyst.get(f"/leads/{network}/notes/?page=2").context["notes"]][
        -1
    ] == "note 0 version 3"
    assert "28 more notes" in text(as_analyst.get(f"/leads/{network}/"))


def test_of_two_who_change_the_same_version_the_second_sees_both(
    as_analyst: Client, someone: Callable[..., User], network: str
) -> None:
    url = f"/leads/{network}/notes/write"
    as_analyst.post(url, {"text": "one"})
    first = Note.objects.get()
    as_analyst.post(url, {"text": "mine", "replaces": str(first.pk)})
    other = signed_in(someone("bo", Role.PROSECUTOR))
    answer = other.post(url, {"text": "theirs & more", "replaces": str(first.pk)})
    assert (
        answer.status_code == 409 and "<p>mine</p>" in text(answer) and "theirs &amp; more</textarea>" in text(answer)
    )
    assert [note.text for note in Note.objects.order_by("pk")] == ["one", "mine"]
    again = re.search(r'name="replaces" value="(\d+)"', text(answer))
    assert again and other.post(url, {"text": "both", "replaces": again[1]}).status_code == 302
    assert Note.objects.get(replaced_by=None).text == "both"
    with pytest.raises(IntegrityError):
        Note.objects.create(network=network, text="x", by=first.by, replaces=first)


@pytest.mark.parametrize(
    "form", [{"text": " "}, {"text": "x" * 20_001}, {"text": "x", "section": "verdict"}, {"text": "x", "replaces": "99999"},
             {"text": "x", "replaces": "9" * 40}],
)  # fmt: skip
def test_what_is_no_note_is_refused(as_analyst: Client, network: str, form: dict[str, str]) -> None:
    assert as_analyst.post(f"/leads/{network}/notes/write", form).status_code in (404, 409)
    assert not Note.objects.exists()


def test_a_note_cannot_be_moved_to_another_network_or_section(as_analyst: Client, network: str) -> None:
    other = next(id for id in whole_shelf().networks() if id != network)
    as_analyst.post(f"/leads/{network}/notes/write", {"text": "one"})
    form = {"text": "two", "replaces": str(Note.objects.get().pk)}
    assert as_analyst.post(f"/leads/{other}/notes/write", form).status_code == 409
    assert as_analyst.post(f"/leads/{network}/notes/write", {**form, "section": "known"}).status_code == 409
    assert Note.objects.count() == 1


def test_contacts_in_notes_and_tasks_are_masked_until_an_unlock(
    as_analyst: Client, analyst: User, someone: Callable[..., User], network: str, members: list[dict[str, Any]]
) -> None:
    said = f"ask for Maria, 910-245-2969, maria@example.org, on @{members[0]['id'][:20]} since 2026-01-02"
    as_analyst.post(f"/leads/{network}/notes/write", {"text": said})
    as_analyst.post(f"/leads/{network}/tasks/give", {"what": "call 910-245-2969", "to": str(analyst.pk)})
    for page in (f"/leads/{network}/", f"/leads/{network}/notes/", "/tasks/"):
        shown = text(as_analyst.get(page))
        assert "245-2969" not in shown and "maria@" not in shown and "[number " in shown
    page = text(as_analyst.get(f"/leads/{network}/notes/"))
    assert "2026-01-02" in page and 'class="mention"' in page and 'name="replaces"' not in page
    form = {"text": "without them", "replaces": str(Note.objects.get().pk)}
    assert as_analyst.post(f"/leads/{network}/notes/write", form).status_code == 403  # it would lose what is masked
    unlock(analyst, network, "case 17 of the unit")
    assert "910-245-2969" in text(as_analyst.get(f"/leads/{network}/notes/"))
    assert Line.objects.filter(action="read unmasked", kind="notes", about=network).count() == 1
    assert "245-2969" not in text(as_analyst.get("/tasks/"))  # lists show nobody
    other = signed_in(someone("bo", Role.ANALYST))
    assert "245-2969" not in text(other.get(f"/leads/{network}/notes/"))
    assert as_analyst.post(f"/leads/{network}/notes/write", form).status_code == 302


def test_a_task_is_given_done_and_open_again(
    as_analyst: Client, analyst: User, someone: Callable[..., User], network: str
) -> None:
    bo, sue = someone("bo", Role.PROSECUTOR), someone("sue", Role.SUPPORT)
    give = f"/leads/{network}/tasks/give"
    for form in ({"what": " ", "to": str(bo.pk)}, {"what": "x", "to": ""}, {"what": "x", "to": str(sue.pk)},
                 {"what": "x" * 301, "to": str(bo.pk)}, {"what": "x", "to": str(bo.pk), "due": "tomorrow"}):  # fmt: skip
        assert as_analyst.post(give, form).status_code == 409
    assert as_analyst.post(give, {"what": "x", "to": "9" * 40}).status_code == 404
    assert not Task.objects.exists()
    as_analyst.post(give, {"what": "later", "to": str(bo.pk)})
    as_analyst.post(give, {"what": "sooner <b>", "to": str(bo.pk), "due": "2020-01-31"})
    theirs = signed_in(bo)
    page = theirs.get("/tasks/")
    assert [row["what"] for row in page.context["own"]] == ["sooner <b>", "later"]
    assert "overdue since" in text(page) and "sooner &lt;b&gt;" in text(page)
    assert [row["what"] for row in as_analyst.get("/tasks/").context["given"]] == ["sooner <b>", "later"]
    task = Task.objects.get(what="later")
    for _ in range(2):
        theirs.post(f"/tasks/{task.pk}/done")
    task.refresh_from_db()
    assert task.done_by == bo and task.done_at and Line.objects.filter(action="task done").count() == 1
    assert [row["what"] for row in theirs.get("/tasks/").context["own"]] == ["sooner <b>"]
    as_analyst.post(f"/tasks/{task.pk}/done", {"open": "1"})
    task.refresh_from_db()
    assert task.done_at is None and Line.objects.filter(action="task open again").count() == 1
    assert theirs.post(f"/tasks/{task.pk + 99}/done").status_code == 404


def test_nothing_is_written_about_what_is_not_there(as_analyst: Client, analyst: User, network: str) -> None:
    for unknown in ("network-0", "network-" + "0" * 32):
        for verb, form in (("notes/write", {"text": "x"}), ("tasks/give", {"what": "x", "to": str(analyst.pk)})):
            assert as_analyst.post(f"/leads/{unknown}/{verb}", form).status_code == 404
        for page in ("notes/", "brief/", "brief/pdf"):
            assert as_analyst.get(f"/leads/{unknown}/{page}").status_code == 404
    assert not Note.objects.exists() and not Task.objects.exists()


def test_forms_lead_back_within_this_site_alone(as_analyst: Client, network: str) -> None:
    url = f"/leads/{network}/notes/write"
    assert as_analyst.post(url, {"text": "a", "next": "/tasks/"})["Location"] == "/tasks/"
    for next in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        assert as_analyst.post(url, {"text": next, "next": next})["Location"] == f"/leads/{network}/notes/"


def test_a_note_and_its_line_stand_or_fall_together(
    as_analyst: Client, network: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from turnstone_web.notes.actions import give_task, write_note

    def full(*args: Any, **named: Any) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(write_note, "record", full)
    monkeypatch.setattr(give_task, "record", full)
    for verb, form in (("notes/write", {"text": "x"}), ("tasks/give", {"what": "x", "to": str(User.objects.get().pk)})):
        with pytest.raises(OSError, match="no space"):
            as_analyst.post(f"/leads/{network}/{verb}", form)
    assert not Note.objects.exists() and not Task.objects.exists()
