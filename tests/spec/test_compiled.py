"""Kernels that call kernels: literals are values like others."""

from __future__ import annotations

from typing import Any, cast

from turnstone.kernels.compiled import compiled


@compiled
def times(number: int, by: int, negated: bool) -> int:
    return -number * by if negated else number * by


@compiled
def sums(number: int) -> int:
    return times(number, 3, True) + times(number, by=5, negated=False) + times(0, number, number > 1)


def test_literals_make_no_variants_of_their_own() -> None:
    assert sums(7) == -21 + 35
    cast(Any, sums).recompile()  # what is kept on disk is not compiled, and asks for no variants
    assert sums(7) == -21 + 35
    assert [str(variant) for variant in cast(Any, times).signatures] == ["(int64, int64, bool)"]
