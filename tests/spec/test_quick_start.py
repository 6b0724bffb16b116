"""What a command does not need is not loaded when it starts: compilers and libraries that take long to load."""

from __future__ import annotations

import subprocess
import sys

import pytest

COMPILER = ("numba", "llvmlite")
HEAVY = (*COMPILER, "duckdb", "pyarrow", "scipy", "rapidfuzz", "phonenumbers", "fastexcel", "polars", "splink")


def loaded(code: str, names: tuple[str, ...]) -> list[str]:
    """Which of the modules are loaded after the code has run in a process of its own."""
    asked = f"{code}\nimport sys\nprint(*(name for name in {names!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", asked], stdout=subprocess.PIPE, check=True, text=True)
    return done.stdout.split()


def test_the_list_of_commands_needs_no_heavy_library() -> None:
    assert loaded("from turnstone.cli.main import build\nbuild()", HEAVY) == []


@pytest.mark.parametrize("module", ["turnstone.adding", "turnstone.running", "turnstone.pipeline"])
def test_the_compiler_is_loaded_with_the_first_kernel_that_is_called(module: str) -> None:
    assert loaded(f"import {module}", COMPILER) == []
    kernel = "from turnstone.kernels.graph import components\nimport numpy as np\ncomponents(2, np.r_[0], np.r_[1])"
    assert loaded(f"import {module}\n{kernel}", COMPILER) == list(COMPILER)
