"""What is hidden from somebody: files that only other teams need to know, and networks that only other teams work on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Hidden:
    """`sources`: SHA-256 of files; whatever rests on one of them is hidden. `networks`: ids."""

    sources: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sources or self.networks)


NOTHING = Hidden()
