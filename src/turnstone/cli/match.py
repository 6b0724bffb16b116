"""turnstone match"""

from __future__ import annotations

from typing import Annotated

import typer

from turnstone.cli.common import HERE, JsonOption, RunOption, WorkspaceOption, looking, print_json, say, told_unmasked
from turnstone.cli.width import screen_width
from turnstone.errors import TurnstoneError

KINDS = {"business": "Company", "person": "Person"}
ORDERS = ("dmy", "mdy")


def command(
    name: Annotated[str | None, typer.Option(help="Its name, as written.")] = None,
    alias: Annotated[str | None, typer.Option(help="Another name of it.")] = None,
    kind: Annotated[str, typer.Option(help="person or business.")] = "business",
    born: Annotated[str | None, typer.Option(help="Day, month or year of birth.")] = None,
    document: Annotated[str | None, typer.Option(help="Number of an identity document.")] = None,
    registration: Annotated[str | None, typer.Option(help="Number in a register of firms.")] = None,
    phone: Annotated[str | None, typer.Option(help="A telephone number.")] = None,
    email: Annotated[str | None, typer.Option(help="An e-mail address.")] = None,
    address: Annotated[str | None, typer.Option(help="Street and number.")] = None,
    town: Annotated[str | None, typer.Option(help="The town.")] = None,
    state: Annotated[str | None, typer.Option(help="The state or province.")] = None,
    postcode: Annotated[str | None, typer.Option(help="The postal code.")] = None,
    country: Annotated[str | None, typer.Option(help="The country; US where none is said.")] = None,
    dates: Annotated[str, typer.Option(help="How --born is written: dmy or mdy.")] = "dmy",
    run: RunOption = None,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Say which known party a new name, number or address may be, and why. Nothing is added to the workspace."""
    from turnstone.exports.as_plain import as_plain
    from turnstone.exports.match_text import match_text
    from turnstone.exports.match_view import match_view
    from turnstone.exports.same_tables import Pairs
    from turnstone.links.facts import compare_births
    from turnstone.links.match import match_party
    from turnstone.links.weigh import ENOUGH
    from turnstone.tables.new_party import new_party

    for said, known, option in ((kind, tuple(KINDS), "--kind"), (dates, ORDERS, "--dates")):
        if said not in known:
            raise TurnstoneError(f"no {option.removeprefix('--')} {said!r}", do=f"give {option} {' or '.join(known)}")
    fields = {
        "name": name, "alias": alias, "birth": born, "document_no": document, "registration_no": registration,
        "phone": phone, "email": email, "address1": address, "city": town, "state": state, "postal_code": postcode,
        "country": country, "schema": KINDS[kind],
    }  # fmt: skip
    new, refused = new_party({field: text for field, text in fields.items() if text}, dates=dates)
    with looking(workspace, run) as look:
        fits, skipped = match_party(
            look.engine, look.read("profiles"), look.read("premises"), look.read("members"), new
        )  # fmt: skip
        view = match_view(
            Pairs(look.engine, look.read, look.run.tables), new.to_pylist()[0], fits, look.mask, ENOUGH, compare_births,
            not_read=refused, not_looked_up=skipped,
        )  # fmt: skip
        told_unmasked(look.place, look.mask, "match")
    if as_json:
        print_json(as_plain(view))
        return
    say(match_text(view, screen_width()))
    if view.masked:
        say("")
        say("Names of people and contacts are masked; `turnstone unlock` shows them, and is logged.")
