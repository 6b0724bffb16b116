"""The whole way over the excerpt of the real files that is shipped, as `make demo` goes it."""

from __future__ import annotations

import json
import re
import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from golden import GOLDEN, facts

from plain_reader import text_at
from shell import Result, reconcile, turnstone

EXCERPT = Path(str(files("turnstone") / "examples" / "h2"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    folder = tmp_path_factory.mktemp("walk") / "demo"
    return folder, turnstone("demo", folder)


def test_the_figures_are_those_that_were_looked_at(demo: tuple[Path, Result]) -> None:
    expected = json.loads(GOLDEN.read_text("utf-8"))
    found = json.loads(json.dumps(facts(demo[0])))
    assert found["first"] == expected["first"] and found["leads"] == expected["leads"]
    changed = {name for name in expected["tables"] if found["tables"].get(name) != expected["tables"][name]}
    assert not changed and found["tables"].keys() == expected["tables"].keys(), (
        "if this was meant, run `python tests/walk/golden.py` and read the difference"
    )


def test_it_lists_leads_and_says_what_to_try_next(demo: tuple[Path, Result]) -> None:
    folder, done = demo
    assert done.code == 0, done.all
    assert "A certification is an approval and no wrongdoing" in done.out
    for command in re.findall(r"^  turnstone (.+?)   ", done.out, re.MULTILINE):
        if "--help" not in command and not command.startswith(("verify", "serve")):  # serve ends with Ctrl-C: tests/web
            args = [part.strip('"') for part in re.findall(r'"[^"]*"|\S+', command)]
            tried = turnstone(*args)
            assert tried.code == 0 and tried.out, command
    assert (folder / "report.html").is_file()


def test_it_verifies(demo: tuple[Path, Result]) -> None:
    done = turnstone("verify", "--json", at=demo[0])
    assert done.code == 0 and done.json["sound"], done.all


def test_rows_in_are_rows_out_and_rejects(demo: tuple[Path, Result]) -> None:
    told = reconcile(demo[0])
    assert len(told) == len(list(EXCERPT.iterdir())) == 46
    assert sum(row["rows_in"] for row in told.values()) == 87_390


def test_a_second_time_nothing_is_computed(demo: tuple[Path, Result]) -> None:
    done = turnstone("run", "--json", at=demo[0])
    assert done.code == 0 and done.json["computed"] is False


def test_the_report_needs_no_network(demo: tuple[Path, Result]) -> None:
    text = (demo[0] / "report.html").read_text("utf-8")
    assert not re.search(r"""(?:src|href|action)\s*=\s*["']?(?:https?:)?//""", text)
    assert not re.search(r"@import|url\(\s*['\"]?(?!data:|#)", text)
    assert "<script src" not in text and text.count("<svg") >= 10 * 3
    for word in ("trafficker", "perpetrator", "criminal"):
        assert word not in text.lower()


def lines_of(step: dict[str, Any]) -> list[dict[str, Any]]:
    return step["lines"] + [line for child in step["rests_on"] for line in lines_of(child)]


def test_a_lead_stands_on_cells_of_the_files(demo: tuple[Path, Result]) -> None:
    """Every cell of the text files under the first lead, read again by another reader."""
    step = turnstone("trace", "1", "--json", at=demo[0]).json
    checked = 0
    for line in lines_of(step):
        if line["file"].endswith(".csv"):
            for cell in line["cells"]:
                if not cell["value"].startswith("["):
                    assert text_at(EXCERPT / line["file"], None, line["row"], cell["column"]).strip() == cell["value"]
                    checked += 1
    assert checked >= 5


def test_another_order_and_place_give_the_same(demo: tuple[Path, Result], tmp_path: Path) -> None:
    """Half of the files added in turn, from another folder, in one run after another: the same figures at the end."""
    paths = sorted(EXCERPT.iterdir(), reverse=True)
    copies = [Path(shutil.copy(path, tmp_path / path.name)) for path in paths]
    at = tmp_path / "ws"
    law = ("--legal-basis", "other", "--purpose", "other", "--retain-until", "unlimited")
    assert turnstone("init", at).code == 0
    assert turnstone("add", *copies[30:], *law, at=at).code == 0
    assert turnstone("run", at=at).code == 0
    assert turnstone("add", *copies[:30], *law, at=at).code == 0
    assert turnstone("run", at=at).code == 0
    assert facts(at)["tables"] == facts(demo[0])["tables"]
