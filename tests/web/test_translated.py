"""Every text in every language, with its placeholders; pages in each; right to left."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from turnstone_web.accounts.models import User
from turnstone_web.runs import whole_shelf

ROOT = Path(__file__).parents[2]
NAMED = {"en": "Networks", "fr": "Réseaux", "de": "Netzwerke", "ru": "Сети"}


def test_catalogues_are_whole_and_fresh() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "make_catalogues.py"), "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("language", [*NAMED, "ar-xb"])
def test_pages_speak_the_language_of_their_user(as_analyst: Client, analyst: User, language: str) -> None:
    assert as_analyst.post("/own/language", {"language": language}).status_code == 302
    network = whole_shelf().leads()[0][0]["network_id"]
    for path in (
        "/leads/",
        f"/leads/{network}/",
        "/networks/",
        f"/networks/{network}/",
        "/search/?text=farm",
        "/market/",
        "/work/",
        "/review/",
        "/referral/",
    ):
        page = as_analyst.get(path).content.decode()
        assert f'lang="{language}"' in page and f'dir="{"rtl" if language == "ar-xb" else "ltr"}"' in page, path
        if language in NAMED:
            assert f">{NAMED[language]}</a>" in page, path


def test_counts_have_the_forms_of_the_language() -> None:
    told = {}
    for language in ("ru", "fr"):
        with translation.override(language):
            told[language] = [
                translation.ngettext("%(n)s network", "%(n)s networks", n) % {"n": n} for n in (0, 1, 2, 5, 11, 21, 22)
            ]
    assert told["ru"] == ["0 сетей", "1 сеть", "2 сети", "5 сетей", "11 сетей", "21 сеть", "22 сети"]
    assert told["fr"] == ["0 réseau", "1 réseau", "2 réseaux", "5 réseaux", "11 réseaux", "21 réseaux", "22 réseaux"]
