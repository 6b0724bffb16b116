"""turnstone show LEAD"""

from __future__ import annotations

import shutil
from typing import Annotated

import typer

from turnstone.cli.common import (
    HERE,
    JsonOption,
    RunOption,
    WorkspaceOption,
    find_network,
    looking,
    print_json,
    say,
    told_unmasked,
)  # fmt: skip


def command(
    lead: Annotated[str, typer.Argument(help="Its number in `leads`, or the beginning of its id.")],
    run: RunOption = None,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show one lead: its evidence with weights, innocent readings, what would refute it, what to ask for next."""
    from turnstone.exports.lead_text import lead_text
    from turnstone.exports.lead_view import as_json as view_as_json
    from turnstone.exports.lead_view import lead_view
    from turnstone.indicators.registry import registry

    with looking(workspace, run) as look:
        network = find_network(look.place, look.run, look.engine, lead)
        view = lead_view(look.engine, look.read, network, look.mask, registry())
        assert view is not None
        told_unmasked(look.place, look.mask, network)
    if as_json:
        print_json(view_as_json(view))
    else:
        say(lead_text(view, min(shutil.get_terminal_size((100, 24)).columns, 110)))
        say("")
        say(f"Where each figure stands: turnstone trace {lead}")
