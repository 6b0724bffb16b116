"""A site over the small market's run, and somebody of each role."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from turnstone.workspace import Workspace
from turnstone_web.accounts.models import Held, Role, User
from turnstone_web.shelf.build import build


@pytest.fixture(scope="session")
def shelved(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The market's workspace with the shelf of its run."""
    folder = Path(shutil.copytree(finished, tmp_path_factory.mktemp("shelved") / "ws"))
    place = Workspace(folder)
    build(place, place.run())
    return folder


@pytest.fixture
def site(shelved: Path, db: None, settings: Any) -> Path:
    """The site shows that workspace."""
    settings.WORKSPACE = shelved
    call_command("createcachetable", verbosity=0)
    return shelved


@pytest.fixture
def someone(db: None) -> Callable[..., User]:
    """Makes a user with these roles."""

    def make(username: str, *roles: str) -> User:
        user = User.objects.create(username=username, name=username.title())
        Held.objects.bulk_create(Held(user=user, role=role) for role in roles)
        return user

    return make


@pytest.fixture
def analyst(site: Path, someone: Callable[..., User]) -> User:
    return someone("ana", Role.ANALYST)


@pytest.fixture
def as_analyst(analyst: User) -> Client:
    """A browser in which an analyst is signed in; forms are checked for their token."""
    browser = Client()
    browser.force_login(analyst, backend="django.contrib.auth.backends.ModelBackend")
    return browser
