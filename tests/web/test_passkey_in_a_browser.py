"""A passkey is added and signs in, with an authenticator that the browser plays."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from browsing import CHROMIUM, FLAGS, serving
from playwright.sync_api import Page, sync_playwright

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
PASSWORD = "a long enough password 7"
MAKE = f"""
import django; django.setup()
from turnstone_web.accounts.models import *
user = User.objects.create(username="fay", name="Fay")
user.set_password({PASSWORD!r}); user.save()
Held.objects.create(user=user, role=Role.ANALYST)
"""


def authenticator(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_added_and_signs_in(finished: Path, tmp_path: Path) -> None:
    folder = tmp_path / "ws"
    with serving(finished, folder) as link, sync_playwright() as playwright:
        environment = os.environ | {
            "TURNSTONE_WORKSPACE": str(folder), "TURNSTONE_STATE": str(folder / "workbench"), "TURNSTONE_LOCAL": "1",
            "TURNSTONE_DATABASE": "", "TURNSTONE_SECRET": "", "DJANGO_SETTINGS_MODULE": "turnstone_web.settings",
        }  # fmt: skip
        subprocess.run([sys.executable, "-c", MAKE], env=environment, check=True)
        site = link.partition("/local/")[0].replace(
            "127.0.0.1", "localhost"
        )  # a passkey belongs to a name, not to a number
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        authenticator(page)
        page.goto(f"{site}/account/login/")
        page.fill("input[name=login]", "fay")
        page.fill("input[name=password]", PASSWORD)
        page.click("form.stack button >> nth=0")
        page.wait_for_url("**/leads/")
        page.goto(f"{site}/account/2fa/webauthn/add/")
        page.fill("input[name=password]", PASSWORD)  # once more, before a key is added
        page.click("main button[type=submit], main form button")
        page.wait_for_url("**/webauthn/add/")
        page.fill("input[name=name]", "key of Fay")
        if page.locator("input[name=passwordless]").count():
            page.check("input[name=passwordless]")
        page.click("#mfa_webauthn_add")
        # The page sends itself once the key has answered; to go elsewhere before would abort that.
        page.wait_for_url(lambda address: "/webauthn/add/" not in address)
        page.goto(f"{site}/account/2fa/webauthn/")
        assert "key of Fay" in page.inner_text("main")
        page.context.clear_cookies()
        page.goto(f"{site}/account/login/")
        page.click("#passkey_login")
        page.wait_for_url("**/leads/")
        assert page.inner_text(".self").count("Fay") == 1
        browser.close()
        assert not troubles
