"""Accounts: made by an administrator, never by whoever comes; the local link; the second factor."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from turnstone.errors import PolicyDenied, TurnstoneError
from turnstone_web.accounts import local_link
from turnstone_web.accounts.models import Role, User
from turnstone_web.audit.models import Line
from turnstone_web.first_administrator import first_administrator
from turnstone_web.serve import local_user

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def as_administrator(site: Path, someone: Callable[..., User]) -> Client:
    browser = Client()
    browser.force_login(someone("adm", Role.ADMINISTRATOR), backend=BACKEND)
    return browser


def test_an_account_is_made_and_signs_in(as_administrator: Client) -> None:
    said = as_administrator.post("/users/new", {"username": "nina", "name": "Nina", "roles": ["analyst"]}, follow=True)
    message = str(next(iter(said.context["messages"])))
    assert User.objects.get(username="nina").roles == {"analyst"}
    browser = Client()
    entered = browser.post("/account/login/", {"login": "nina", "password": message.rpartition(": ")[2]})
    assert entered.status_code == 302 and browser.get("/leads/").status_code == 200


@pytest.mark.parametrize("form", [{"username": "ADM"}, {"username": "a b"}, {"username": "x", "roles": ["king"]}])
def test_what_cannot_be_an_account_is_refused(as_administrator: Client, form: dict[str, Any]) -> None:
    assert as_administrator.post("/users/new", form).status_code == 409
    assert User.objects.count() == 1


def test_somebody_stays_administrator(as_administrator: Client) -> None:
    only = User.objects.get()
    assert as_administrator.post(f"/users/{only.pk}/roles", {"roles": ["analyst"]}).status_code == 403
    assert as_administrator.post(f"/users/{only.pk}/active", {"active": "0"}).status_code == 403
    assert User.objects.get().roles == {"administrator"}


def test_whoever_is_shut_out_is_out_at_once(as_administrator: Client, someone: Callable[..., User]) -> None:
    bo = someone("bo", Role.ANALYST)
    browser = Client()
    browser.force_login(bo, backend=BACKEND)
    assert browser.get("/leads/").status_code == 200
    as_administrator.post(f"/users/{bo.pk}/active", {"active": "0"})
    assert browser.get("/leads/").status_code == 302


def test_a_role_taken_away_is_gone_at_the_next_page(as_administrator: Client, someone: Callable[..., User]) -> None:
    bo = someone("bo", Role.ANALYST)
    browser = Client()
    browser.force_login(bo, backend=BACKEND)
    as_administrator.post(f"/users/{bo.pk}/roles", {"roles": ["auditor"]})
    assert browser.get("/leads/").status_code == 403 and browser.get("/audit/").status_code == 200


def test_nobody_makes_an_account_at_the_door(site: Path) -> None:
    Client().post("/account/signup/", {"username": "eve", "password1": "long enough 4 once"})
    assert not User.objects.exists()


def test_the_local_link_works_once_and_on_this_machine_alone(site: Path, settings: Any) -> None:
    local_user()
    token = local_link.made()
    assert Client(REMOTE_ADDR="192.0.2.7").get(f"/local/{token}").status_code == 404
    browser = Client()
    assert browser.get(f"/local/{token}").status_code == 302 and browser.get("/leads/").status_code == 200
    assert Client().get(f"/local/{token}").status_code == 404
    settings.LOCAL = False
    assert Client().get(f"/local/{local_link.made()}").status_code == 404


def test_without_a_second_factor_one_only_gets_to_set_one_up(as_analyst: Client, settings: Any) -> None:
    settings.MFA_REQUIRED = True
    answer = as_analyst.get("/leads/")
    assert answer.status_code == 302 and answer["Location"] == "/account/2fa/"
    assert as_analyst.get("/account/2fa/").status_code == 200


def test_guessing_is_slowed_down(site: Path, someone: Callable[..., User]) -> None:
    bo = someone("bo", Role.ANALYST)
    bo.set_password("the right one, long")
    bo.save()
    for _ in range(6):
        Client().post("/account/login/", {"login": "bo", "password": "wrong"})
    Client().post("/account/login/", {"login": "bo", "password": "the right one, long"})
    browser = Client()
    browser.post("/account/login/", {"login": "bo", "password": "the right one, long"})
    assert browser.get("/leads/").status_code == 302


def test_a_forgotten_password_and_a_lost_factor_are_renewed_by_somebody_else(
    as_administrator: Client, someone: Callable[..., User]
) -> None:
    user = someone("eve", Role.ANALYST)
    user.set_password("correct horse battery staple")
    user.save()
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    here = Client()
    assert (
        here.login(username="eve", password="correct horse battery staple") and here.get("/leads/").status_code == 200
    )
    page = as_administrator.post(f"/users/{user.pk}/renew", follow=True).content.decode()
    password = page.partition("shown only now: ")[2].partition("<")[0].strip()
    assert here.get("/leads/").status_code == 302  # the session ended
    assert not Client().login(username="eve", password="correct horse battery staple")
    assert Client().login(username="eve", password=password) and Authenticator.objects.filter(user=user).exists()
    assert as_administrator.post(f"/users/{user.pk}/renew", {"factor": "1"}).status_code == 302
    assert not Authenticator.objects.filter(user=user).exists()
    assert list(
        Line.objects.filter(about="eve", action__in=("new password", "no second factor"))
        .values_list("action", flat=True)
        .order_by("number")
    ) == ["new password", "no second factor"]
    assert password not in str(list(Line.objects.values_list("facts", "reason")))


def test_nobody_renews_their_own_and_no_local_user(as_administrator: Client, site: Path) -> None:
    local_user()
    for user in User.objects.filter(local=True) | User.objects.filter(held__role=Role.ADMINISTRATOR):
        for form in ({}, {"factor": "1"}):
            assert as_administrator.post(f"/users/{user.pk}/renew", form).status_code == 409
    assert not Line.objects.filter(action__in=("new password", "no second factor")).exists()


def test_the_first_administrator_is_made_once(site: Path) -> None:
    password = first_administrator("root.admin")
    browser = Client()
    assert browser.login(username="root.admin", password=password) and browser.get("/users/").status_code == 200
    with pytest.raises(PolicyDenied, match="already"):
        first_administrator("other")
    held = User.objects.get(username="root.admin").held.values_list("role", flat=True)
    assert list(held) == [Role.ADMINISTRATOR] and browser.get("/leads/").status_code == 403
    User.objects.filter(username="root.admin").update(is_active=False)
    with pytest.raises(TurnstoneError):
        first_administrator("no spaces allowed")
    assert first_administrator("second") and Line.objects.filter(action="make first administrator").count() == 2
