"""Loops that must be fast are compiled by numba when first called and kept on disk from then on.

Numba and what it prepares for each kernel take 0.4 CPU seconds and 80 MB: most commands call no kernel, and do without.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """The function compiled for the types that it is called with. It still tells type checkers what it was."""
    return cast(Function, _Kernel(function, {"boundscheck": False}))


def inlined(function: Function) -> Function:
    """A small compiled function that becomes part of its callers."""
    return cast(Function, _Kernel(function, {"inline": "always"}))


class _Kernel:
    """A function that is given to numba when it is first called, or when a kernel that calls it is compiled."""

    def __init__(self, function: Callable[..., object], options: dict[str, Any]) -> None:
        self._function, self._options = function, options
        self._made: Any = None
        update_wrapper(self, function)

    def __call__(self, *args: Any) -> Any:
        return (self._made or self._make())(*args)

    def __getattr__(self, name: str) -> Any:
        """What numba asks a compiled function for: its type, its options, its source."""
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._made or self._make(), name)

    def _make(self) -> Any:
        import numba

        self._made = numba.njit(cache=True, nogil=True, **self._options)(self._function)
        self._made.get_call_template = _any_value(self._made.get_call_template)
        return self._made


def _any_value(template: Callable[..., Any]) -> Callable[..., Any]:
    """How numba finds the variant that another kernel calls. It would compile one for each literal that is passed, `0` and
    `True` apart from other numbers and booleans, which made the kernels that compare names take 40 % longer to compile."""
    import numba

    unliteral: Callable[[Any], Any] = numba.types.unliteral

    def find(args: Any, named: Any) -> Any:
        return template(tuple(map(unliteral, args)), {name: unliteral(kind) for name, kind in named.items()})

    return find
