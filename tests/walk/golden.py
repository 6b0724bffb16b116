"""What the walk over the shipped excerpt gave when a person last looked at it: `golden.json`.

    python tests/walk/golden.py          makes it anew; read the difference before you commit it

A change that alters a digest must say so in its message: somebody's figures change with it.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from shell import turnstone
from turnstone.workspace import Workspace

GOLDEN = Path(__file__).with_name("golden.json")


def facts(folder: Path) -> dict[str, Any]:
    """Rows and digest of every table, and the first leads as they are listed."""
    run = Workspace(folder).run()
    leads = turnstone("leads", "--json", at=folder).json
    shown = ("rank", "network_id", "name", "size", "bits", "families")
    return {
        "tables": {name: [table["rows"], table["digest"][:16]] for name, table in sorted(run.tables.items())},
        "leads": len(leads),
        "first": [{name: lead[name] for name in shown} for lead in leads[:10]],
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        done = turnstone("demo", Path(folder) / "demo")
        assert done.code == 0, done.all
        GOLDEN.write_text(json.dumps(facts(Path(folder) / "demo"), indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
