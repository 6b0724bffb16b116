"""The brief of a network: written in place, and on paper with everything that a lead must never be without."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import market
from turnstone_web.accounts.models import User
from turnstone_web.audit.actions.unlock import unlock
from turnstone_web.audit.models import Line
from turnstone_web.desk.models import Decision
from turnstone_web.notes.brief import brief_of
from turnstone_web.notes.models import Note
from turnstone_web.notes.pdf import pdf
from turnstone_web.runs import closed_mask, mask_for, whole_shelf

HOSTILE = """#read("/etc/passwd") #import "/x.typ": * $ x^2 $ <label> \\ // gone? /* gone? */ ~ [b] #{sys.version} "q" #panic("no")

`#read("/etc/hostname")` #[ *unclosed _and $more #

```typst
#set page(fill: red)
```"""


@pytest.fixture
def network(site: Path) -> str:
    """One in which a telephone number is masked."""
    rows, _ = whole_shelf().leads()
    found: str = next(
        r["network_id"] for r in rows if "[phone" in str(whole_shelf().lead(r["network_id"], closed_mask()))
    )
    return found


def words_of(content: bytes) -> str:
    """The PDF's text, with one space between words."""
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("there is no pdftotext on this machine")
    run = subprocess.run([reader, "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(run.stdout.decode().split())


def write(browser: Client, network: str, section: str, text: str, **more: str) -> Any:
    return browser.post(f"/leads/{network}/notes/write", {"section": section, "text": text, **more})


def test_sections_are_empty_at_first_and_are_the_users(as_analyst: Client, analyst: User, network: str) -> None:
    page = as_analyst.get(f"/leads/{network}/brief/")
    assert [(s["title"], s["written"]) for s in page.context["sections"]] == [
        ("What is known", None), ("Gaps", None), ("Next steps", None),
    ]  # fmt: skip
    assert write(as_analyst, network, "gaps", "who is the *landlord*?").status_code == 302
    page = as_analyst.get(f"/leads/{network}/brief/")
    assert "who is the <em>landlord</em>?" in page.content.decode()
    assert not as_analyst.get(f"/leads/{network}/").content.decode().count("landlord")  # no note of its own
    assert Line.objects.filter(action="write brief", about=network).count() == 1


def test_a_section_has_one_beginning(as_analyst: Client, network: str) -> None:
    write(as_analyst, network, "known", "first")
    answer = write(as_analyst, network, "known", "also first")
    assert answer.status_code == 409 and "<p>first</p>" in answer.content.decode()
    first = Note.objects.get()
    assert write(as_analyst, network, "known", "second", replaces=str(first.pk)).status_code == 302
    assert [n.text for n in Note.objects.order_by("pk")] == ["first", "second"]


def test_the_pdf_carries_what_a_lead_is_never_without(as_analyst: Client, analyst: User, network: str) -> None:
    write(as_analyst, network, "known", "# One\n\n- an **owner**\n- two farms")
    view = whole_shelf().lead(network, closed_mask())
    assert view is not None
    Decision.objects.create(
        network=network, verdict="accepted", reason="seen on site", evidence=view["evidence"], run="r1", by=analyst
    )
    answer = as_analyst.get(f"/leads/{network}/brief/pdf")
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF-")
    said = words_of(answer.content)
    needed = [
        view["disclaimer"],
        view["evidence"],
        network,
        "r1",
        "UTC",
        "Ana",
        "an owner",
        "two farms",
        "seen on site",
    ]
    for part in (part for part in view["parts"] if part["counted"]):
        needed += [part["title"], *part["innocent"], *part["refute"]]
    for text in needed:
        assert " ".join(text.split()) in said, text
    assert "does not wait for this paper" in said and "Nothing is written here." in said
    line = Line.objects.get(action="export brief")
    assert (line.about, line.facts["evidence"], line.facts["run"], line.facts["masked"]) == (
        network,
        view["evidence"],
        "r1",
        True,
    )
    assert line.facts["sha256"] == hashlib.sha256(answer.content).hexdigest()


def test_it_is_masked_until_an_unlock_and_says_which(as_analyst: Client, analyst: User, network: str) -> None:
    write(as_analyst, network, "next", "call 910-245-2969 tomorrow")
    Decision.objects.create(
        network=network, verdict="accepted", reason="told by x@example.org", evidence="", run="r1", by=analyst
    )
    shut = words_of(as_analyst.get(f"/leads/{network}/brief/pdf").content)
    assert "x@example.org" not in shut and "The evidence has changed since." in shut
    assert "245-2969" not in shut and "Masked: names and contacts" in shut and "UNMASKED" not in shut
    assert not [secret for secret in market.SECRETS if secret in shut.casefold()]
    unlock(analyst, network, "case 17 of the unit")
    open = words_of(as_analyst.get(f"/leads/{network}/brief/pdf").content)
    assert (
        "910-245-2969" in open and "UNMASKED" in open and "case 17 of the unit" in open and "Masked: names" not in open
    )
    assert [secret for secret in market.SECRETS if secret in open.casefold()]
    line = Line.objects.filter(action="export brief").latest("number")
    assert line.facts["masked"] is False and line.reason == "case 17 of the unit"


def test_hostile_markup_is_printed_and_never_run(as_analyst: Client, analyst: User, network: str) -> None:
    write(as_analyst, network, "known", HOSTILE)
    said = words_of(as_analyst.get(f"/leads/{network}/brief/pdf").content)
    for text in (
        '#read("/etc/passwd") #import "/x.typ": * $ x^2 $ <label> \\ // gone? /* gone? */ ~ [b] #{sys.version} "q" #panic("no")',
        '#read("/etc/hostname") #[ *unclosed _and $more #', "#set page(fill: red)",
    ):  # fmt: skip
        assert text in said
    assert "root:" not in said


@pytest.mark.parametrize("field", ["title", "disclaimer", "abstained", "network", "by", "evidence", "kind"])
def test_hostile_values_of_the_data_are_printed_too(analyst: User, network: str, field: str) -> None:
    said = brief_of(analyst, network, mask_for(analyst, network))
    said[field] = 'A #panic("no") $x$ *b* <l> @r'
    assert 'A #panic("no") $x$ *b* <l> @r' in words_of(pdf(said).content)


def test_a_long_word_breaks_instead_of_running_off_the_page(analyst: User, network: str) -> None:
    word = "".join(f"{n:03}x" for n in range(100))
    Note.objects.create(network=network, section="known", text=word, by=analyst)
    said = words_of(pdf(brief_of(analyst, network, mask_for(analyst, network))).content)
    lines = [line for line in said.replace("\u200b", "").split() if line in word and len(line) > 20]
    assert "".join(lines) == word and len(lines) > 2


def test_it_is_set_in_whatever_language_and_script(analyst: User, network: str, settings: Any) -> None:
    from django.utils.translation import override

    Note.objects.create(network=network, section="known", text="Это по-русски · עברית · \u202eevil", by=analyst)
    for language in ("en", "de", "ru", "fr", "ar-xb"):
        with override(language):
            said = brief_of(analyst, network, mask_for(analyst, network))
        assert "\u202e" not in str(said) and said["rtl"] == (language == "ar-xb")
        assert "Это по-русски" in words_of(pdf(said).content)


def test_nothing_is_fetched_or_read(tmp_path: Path, analyst: User, network: str) -> None:
    from turnstone_web.notes.pdf import TEMPLATE

    source = TEMPLATE.read_text()
    for reaching in ("read(", "import", "include", "image(", "plugin(", "eval("):
        assert reaching not in source.replace("// ", ""), reaching
