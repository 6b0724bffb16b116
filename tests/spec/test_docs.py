"""The documentation names what there is: commands, errors, terms; and its links lead somewhere."""

from __future__ import annotations

import re
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import turnstone.evidence.files  # defines an error class of its own
from turnstone.cli.main import COMMANDS
from turnstone.errors import TurnstoneError

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
LINK = re.compile(r"\]\(([^)\s]+)\)")
MADE_ELSEWHERE = DOCS / "reference"
"""Its pages are checked against the code by test_reference."""


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def text_of(page: Path) -> str:
    return page.read_text("utf-8")


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


def anchors(page: Path) -> set[str]:
    """The anchors that a Markdown page offers, one for each heading."""
    headings = re.findall(r"^#+ (.+)$", without_code(text_of(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for link in LINK.findall(without_code(text_of(page))):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert not broken


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_place(command: str) -> None:
    """Beside the generated reference, a page written by hand shows or explains it."""
    said = [page for page in PAGES if MADE_ELSEWHERE not in page.parents and _names(command, text_of(page))]
    assert said, f"no page says `turnstone {command}`"


def _names(command: str, text: str) -> bool:
    return re.search(rf"(turnstone |`){command}\b", text) is not None


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_that_are_shown_exist(page: Path) -> None:
    shown = set(re.findall(r"(?:^\$ |`)turnstone ([a-z]+(?:-[a-z]+)*)", text_of(page), re.MULTILINE))
    assert shown <= set(COMMANDS) | {plugin.name for plugin in entry_points(group="turnstone.commands")}


def _errors(kind: type[TurnstoneError]) -> list[type[TurnstoneError]]:
    """Those of the library; the workbench's are pages, not exit codes."""
    children = [child for child in kind.__subclasses__() if child.__module__.partition(".")[0] == "turnstone"]
    return [kind, *(deeper for child in children for deeper in _errors(child))]


@pytest.mark.parametrize("kind", _errors(TurnstoneError), ids=lambda kind: kind.__name__)
def test_every_error_is_explained_with_its_code(kind: type[TurnstoneError]) -> None:
    page = text_of(DOCS / "how-to" / "errors.md")
    assert re.search(rf"^\| {kind.exit_code} \| `{kind.__name__}` \| .+ \|$", page, re.MULTILINE)
    assert re.search(rf"^## {kind.__name__}$", page, re.MULTILINE)
    assert (ROOT / kind.page).is_file()


def test_error_of_a_full_disk_is_known() -> None:
    assert turnstone.evidence.files.DiskFull in _errors(TurnstoneError)


def test_terms_are_in_order_and_once() -> None:
    terms = re.findall(r"^\*\*(.+?)\*\*: ", text_of(DOCS / "GLOSSARY.md"), re.MULTILINE)
    assert len(terms) > 40
    folded = [term.casefold() for term in terms]
    assert folded == sorted(folded)
    assert len(set(folded)) == len(folded)


def test_every_page_is_in_the_index() -> None:
    """docs/README.md leads to every page, directly or by way of the reference."""
    linked = {(DOCS / link.partition("#")[0]).resolve() for link in LINK.findall(text_of(DOCS / "README.md"))}
    own = {page for page in DOCS.rglob("*.md") if MADE_ELSEWHERE not in page.parents and page != DOCS / "README.md"}
    assert own <= linked


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_path_of_somebodys_machine(page: Path) -> None:
    assert not re.search(r"(?<![\w.])/(?:root|tmp|work|Users)/", text_of(page))


def test_the_picture_is_small() -> None:
    assert (DOCS / "pictures" / "lead.png").stat().st_size < 300_000
