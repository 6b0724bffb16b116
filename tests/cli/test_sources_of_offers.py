"""`sources` tells of files that are kept without their pictures."""

from __future__ import annotations

import base64
import hashlib
import io
from pathlib import Path

from PIL import Image

from shell import new_workspace, turnstone


def test_the_original_and_the_pictures_dropped_are_told(tmp_path: Path) -> None:
    drawn = io.BytesIO()
    Image.radial_gradient("L").save(drawn, "JPEG")
    coded = base64.b64encode(drawn.getvalue()).decode()
    path = tmp_path / "adverts.csv"
    path.write_text(f"ad_id,body\n1,Pickers wanted. data:image/jpeg;base64,{coded}\n")
    plain = tmp_path / "plain.csv"
    plain.write_text("ad_id,body\n1,Packers wanted at the harbour\n")
    place = new_workspace(tmp_path / "ws", [path, plain])
    first, second = sorted(turnstone("sources", "--json", at=place).json, key=lambda row: row["name"])
    original = hashlib.sha256(path.read_bytes()).hexdigest()
    assert (first["original_sha256"], first["images_dropped"]) == (original, 1) and first["sha256"] != original
    assert (second["original_sha256"], second["images_dropped"]) == (None, 0)
    told = turnstone("sources", at=place).err
    assert (
        f"adverts.csv: kept without 1 picture; SHA-256 of the original: {original}" in told
        and "plain.csv: kept" not in told
    )
