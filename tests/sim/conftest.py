"""The truth benchmarks are commands, not a package: their folder is put after all else that can be imported."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "benchmarks" / "truth"))
