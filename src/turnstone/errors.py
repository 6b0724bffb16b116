"""What can go wrong, in the user's words. Each error names what happened, where, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass


class TurnstoneError(Exception):
    """Something the user can understand and act on. `exit_code` is what the command line ends with."""

    exit_code = 1
    page = "docs/how-to/errors.md"

    def __init__(self, what: str, *, do: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.do = do

    def __str__(self) -> str:
        return f"{self.what}\n  What to do: {self.do}" if self.do else self.what


@dataclass(frozen=True)
class Where:
    """A place in a source: file, sheet, row (as a spreadsheet or editor counts, from 1) and column."""

    file: str = ""
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        parts = [self.file] if self.file else []
        if self.sheet is not None:
            parts.append(f"sheet {self.sheet!r}")
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column is not None:
            parts.append(f"column {self.column!r}")
        return ", ".join(parts)


class SourceError(TurnstoneError):
    """A file that cannot be read as what it is said to be. Stops that file and nothing else."""

    exit_code = 3

    def __init__(self, problem: str, *, where: Where, expected: str = "", do: str = "") -> None:
        self.problem, self.where, self.expected = problem, where, expected
        text = f"{where}: {problem}"
        if expected:
            text += f"\n  Expected: {expected}"
        super().__init__(text, do=do)

    def at(self, file: str) -> SourceError:
        """The same error under the name by which the user knows the file."""
        where = Where(file, self.where.sheet, self.where.row, self.where.column)
        return SourceError(self.problem, where=where, expected=self.expected, do=self.do)


class ContractError(TurnstoneError):
    """A stage took or gave a table that is not what its contract says: a fault of the software, not of the data."""

    exit_code = 4

    def __init__(self, stage: str, table: str, problem: str, *, column: str | None = None) -> None:
        at = f"{table}.{column}" if column else table
        super().__init__(
            f"stage {stage}: table {at}: {problem}",
            do="report it with the stage and table named above; the previous run still stands",
        )


class PolicyDenied(TurnstoneError):
    """A rule that protects people or evidence says no. Names the rule and who may lift it."""

    exit_code = 5

    def __init__(self, rule: str, *, lifted_by: str, do: str = "") -> None:
        self.rule = rule
        super().__init__(f"{rule}\n  May be lifted by: {lifted_by}", do=do)


class VerificationFailed(TurnstoneError):
    """Evidence is not what its receipt says. Raised only by `verify`."""

    exit_code = 6
