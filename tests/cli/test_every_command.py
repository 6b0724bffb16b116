"""Every command does its work, tells its mistakes with an exit code, and lists as JSON. A new command without an entry
here fails."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

import pytest
import typer

from market import NETWORK, h2a_orders, small
from shell import LAW, Result, turnstone
from turnstone.cli.main import COMMANDS, build

Check = Callable[[Result], bool]
OUT = "{out}"

# Command -> calls that go well, with what must be in the output.
WELL: dict[str, list[tuple[tuple[str, ...], str]]] = {
    "add": [(("{file}", *LAW), "added"), (("{file}", *LAW, "--json"), '"state": "added"')],
    "audit-links": [(("sample", "--size", "10", "--out", "{out}.csv"), "pairs written to"), (("sample", "--size", "10", "--out", "{out}.csv", "--json"), '"strata"')],
    "check": [(("{list}",), "Tessaly Picking Inc"), (("{list}", "--json"), '"matched"'), (("{list}", "--out", "{out}.csv"), "")],
    "decide": [((), ""), (("--json",), "[]"), (("accept", "1", "--reason", "seen"), "Recorded: accepted network-"),
               (("reopen", "1", "--reason", "seen"), "Recorded: withdrawn network-")],
    "expire": [(("{sha}", "--reason", "test", "--yes"), "Deleted: 1 source, 1 run, 0 reports"), (("{sha}", "--reason", "x", "--yes", "--json"), '"runs"'),
               (("--overdue", "--reason", "test", "--yes"), "No file is past its retention day")],
    "export": [((format, "--out", OUT), "written to") for format in ("ftm", "graphml", "gexf", "geojson", "i2-csv")],
    "find": [(("tesaly piking",), "Tessaly Picking Inc"), (("tessaly", "--json"), "Tessaly Picking Inc"), (("no such firm at all",), "")],
    "hold": [(("{sha}", "--retain-until", "2031-12-31", "--reason", "order 17 of the court"), "until 2031-12-31: line"),
             (("{sha}", "--purpose", "trial", "--reason", "order 17 of the court", "--json"), '"purpose": "trial"')],
    "indicators": [((), "reappearance"), (("--json",), '"family"'), (("reappearance",), "## Innocent readings")],
    "init": [(("{new}",), "Workspace ")],
    "judge": [((), "Tessaly Picking Inc"), (("--json",), '"profile_a"'), (("next",), "THE PAIR THAT DECIDES")],
    "leads": [((), "and 3 others"), (("--json",), '"bits"'), (("--abstained",), "Why the system abstains"), (("--abstained", "--json"), "[")],
    "match": [(("--name", "Tessaly Picking", "--town", "Lander", "--state", "WY"), "in the run"),
              (("--name", "No Such Firm At All Ltd", "--json"), '"fits": []'), (("--name", "No Such Firm At All Ltd"), "nobody known")],
    "network": [(("1",), "TIES"), (("Marrowick Harvest LLC", "--json"), '"standing"'), (("1", "--html", "{out}.html"), "Page written to")],
    "networks": [((), "and 3 others"), (("--json",), '"families"'), (("--with", "Marrowick Harvest LLC"), "and 3 others"), (("--kind", "parties"), "No network fits"), (("--continued",), "Nobody is listed")],
    "path": [(("Marrowick Harvest LLC", "Pellington Crews LLC"), "1 step, the weakest"), (("Marrowick Harvest LLC", "Pellington Crews LLC", "--json"), '"weakest_bits"')],
    "rejects": [((), ""), (("--json",), "["), (("--by-reason", "--json"), "[")],
    "report": [(("1", "--out", "{out}.html"), "Report about 1 lead "), ((), "Report about 1 lead ")],
    "run": [((), "Nothing has changed since run r1"), (("--json",), '"computed": false'), (("--as-of", "2015-01-01"), "Run r2")],
    "runs": [((), "r1"), (("--json",), '"finished_utc"')],
    "same": [(("Tessaly Picking Inc", "Tessaly Picking Inc"), "written in 2 ways"), (("Marrowick Harvest LLC", "Pellington Crews LLC", "--json"), '"verdict": "different"'),
             (("Marrowick Harvest LLC", "Pellington Crews LLC", "--html", "{out}.html"), "Page written to")],
    "show": [(("1",), "INNOCENT READINGS"), (("1", "--json"), '"innocent"')],
    "simulate": [(("{out}.world", "--offers", "200", "--months", "6"), "A synthetic market of 1 networks among others"),
                 (("{out}.world", "--offers", "200", "--countries", "AU", "--json"), '"synthetic": true')],
    "sources": [((), "rows in ="), (("--json",), '"sha256"'), (("--kinds",), "h2a_orders"), (("--kinds", "--json"), '"ftm"'),
                (("--columns", "debarments.csv"), "Entity Debarred"), (("--columns", "debarments.csv", "--json"), '"mapped"')],
    "table": [((), "job_orders"), (("--json",), '"about"'), (("debarments",), "H-2A"), (("orders", "--json", "-n", "2"), '"case_no"'),
              *((("orders", "--out", f"{{out}}.{ending}"), "73 rows written") for ending in ("csv", "ndjson", "parquet"))],
    "trace": [(("1",), "H-2A_FY2016.xlsx, sheet"), (("1", "--json"), '"cells"')],
    "unlock": [(("--reason", "a case of ours"), "Names and contacts are shown to you"), (("--end",), "masked again")],
    "validate": [(("--truth", "{closed}"), "recall, all networks"), (("--truth", "{closed}", "--json"), '"precision"'),
                 (("--truth", "{closed}", "--out", "{out}.html"), "Measured on closed cases")],
    "verify": [(("--quick",), "Sound:"), (("--quick", "--json"), '"sound": true')],
}  # fmt: skip

# Command -> calls that must fail, with the exit code and what is said.
BADLY: dict[str, list[tuple[tuple[str, ...], int, str]]] = {
    "add": [(("{file}", "--purpose", "x", "--retain-until", "unlimited"), 1, "--legal-basis is missing"),
            (("{file}", *LAW[:4], "--retain-until", "tomorrow"), 1, "'tomorrow' is no day"),
            (("{file}", *LAW, "--source", "planets"), 1, "there is no source 'planets'"),
            (("{file}", *LAW, "--supersedes", "zz"), 1, "names 0 files"), (("nowhere.csv", *LAW), 3, "there is no such file"), ((), 2, "")],
    "audit-links": [(("count",), 1, "is nothing to do"), (("read",), 1, "without a file"), (("read", "nowhere.csv"), 3, "there is no such file"),
                    (("read", "{list}"), 3, "has no column 'verdict'"), ((), 2, "")],
    "check": [(("nowhere.csv",), 3, "there is no such file"), (("{list}", "--column", "colour"), 3, "there is no column 'colour'"),
              (("{list}", "--out", "{out}.docx"), 1, "no format has the ending"), (("{empty}",), 3, "the file is empty")],
    "decide": [(("maybe", "1", "--reason", "x"), 1, "is no decision"), (("accept", "99", "--reason", "x"), 1, "there is no lead '99'"),
               (("same", "1", "--reason", "x"), 1, "is no decision"), (("same", "entity-f00", "entity-f00", "--reason", "x"), 1, ""),
               (("accept", "1"), 1, "")],
    "expire": [((), 1, "no file is named"), (("zz", "--reason", "x", "--yes"), 1, "names 0 kept files")],
    "export": [(("docx",), 1, "there is no format 'docx'"), (("ftm", "99"), 1, "there is no lead '99'")],
    "find": [((), 2, "")],
    "hold": [(("zz", "--reason", "order 17 of the court"), 1, "names 0 kept files"), (("{sha}", "--reason", "so", "--purpose", "x"), 5, "a reason must say why"),
             (("{sha}", "--reason", "order 17 of the court"), 1, "is held so already"), (("{sha}", "--reason", "order 17 of the court", "--retain-until", "soon"), 1, "is no day"), (("{sha}",), 2, "")],
    "indicators": [(("nothing",), 1, "there is no indicator 'nothing'")],
    "init": [(("{here}",), 1, "is a workspace already"), (("{full}",), 1, "is not empty")],
    "judge": [(("perhaps",), 1, "is nothing to judge"), (("a", "b", "maybe"), 1, "is nothing to judge"), (("effects",), 1, "there is no run before"),
              (("--kind", "premises"), 1, "no kind 'premises'"), (("Nobody Atall", "Tessaly Picking Inc", "same", "--reason", "x"), 1, "no party fits")],
    "leads": [(("--run", "r9"), 1, "there is no run 'r9'"), (("--since", "r9"), 1, "there is no run 'r9'")],
    "match": [((), 1, "neither a name nor an address"), (("--name", "x y", "--kind", "ship"), 1, "no kind 'ship'"),
              (("--name", "x y", "--dates", "ymd"), 1, "no dates 'ymd'")],
    "network": [(("99",), 1, "there is no lead '99'"), (("network-",), 1, "more than one id"), (("Nobody Atall",), 1, "no party fits"), ((), 2, "")],
    "networks": [(("--continued", "--least", "3"), 1, "go with --continued"), (("--kind", "alone"), 1, "no kind 'alone'"), (("--run", "r9"), 1, "there is no run 'r9'"), (("--with", "Nobody Atall"), 1, "no party fits")],
    "path": [(("Nobody Atall", "Tessaly Picking Inc"), 1, "no party fits"), (("Tessaly Picking Inc", "Tessaly Picking Inc"), 1, "both are one party"), ((), 2, "")],
    "rejects": [(("--run", "r9"), 1, "there is no run 'r9'")],
    "report": [(("99",), 1, "there is no lead '99'")],
    "run": [(("--as-of", "yesterday"), 1, "'yesterday' is no day")],
    "runs": [],
    "same": [(("Tesaly Piking", "Marrowick Harvest LLC"), 1, "may be meant"), (("entity-f00", "entity-f00"), 1, "has the id"), (("x",), 2, "")],
    "show": [(("99",), 1, "there is no lead '99'"), (("network-",), 1, "more than one id"), (("zzz",), 1, "there is no lead")],
    "simulate": [(("{full}",), 1, "is not empty"), (("{out}.world", "--countries", "XX"), 1, "XX"), (("{out}.world", "--offers", "0"), 1, "no world"),
                 (("{out}.world", "--parameters", "{list}"), 3, "no parameter"), ((), 2, "")],
    "sources": [(("--columns", "nothing.csv"), 1, "names 0 files"), (("--run", "r9"), 1, "there is no run")],
    "table": [(("planets",), 1, "has no table 'planets'"), (("orders", "--out", "{out}.docx"), 1, "no format has the ending")],
    "trace": [(("1", "--page", "999"), 1, "has no page 999"), (("99",), 1, "there is no lead '99'"), (("nothing-1",), 1, "has the id")],
    "unlock": [(("--reason", "x"), 5, "a reason must say why"), (("--reason", "a case", "--minutes", "1000"), 5, "8 hours at most")],
    "validate": [((), 1, "say either --truth or --simulated"), (("--truth", "nowhere.csv"), 3, "no such file or folder"),
                 (("--truth", "{list}"), 3, "has no column 'table'"), (("--simulated",), 1, "with --simulated which worlds"),
                 (("--simulated", "--truth", "{closed}", "x"), 1, "say either"), (("--simulated", "{full}"), 3, "there is no folder data"),
                 (("--truth", "{strangers}"), 1, "has none of the rows of the truth")],
    "verify": [(("--report", "nowhere.html"), 3, "there is no such file"), (("--report", "{list}"), 1, "prints no head"),
               (("--quick", "--head", "0" * 63 + "1"), 6, "is not what was written")],
}  # fmt: skip
OWN_TEST = {
    "demo": "tests/walk and `make demo` run it on the excerpt that is shipped",
    "template": "tests/cli/test_templates.py, on tables of templates",
    "templates": "tests/cli/test_templates.py, on tables of templates",
}
WITHOUT_WORKSPACE = {"init", "demo", "simulate"}


def filled(words: tuple[str, ...], workspace: Path) -> list[str]:
    """The words with the paths of this test in them."""
    folder = workspace.parent
    (folder / "full").mkdir(exist_ok=True)
    (folder / "full" / "letter.txt").write_text("x")
    (folder / "list.csv").write_text("name,note\nTessaly Picking,a\nNobody Atall,b\n")
    (folder / "empty.csv").touch()
    closed = [
        f"job_orders,{row['CASE_NUMBER']},{'yes,n1' if row['EMPLOYER_NAME'] in NETWORK else 'no,'}"
        for row in h2a_orders()
    ]
    (folder / "closed.csv").write_text("\n".join(["table,key,label,network_id", *closed]))
    (folder / "strangers.csv").write_text("table,key,label\njob_orders,H-300-0,yes\n")
    (folder / "more").mkdir(exist_ok=True)
    more = small(folder / "more")
    more.write_text(more.read_text().replace("0945500", "0777700"))
    (row, *_) = turnstone("sources", "--json", at=workspace).json
    known = {
        "out": folder / "out", "new": folder / "new", "here": workspace, "full": folder / "full", "list": folder / "list.csv",
        "empty": folder / "empty.csv", "file": more, "sha": row["sha256"],
        "closed": folder / "closed.csv", "strangers": folder / "strangers.csv",
    }  # fmt: skip
    return [word.format(**known) if word.startswith("{") else word for word in words]


def called(command: str, words: tuple[str, ...], workspace: Path) -> Result:
    return turnstone(command, *filled(words, workspace), at=None if command in WITHOUT_WORKSPACE else workspace)


def test_every_command_is_tested_here() -> None:
    commands = set(typer.main.get_command(build()).commands)  # type: ignore[attr-defined]
    plugins = {plugin.name for plugin in entry_points(group="turnstone.commands")}  # the workbench's serve: tests/web
    assert commands == set(COMMANDS) | plugins
    assert set(COMMANDS) - OWN_TEST.keys() == WELL.keys() == BADLY.keys()


@pytest.mark.parametrize(("command", "words", "said"), [(c, w, said) for c, calls in WELL.items() for w, said in calls])
def test_it_does_its_work(workspace: Path, command: str, words: tuple[str, ...], said: str) -> None:
    done = called(command, words, workspace)
    assert done.code == 0, done.all
    assert said in done.out
    if "--json" in words:
        json.loads(done.out)
    for name in ("out.csv", "out.ndjson", "out.parquet", "out.html", "out"):
        path = workspace.parent / name
        assert not path.exists() or path.stat().st_size > 0


@pytest.mark.parametrize(
    ("command", "words", "code", "said"), [(c, *call) for c, calls in BADLY.items() for call in calls]
)
def test_it_tells_its_mistakes(workspace: Path, command: str, words: tuple[str, ...], code: int, said: str) -> None:
    before = (workspace / "receipts.jsonl").read_bytes()
    done = called(command, words, workspace)
    assert done.code == code, done.all
    assert said in done.err and "Traceback" not in done.err and "a fault of the software" not in done.err
    assert (workspace / "receipts.jsonl").read_bytes() == before, "nothing was recorded"


@pytest.mark.parametrize("command", COMMANDS)
def test_it_explains_itself(command: str) -> None:
    done = turnstone(command, "--help")
    assert done.code == 0 and "Usage: " in done.out and len(done.out.splitlines()) > 5


@pytest.mark.parametrize("command", sorted(set(WELL) - WITHOUT_WORKSPACE - {"indicators"}))
def test_it_says_that_there_is_no_workspace(tmp_path: Path, command: str) -> None:
    (tmp_path / "list.csv").write_text("a\n")
    arguments = {"add": ("list.csv", *LAW), "find": ("x",), "show": ("1",), "trace": ("1",), "export": ("ftm",),
                 "check": (str(tmp_path / "list.csv"),), "expire": ("--overdue", "--reason", "x", "--yes"),
                 "unlock": ("--reason", "a case of ours"), "hold": ("x", "--reason", "x"), "decide": ("accept", "1", "--reason", "x"),
                 "audit-links": ("sample",), "network": ("1",), "path": ("x", "y"), "same": ("x", "y"),
                 "match": ("--name", "Tessaly Picking Inc"), "validate": ("--truth", str(tmp_path / "list.csv"))}  # fmt: skip
    done = turnstone(command, *arguments.get(command, ()), at=tmp_path / "nowhere")
    assert done.code == 1 and "there is no workspace in" in done.err and "turnstone init" in done.err, done.all


@pytest.mark.parametrize(
    "command",
    sorted(
        set(WELL)
        - WITHOUT_WORKSPACE
        - {"add", "run", "verify", "sources", "runs", "indicators", "unlock", "decide", "hold", "expire"}
    ),
)
def test_it_says_that_nothing_has_been_run(tmp_path: Path, command: str) -> None:
    assert turnstone("init", tmp_path / "ws").code == 0
    (tmp_path / "list.csv").write_text("a\n")
    arguments = {
        "find": ("x",),
        "show": ("1",),
        "trace": ("1",),
        "export": ("ftm",),
        "check": (str(tmp_path / "list.csv"),),
        "audit-links": ("sample",),
        "network": ("1",),
        "path": ("x", "y"),
        "same": ("x", "y"),
        "match": ("--name", "Tessaly Picking Inc"),
        "validate": ("--truth", str(tmp_path / "list.csv")),
    }
    done = turnstone(command, *arguments.get(command, ()), at=tmp_path / "ws")
    assert done.code == 1 and "nothing has been run yet" in done.err, done.all


def test_an_empty_workspace(tmp_path: Path) -> None:
    assert turnstone("init", tmp_path / "ws").code == 0
    done = turnstone("run", at=tmp_path / "ws")
    assert done.code == 1 and "no files have been added" in done.err
    assert turnstone("verify", at=tmp_path / "ws").code == 0
    for command in ("sources", "runs", "decide"):
        assert turnstone(command, "--json", at=tmp_path / "ws").json == []


def test_every_list_prints_json() -> None:
    """A command that prints a table has --json."""
    for command in COMMANDS:
        module = sys.modules[f"turnstone.cli.{command.replace('-', '_')}"]
        if "print_table" in inspect.getsource(module) and command not in ("demo",):
            assert "as_json" in inspect.signature(module.command).parameters, command


def test_the_overview_and_the_version() -> None:
    from turnstone import __version__

    assert turnstone("--version").out.strip() == __version__
    overview = turnstone("--help").out
    assert all(command in overview for command in COMMANDS)
    assert turnstone("no-such-command").code == 2


def test_a_reader_that_stops_early_is_no_fault(finished: Path) -> None:
    """`turnstone table ... | head -1`"""
    command = [
        sys.executable,
        "-m",
        "turnstone.cli.main",
        "table",
        "checks",
        "-n",
        "0",
        "--json",
        "--workspace",
        str(finished),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read()
    assert process.wait() == 0 and b"Traceback" not in err and b"fault" not in err, err


def test_answers_are_asked_for_where_somebody_can_answer(workspace: Path) -> None:
    done = turnstone("unlock", at=workspace, answers="the case of the orchards\n")
    assert done.code == 0 and "Reason" in done.all
    assert turnstone("unlock", "--end", at=workspace).code == 0
