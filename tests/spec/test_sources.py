"""Each source folder's sample is recognised and becomes what stands beside it."""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from turnstone.sources.mapping import plain
from turnstone.sources.recognise import recognise

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from cut_samples import sample_of, what_it_becomes

FOLDERS = sorted(path.parent for path in Path(str(files("turnstone") / "sources")).glob("*/source.yml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_sample_becomes_what_is_expected(folder: Path) -> None:
    sample = sample_of(folder)
    ((sheet,), others) = recognise(sample, None)
    assert sheet.mapping.name == folder.name and not others
    assert what_it_becomes(sample) == json.loads((folder / "becomes.json").read_text("utf-8"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_column_of_a_sample_is_accounted_for(folder: Path) -> None:
    ((sheet,), _) = recognise(sample_of(folder), None)
    mapping, header = sheet.mapping, dict(sheet.head.rows)[sheet.header_row]
    taken = {mapping.column_for(field, header) for field in mapping.fields} - {None}
    left = {i for i, name in enumerate(header) if i not in taken}
    assert taken and (mapping.rest or all(mapping.left_out.get(plain(header[i])) for i in left))
