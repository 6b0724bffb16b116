"""Every address as every role: who may, who may not, and that nobody gets in without an account."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from turnstone_web.accounts import permissions as may
from turnstone_web.accounts.models import Role, User
from turnstone_web.evidence.chain import chain, lines_in, marked
from turnstone_web.runs import closed_mask, whole_shelf, workspace

MAY: dict[Any, frozenset[str]] = {
    may.check_can_sign_in: frozenset(Role.values),
    may.check_can_see_market: frozenset({"analyst", "financial", "prosecutor", "supervisor"}),
    may.check_can_decide: frozenset({"analyst", "financial", "supervisor"}),
    may.check_can_write_notes: frozenset({"analyst", "financial", "prosecutor", "supervisor"}),
    may.check_can_unlock: frozenset({"analyst", "financial", "prosecutor", "supervisor"}),
    may.check_can_run: frozenset({"analyst", "supervisor"}),
    may.check_can_see_audit: frozenset({"auditor", "supervisor"}),
    may.check_can_manage_sources: frozenset({"administrator", "supervisor"}),
    may.check_can_manage_users: frozenset({"administrator"}),
    may.check_can_refer: frozenset(Role.values),
    may.check_can_keep_contacts: frozenset({"administrator", "supervisor"}),
}
"""Written out once more, apart from the code: a change there must be meant."""

NOT_IN_THIS_MARKET = {"wording"}
"""Let through, and then there is no such thing: nobody posts offers in it."""


def ours() -> Iterator[URLPattern]:
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern


def pair_of_shelf() -> dict[str, str]:
    """A pair that can be judged."""
    row = whole_shelf().pairs()[0]
    return {"a": row["profile_a"], "b": row["profile_b"]}


def mark_in(network: str) -> str:
    """The mark of a row that is evidence of a network."""
    step = chain(settings.WORKSPACE, whole_shelf().run, network, network, closed_mask())
    line = next(lines_in(step)) if step else {"table": "", "sha256": "", "sheet": None, "row": 0}
    return marked(network, "r1", line["table"], (line["sha256"], line["sheet"], line["row"]))


def address(pattern: URLPattern, network: str, user: User) -> str:
    names = pattern.pattern.converters
    return reverse(
        pattern.name,
        kwargs={
            n: {
                "network": network,
                "pk": user.pk,
                "token": "x",
                "format": "graphml",
                "job": 1,
                "search": 1,
                "kind": "network",
                "thing": network,
                "template": "template-0",
                "sha": workspace().sources()[0].sha256,
                "mark": mark_in(network),
                **pair_of_shelf(),
            }[n]
            for n in names
        },
    )


def test_every_view_says_who_may_see_it() -> None:
    for pattern in ours():
        assert hasattr(pattern.callback, "check") or getattr(pattern.callback, "open", False), pattern.name
        assert getattr(pattern.callback, "check", may.check_can_sign_in) in MAY, pattern.name


@pytest.mark.parametrize("role", [*Role.values, "none"])
def test_each_role_reaches_what_is_its_own_and_nothing_else(
    site: Path, someone: Callable[..., User], role: str
) -> None:
    user = someone("walker", *([role] if role != "none" else []))
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    network = whole_shelf().leads()[0][0]["network_id"]
    for pattern in ours():
        if getattr(pattern.callback, "open", False):
            continue
        for method in pattern.callback.methods:
            answer = browser.generic(method, address(pattern, network, user))
            allowed = role in MAY[pattern.callback.check] or (
                role == "none" and pattern.callback.check is may.check_can_sign_in
            )
            # An empty form that may be sent is refused for what it lacks (403 from a rule, 409), never with a fault.
            if allowed and method == "GET":
                there = (404,) if pattern.name in NOT_IN_THIS_MARKET else (200, 302)
                assert answer.status_code in there, pattern.name
            elif not allowed:
                assert answer.status_code == 403, pattern.name
            assert answer.status_code < 500, pattern.name


def test_without_an_account_there_is_only_the_door(site: Path, someone: Callable[..., User]) -> None:
    network = whole_shelf().leads()[0][0]["network_id"]
    for pattern in ours():
        for method in getattr(pattern.callback, "methods", ()):
            answer = Client().generic(method, address(pattern, network, someone(f"u{pattern.name}{method}")))
            assert answer.status_code == 302 and answer["Location"].startswith("/account/login/"), pattern.name


def test_other_methods_are_refused(as_analyst: Client) -> None:
    for pattern in ours():
        if getattr(pattern.callback, "open", False) or pattern.pattern.converters:
            continue
        for method in {"GET", "POST", "PUT", "DELETE"} - set(pattern.callback.methods):
            assert as_analyst.generic(method, reverse(pattern.name)).status_code == 405, pattern.name


def test_every_answer_says_that_nothing_may_come_from_elsewhere(as_analyst: Client) -> None:
    for path in ("/leads/", "/no/such/page", "/account/login/", "/static/0.1.0/turnstone.css"):
        answer = as_analyst.get(path)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'self'" in policy and "unsafe" not in policy and "http" not in policy
        assert answer["X-Content-Type-Options"] == "nosniff" and answer["X-Frame-Options"] == "DENY"
