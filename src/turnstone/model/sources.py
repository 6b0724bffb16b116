"""What became of files, columns and rows. (Where a row stands is told by the raw tables themselves.)"""

from turnstone.model.schema import INT, TEXT, Schema, column, key

_SOURCE = key("source", "SHA-256 of the file.")
_SHEET = column("sheet", TEXT, "Sheet, where the format has sheets.")

SOURCE_FILES = Schema(
    "source_files",
    "What became of each sheet of each file: rows in = rows out + rows rejected.",
    ("source", "sheet"),
    (
        _SOURCE,
        _SHEET,
        column("mapping", TEXT, "The source description that read it; empty when none fitted."),
        column("table", TEXT, "The table that its rows belong to."),
        column("rows_in", INT, "Rows that are not blank, below the header.", required=True),
        column("rows_out", INT, "Rows taken.", required=True),
        column("rows_rejected", INT, "Rows refused, each told in `rejects`.", required=True),
        column("rows_blank", INT, "Rows with no cell filled.", required=True),
        column("header_row", INT, "Row of the header.", required=True),
        column("notes", TEXT, "What a careful reader should know of how it was read."),
    ),
)

SOURCE_COLUMNS = Schema(
    "source_columns",
    "What became of each column of each file: mapped to a field, or left out by name.",
    ("source", "sheet", "position"),
    (
        _SOURCE,
        _SHEET,
        key("position", "The column's letter in a workbook, its number in a text file, else its name."),
        column("header", TEXT, "The column's name as written."),
        column("field", TEXT, "The field that it fills; empty when it fills none."),
        key("state", "mapped, left out (named in the source description) or unknown (named nowhere)."),
        column("reason", TEXT, "Why it is left out."),
    ),
)

REJECTS = Schema(
    "rejects",
    "What could not be taken, with its reason. Nothing is dropped without a line here.",
    ("source", "sheet", "row", "column", "reason"),
    (
        _SOURCE,
        _SHEET,
        column("row", INT, "Row or line, counted from 1; 0 for the sheet as a whole.", required=True),
        column("column", TEXT, "The column as written; empty when the whole row is refused."),
        key("scope", "file, row (the row is not taken) or value (the row is taken without this value)."),
        column("value", TEXT, "What stood there, cut at 200 characters."),
        key("reason", "Why it could not be taken."),
    ),
)
