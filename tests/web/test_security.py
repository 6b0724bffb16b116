"""What ASVS asks for and no other test shows: sessions, cookies, and that no query or form of any kind is a fault."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from turnstone_web.accounts.models import Role, User
from turnstone_web.accounts.rate import SEARCHES, TAKEN_ALONG, UNLOCKS, Rate, TooMany, count
from turnstone_web.runs import whole_shelf

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "security-of-the-workbench.md"
PASSWORD = "a long enough password 7"


def test_a_session_from_before_the_sign_in_is_no_good(
    site: Path, someone: Callable[..., User], settings: object
) -> None:
    user = someone("fay", Role.ANALYST)
    user.set_password(PASSWORD)
    user.save()
    browser = Client()
    browser.get("/account/login/")
    session = browser.session
    session["planted"] = "by somebody else"
    session.save()
    browser.cookies["session"] = planted = session.session_key
    browser.post("/account/login/", {"login": "fay", "password": PASSWORD})
    assert browser.session.session_key != planted
    thief = Client()
    thief.cookies["session"] = planted
    assert thief.get("/leads/").status_code == 302
    browser.post("/account/logout/")
    assert browser.get("/leads/").status_code == 302


def test_a_new_password_ends_other_sessions(site: Path, someone: Callable[..., User]) -> None:
    user = someone("fay", Role.ANALYST)
    user.set_password(PASSWORD)
    user.save()
    elsewhere = Client()
    elsewhere.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert elsewhere.get("/leads/").status_code == 200
    user.set_password(PASSWORD + "!")
    user.save()
    assert elsewhere.get("/leads/").status_code == 302


def test_behind_tls_cookies_are_secure_and_django_has_nothing_to_say(tmp_path: Path) -> None:
    code = """
