"""Truth is read as it is laid out; what does not fit is told with file, row, column and what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from turnstone.errors import SourceError, TurnstoneError
from turnstone.validate.truth_table import Protected, read_truth

GOOD = "table,key,label,network_id\nparties,x1,yes,n1\nparties,x2,no,\nparties,x3,,\n"


def closed(folder: Path, text: str, name: str = "closed.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_table_of_closed_cases(tmp_path: Path) -> None:
    truth = read_truth(closed(tmp_path, GOOD))
    assert truth.rows.select(["key", "label", "network_id", "row", "class"]).to_pylist() == [
        {"key": "x1", "label": "yes", "network_id": "n1", "row": 2, "class": ""},
        {"key": "x2", "label": "no", "network_id": "", "row": 3, "class": ""},
        {"key": "x3", "label": "", "network_id": "", "row": 4, "class": ""},
    ]
    assert not truth.synthetic and truth.protected is None and truth.folded == 0 and list(truth.networks) == ["n1"]


def test_spreadsheets_save_it_in_their_own_way(tmp_path: Path) -> None:
    """Other order of columns, other separator, a mark of the encoding, capitals, blanks, case numbers in lower case."""
    text = "\ufeffLabel; KEY ;table\nYes; h-300-1 ;Job_Orders\nno;h-300-2;job_orders\n"
    assert read_truth(closed(tmp_path, text)).rows.column("key").to_pylist() == ["H-300-1", "H-300-2"]
    assert read_truth(closed(tmp_path, text)).rows.column("label").to_pylist() == ["yes", "no"]


def test_a_folder_as_the_simulator_writes_it(tmp_path: Path) -> None:
    folder = tmp_path / "truth"
    folder.mkdir()
    rows = pa.table(
        {"table": ["offers"], "key": ["7"], "site": ["Board.Example"], "label": ["yes"], "network_id": ["n1"]}
    )
    pq.write_table(rows, folder / "rows.parquet")
    networks = pa.table({"network_id": ["n1"], "kind": ["farm work"], "tier": [2], "started_on": [date(2024, 2, 1)]})
    pq.write_table(networks, folder / "networks.parquet")
    people = pa.table(
        {"person_id": ["a", "b"], "name": ["Ada Vex", "Bo Lind"], "phone": ["+1", None], "protected": [True, False]}
    )
    pq.write_table(people, folder / "people.parquet")
    (folder / "world.json").write_text('{"seed": 5}')
    for path in (tmp_path, folder):
        truth = read_truth(path)
        assert truth.synthetic and truth.world == {"seed": 5}
        assert truth.networks["n1"].tier == 2 and truth.networks["n1"].started_on == date(2024, 2, 1)
        assert truth.protected == (Protected("a", "Ada Vex", "+1", ""),)
        assert truth.rows.column("site").to_pylist() == ["board.example"]


def test_a_row_that_says_the_same_twice_counts_once(tmp_path: Path) -> None:
    truth = read_truth(closed(tmp_path, GOOD + "parties,x1,yes,n1\n"))
    assert truth.rows.num_rows == 3 and truth.folded == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("table,key\nparties,x\n", "has no column 'label'"),
        (GOOD + "parties,x4,maybe,\n", "row 5, column 'label': 'maybe' is no label"),
        (GOOD + "partys,x4,yes,\n", "row 5, column 'table': 'partys' is no table"),
        (GOOD + "parties,,yes,\n", "row 5, column 'key': is empty"),
        (GOOD + "parties,x1,no,\n", "row 5, column 'key': the key 'x1' stands in row 2 too"),
        (GOOD + "parties,x2,yes,n2\n", "row 5, column 'key'"),
        (GOOD + "parties,x4,no,n1\n", "row 5, column 'network_id': a network is named where the label is 'no'"),
        ("table,key,label,label\nparties,x,yes,no\n", "has the column 'label' twice"),
        ("table,key,label\n", "has a header and no rows"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_where_it_stands(tmp_path: Path, text: str, said: str) -> None:
    path = closed(tmp_path, text)
    with pytest.raises(SourceError) as error:
        read_truth(path)
    assert said in str(error.value) and str(path) in str(error.value)
    assert error.value.do or error.value.where.column is None


@pytest.mark.parametrize(
    ("networks", "said"),
    [
        ("network_id,tier\nn1,4\n", "row 2, column 'tier': '4' is no tier"),
        ("network_id,started_on\nn1,01/02/2024\n", "row 2, column 'started_on': '01/02/2024' is no day"),
        ("network_id\nn1\nn1\n", "row 3, column 'network_id': the network 'n1' stands twice"),
        ("network_id\nn9\n", "row 2, column 'network_id': the network 'n1' is not in networks.csv"),
        ("kind\nfarm work\n", "has no column 'network_id'"),
    ],
)  # fmt: skip
def test_networks_that_do_not_fit(tmp_path: Path, networks: str, said: str) -> None:
    closed(tmp_path, GOOD, "rows.csv")
    closed(tmp_path, networks, "networks.csv")
    with pytest.raises(SourceError) as error:
        read_truth(tmp_path)
    assert said in str(error.value)


def test_people_must_say_who_is_protected(tmp_path: Path) -> None:
    closed(tmp_path, GOOD, "rows.csv")
    closed(tmp_path, "person_id,name,protected\np1,Ada Vex,perhaps\n", "people.csv")
    with pytest.raises(SourceError, match="'perhaps' is neither yes nor no"):
        read_truth(tmp_path)


def test_folders_without_rows_or_with_two_tables_of_them(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no table of rows"):
        read_truth(tmp_path)
    closed(tmp_path, GOOD, "rows.csv")
    closed(tmp_path, GOOD, "rows.ndjson")
    with pytest.raises(TurnstoneError, match="2 tables of rows"):
        read_truth(tmp_path)
    with pytest.raises(SourceError, match="no such file"):
        read_truth(tmp_path / "nowhere")
