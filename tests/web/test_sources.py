"""The page of sources: every file with law, purpose and retention; what is overdue stands first."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.test import Client

from turnstone.workspace import Workspace
from turnstone_web.accounts.models import Role, User
from turnstone_web.audit.models import Line


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


def test_how_a_file_is_held_is_changed_with_a_reason(
    site: Path, tmp_path: Path, settings: Any, someone: Callable[..., User]
) -> None:
    folder = Path(shutil.copytree(site, tmp_path / "ws"))
    settings.WORKSPACE = folder
    user = someone("sue", Role.SUPERVISOR)
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    sha = Workspace(folder).sources()[0].sha256
    path, form = f"/sources/{sha}/", {"legal_basis": "a law", "purpose": "trial", "retain_until": "2031-12-31"}
    why = "order 17 of the court"
    assert browser.post(f"{path}hold", {**form, "reason": "so"}).status_code == 403
    for wrong in ({"retain_until": "soon"}, {"purpose": " "}):
        assert browser.post(f"{path}hold", {**form, **wrong, "reason": why}).status_code == 409
    assert not list(Workspace(folder).log.of("held"))
    assert browser.post(f"{path}hold", {**form, "reason": why}).status_code == 302
    assert browser.post(f"{path}hold", {**form, "reason": why}).status_code == 409
    source = next(s for s in Workspace(folder).sources() if s.sha256 == sha)
    assert (source.legal_basis, source.purpose, source.retain_until) == ("a law", "trial", "2031-12-31")
    page = browser.get(path).content.decode()
    assert why in page and "trial" in page and "held" in page and "sue" in page
    (line,) = Workspace(folder).log.of("held")
    assert (
        line.facts["person"] == "sue"
        and line.facts["before"]["purpose"] != "trial"
        and not list(Workspace(folder).log.check())
    )
    told = Line.objects.get(action="change holding")
    assert told.about == sha and told.reason == why and told.facts["line"] == line.number
    with Workspace(folder).locked():  # a run goes on
        answer = browser.post(f"{path}hold", {**form, "purpose": "other", "reason": why})
    assert answer.status_code == 409 and Line.objects.filter(action="change holding").count() == 1
    assert browser.get(f"/sources/{'0' * 64}/").status_code == 404