import django; django.setup()
from django.conf import settings as s
from django.core.management import call_command
assert s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE and s.SESSION_COOKIE_HTTPONLY and s.SESSION_COOKIE_NAME.startswith("__Host-")
assert s.SESSION_COOKIE_SAMESITE == "Strict" and s.SECURE_HSTS_SECONDS >= 31536000 and not s.DEBUG and s.MFA_REQUIRED
assert s.PASSWORD_HASHERS[0].endswith("ScryptPasswordHasher")
call_command("check", deploy=True, fail_level="ERROR")
"""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TURNSTONE_")} | {
        "TURNSTONE_WORKSPACE": str(tmp_path), "DJANGO_SETTINGS_MODULE": "turnstone_web.settings",
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_door_offers_nothing_that_there_is_not(site: Path) -> None:
    page = Client().get("/account/login/").content.decode()
    assert "sign up" not in page.lower() and "forgot your" not in page.lower()
    assert (
        "webauthn.js" in page and 'data-allauth-onload="allauth.webauthn.forms.loginForm"' in page
    )  # a passkey can be used


def test_a_code_is_asked_for_once_an_app_is_set_up(site: Path, someone: Callable[..., User]) -> None:
    user = someone("fay", Role.ANALYST)
    user.set_password(PASSWORD)
    user.save()
    browser = Client()
    browser.post("/account/login/", {"login": "fay", "password": PASSWORD})
    browser.post("/account/reauthenticate/", {"password": PASSWORD})  # the password is asked for once more
    assert browser.get("/account/2fa/totp/activate/").status_code == 200
    secret = browser.session["mfa.totp.secret"]

    def code() -> str:
        counter = next(iter(yield_hotp_counters_from_time()))
        return format_hotp_value(hotp_value(secret, counter))

    assert browser.post("/account/2fa/totp/activate/", {"code": "000000"}).status_code == 200  # shown again
    assert browser.post("/account/2fa/totp/activate/", {"code": code()}).status_code == 302
    again = Client()
    assert again.post("/account/login/", {"login": "fay", "password": PASSWORD})["Location"].startswith(
        "/account/2fa/authenticate/"
    )
    assert again.get("/leads/").status_code == 302
    again.post("/account/2fa/authenticate/", {"code": "123456"})
    assert again.get("/leads/").status_code == 302
    recovery = browser.get("/account/2fa/recovery-codes/download/").content.decode().split()
    again.post("/account/2fa/authenticate/", {"code": recovery[0]})
    assert again.get("/leads/").status_code == 200
    third = Client()
    third.post("/account/login/", {"login": "fay", "password": PASSWORD})
    third.post("/account/2fa/authenticate/", {"code": recovery[0]})
    assert third.get("/leads/").status_code == 302  # each recovery code is good once


def pages() -> list[str]:
    """Every page that is read and needs nothing but itself."""
    found = []
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLPattern) and "GET" in getattr(pattern.callback, "methods", ()):
            names = set(pattern.pattern.converters)
            if names <= {"network"}:
                found.append(pattern.name)
    return found


@pytest.mark.parametrize("name", pages())
def test_no_query_is_a_fault(site: Path, someone: Callable[..., User], name: str) -> None:
    """What a tool that makes up requests would do, over every page and its parameters."""
    browser = Client()
    browser.force_login(someone("sup", *Role.values), backend="django.contrib.auth.backends.ModelBackend")
    network = whole_shelf().leads()[0][0]["network_id"]
    pattern = next(p for p in get_resolver().url_patterns if isinstance(p, URLPattern) and p.name == name)
    address = reverse(name, kwargs=dict.fromkeys(pattern.pattern.converters, network))
    source = Path(sys.modules[pattern.callback.__module__].__file__ or "").read_text()
    known = sorted({"page", "text", "kind", *re.findall(r'GET\.get\("(\w+)"', source)})
    values = st.one_of(
        st.text(max_size=30), st.integers().map(str), st.sampled_from(["", "-1", "1e9", "NaN", "2024-02-30", "../../etc/passwd", "%00", "\x00", "٣", "true"])
    )  # fmt: skip

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.dictionaries(st.sampled_from(known), values, max_size=4))
    def ask(query: dict[str, str]) -> None:
        answer = browser.get(address, query)
        assert answer.status_code < 500, (address, query)
        body = b"".join(answer) if answer.streaming else answer.content
        assert b"traceback" not in body[:20_000].lower()

    ask()


def test_bandit_finds_nothing() -> None:
    root = Path(__file__).parents[2]
    command = [
        sys.executable,
        "-m",
        "bandit",
        "-q",
        "-c",
        str(root / "pyproject.toml"),
        "-r",
        str(root / "src" / "turnstone_web"),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_each_item_names_tests_that_are_there() -> None:
    here = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)`", PAGE.read_text()))
    assert len(named) > 25 and not [name for name in named if f"def {name}(" not in here]


def test_what_is_costly_is_asked_for_so_often_and_no_more(as_analyst: Client, analyst: User) -> None:
    for _ in range(SEARCHES.times):
        assert as_analyst.get("/search/", {"text": "farm"}).status_code == 200
    answer = as_analyst.get("/search/", {"text": "farm"})
    assert answer.status_code == 429 and "then ask again" in answer.content.decode()
    assert as_analyst.get("/leads/").status_code == 200  # only what was asked too often
    with pytest.raises(TooMany):
        for _ in range(TAKEN_ALONG.times + 1):
            count(analyst, TAKEN_ALONG)
    network = whole_shelf().leads()[0][0]["network_id"]
    answers = [
        as_analyst.post(f"/leads/{network}/unlock", {"reason": "case 17 of this unit"}).status_code
        for _ in range(UNLOCKS.times + 1)
    ]
    assert answers == [302] * UNLOCKS.times + [429]
    assert (
        as_analyst.post(f"/leads/{network}/unlock", {"off": "1"}).status_code == 302
    )  # to mask again is never refused
    other = User.objects.create(username="other")
    count(other, TAKEN_ALONG)
    count(analyst, Rate(TAKEN_ALONG.name, 1, 0))  # its time is over
