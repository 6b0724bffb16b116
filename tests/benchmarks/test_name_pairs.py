"""The truth command for pairs of names, on a file written here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
ROWS = """a,b,same,schema
Jane Hartwell,"Hartwell, Jane",true,Person
Jane Hartwel,Jane Hartwell,1,Person
Jane Hartwell,Jane Okonkwo,false,Person
Wang Wei,Wang Jie,0,Person
Romashka LLC,OOO Ромашка,yes,Company
Quillpen Fund 1,Quillpen Fund 2,no,Company
Quillpen Fund 7,Quillpen Fund 8,true,Company
MV Sea Star,Sea Star,true,Vessel
"""


def test_the_command(tmp_path: Path) -> None:
    file, out = tmp_path / "pairs.csv", tmp_path / "out.json"
    file.write_text(ROWS, "utf-8")
    subprocess.run(
        [sys.executable, str(ROOT / "benchmarks/truth/name_pairs.py"), str(file), "--left", "a", "--right", "b", "--label",
         "same", "--kind", "schema", "--out", str(out)],
        check=True, capture_output=True,
    )  # fmt: skip
    got = json.loads(out.read_text("utf-8"))
    assert (got["turnstone"]["rows"], got["turnstone"]["true"], got["turnstone"]["said"]) == (8, 5, 4)
    assert got["turnstone"]["precision"]["value"] == 1
    assert got["turnstone"]["recall"]["value"] == 0.8
    assert got["misses"] == {"one, told apart": {"conflict of numbers": 1}, "two, told one": {}}
    assert got["by"]["schema"]["Person"]["f1"]["value"] == 1
    assert "Hartwell" not in out.read_text("utf-8")


def test_rates_and_thresholds() -> None:
    import name_pairs

    truth = np.array([True, True, False, False])
    assert name_pairs.rates(truth, np.array([True, False, True, False])) == (0.5, 0.5, 0.5)
    assert name_pairs.best_threshold(truth, np.array([90.0, 70.0, 60.0, 10.0])) == 70
    label = name_pairs.clusters(["Jane Hartwell", "June Hartwell", "Wang Wei"], ["x y", "z z", "Wei Wang"])
    assert label.tolist() == [0, 0, 2]
