"""Loops that must be fast are compiled by numba when first called and kept on disk from then on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """The function compiled for the types that it is called with. It still tells type checkers what it was."""
    made: Any = numba.njit(cache=True, nogil=True, boundscheck=False)(function)
    return cast(Function, made)


def inlined(function: Function) -> Function:
    """A small compiled function that becomes part of its callers."""
    made: Any = numba.njit(cache=True, nogil=True, inline="always")(function)
    return cast(Function, made)
