"""The page of sources: every file with law, purpose and retention; what is overdue stands first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.test import Client

from turnstone.workspace import Workspace
from turnstone_web.accounts.models import Role, User


def test_every_file_is_told_and_overdue_ones_first(site: Path, someone: Callable[..., User], monkeypatch: Any) -> None:
    browser = Client()
    browser.force_login(someone("ada", Role.ADMINISTRATOR), backend="django.contrib.auth.backends.ModelBackend")
    held = Workspace(site).sources()
    told = browser.get("/sources/", {"format": "json"}).json()["sources"]
    assert {s["sha256"] for s in told} == {s.sha256 for s in held}
    assert all(s["legal_basis"] and s["purpose"] for s in told)
    late = [*held[1:], replace(held[0], retain_until="2001-01-01")]
    monkeypatch.setattr(Workspace, "sources", lambda self: late)
    assert browser.get("/sources/", {"format": "json"}).json()["sources"][0]["sha256"] == held[0].sha256
    page = browser.get("/sources/").content.decode()
    assert "held longer than was set" in page and held[0].name in page
