"""The benchmarks are commands, not a package: their folders are put after all else that can be imported."""

import sys
from pathlib import Path

sys.path += [str(Path(__file__).resolve().parents[2] / "benchmarks" / part) for part in ("truth", "speed")]
