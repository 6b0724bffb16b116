"""The addresses that answer with JSON do what their description says, whatever is sent to them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import yaml
from django.conf import settings as site_settings
from django.core.handlers.wsgi import WSGIHandler
from django.middleware.csrf import CSRF_SESSION_KEY
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from turnstone_web.accounts.models import Role, User
from turnstone_web.networks.models import Layout
from turnstone_web.runs import whole_shelf

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "workbench-json.yml"
DESCRIBED = schemathesis.openapi.from_dict(yaml.safe_load(PAGE.read_text()))
OPERATIONS = {f"{one.ok().method.upper()} {one.ok().path}": one.ok() for one in DESCRIBED.get_all_operations()}
TOKEN = "t" * 32


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("named", OPERATIONS)
def test_json_addresses_keep_to_their_description(site: Path, someone: Callable[..., User], named: str) -> None:
    """Requests made up from the description, well-formed and not, of networks that are there and that are not: no fault, and
    each answer has a status, a type and a shape that the description names."""
    browser = Client()
    browser.force_login(someone("sup", *Role.values), backend="django.contrib.auth.backends.ModelBackend")
    session = browser.session
    session[CSRF_SESSION_KEY] = TOKEN
    session.save()
    there = [row["network_id"] for row in whole_shelf().leads()[0]][:2]
    application = WSGIHandler()

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(OPERATIONS[named].as_strategy(), st.sampled_from([*there, None]))
    def ask(case: Any, network: str | None) -> None:
        if network and "network" in (case.path_parameters or {}):
            case.path_parameters["network"] = network
        case.cookies = {site_settings.SESSION_COOKIE_NAME: session.session_key}
        case.headers["X-CSRFToken"] = TOKEN
        seen.add(case.call_and_validate(app=application).status_code)

    seen: set[int] = set()
    ask()
    assert seen & {200, 204}, seen
    assert named[:4] != "POST" or Layout.objects.count() > 0


@pytest.mark.parametrize("named", OPERATIONS)
def test_json_addresses_say_nothing_to_strangers(site: Path, named: str) -> None:
    operation = OPERATIONS[named]
    address = operation.path.replace("{network}", whole_shelf().leads()[0][0]["network_id"])
    answer = Client().generic(operation.method.upper(), address, "{}", content_type="application/json")
    assert answer.status_code == 302 and answer["Location"].startswith("/account/login/")
