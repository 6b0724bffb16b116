"""What a stage leaves: which code, with which parameters, made which content from which inputs."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import turnstone


@dataclass(frozen=True)
class Output:
    """One file that a stage wrote: digest of its content, SHA-256 of its bytes, rows, its path in the workspace."""

    digest: str
    sha256: str
    rows: int
    file: str


@dataclass(frozen=True)
class Receipt:
    """One run of a stage. `key` stands for all that the outputs depend on: same key, same outputs."""

    stage: str
    key: str
    version: str
    code: str
    params: dict[str, Any]
    inputs: dict[str, str]
    outputs: dict[str, Output]
    seconds: float

    def facts(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> Receipt:
        outputs = {name: Output(**output) for name, output in facts["outputs"].items()}
        return cls(**{**{k: v for k, v in facts.items() if k in cls.__dataclass_fields__}, "outputs": outputs})


def stage_key(stage: str, code: str, params: dict[str, Any], inputs: dict[str, str]) -> str:
    """The digest of everything that a stage's outputs depend on."""
    content = json.dumps([stage, code, params, inputs], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def whole_code_digest() -> str:
    """The digest of all code that a run's tables depend on."""
    return code_digest("sources", "tables", "texts", "links", "networks", "indicators", "leads")


GROUND = ("model", "clean", "kernels", "formats", "engine")


@cache
def code_digest(*rooms: str) -> str:
    """The digest of the source text of some rooms and of the ground that all stages stand on."""
    root = Path(turnstone.__file__).parent
    digest = hashlib.sha256()
    for room in sorted({*GROUND, *rooms}):
        for path in sorted((root / room).rglob("*")):
            if path.suffix in (".py", ".yml", ".tsv", ".md", ".parquet"):
                digest.update(path.relative_to(root).as_posix().encode() + b"\x00")
                digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\x00")
    return digest.hexdigest()
