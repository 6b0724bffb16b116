"""Wordings with their slots, and what stands under several names: masked, of this network alone, and nobody who posts alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from posted import NAMES, adverts, write
from shell import new_workspace
from turnstone.engine.local import LocalEngine
from turnstone.exports.identity_view import identity_view
from turnstone.exports.mask import Mask
from turnstone.workspace import Workspace
from turnstone_web.accounts.models import Role, User
from turnstone_web.audit.models import Line
from turnstone_web.runs import whole_shelf
from turnstone_web.shelf.build import build

HOSTILE = "<script>alert(1)</script>"
MAYBE_PEOPLE = (
    "Maria Lopez call me now at 912 555 0147", "Maria del Carmen Lopez de la Cruz", "Sunrise Farms LLC c/o Maria Lopez",
    "Maria Lopez dba Sunrise Farms LLC", "Maria Lopez Farms write maria@mail.example",
)  # fmt: skip
"""What offers give as their name in which a person's name or a contact stands."""
ONE_NAME, TWO_NAMES = "operator0x0", "operator0x1"


@pytest.fixture(scope="module")
def posted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over adverts; one of the firms has a hostile name, and two accounts are in two towns on one day: one that speaks for
    one firm alone, and one that speaks for two."""
    folder = tmp_path_factory.mktemp("posted")
    rows = adverts()
    for row in rows:
        row["company"] = row["company"].replace("Alder Staffing 0 Ltd", f"Alder {HOSTILE} Staffing 0 Ltd")
    for account in (ONE_NAME, TWO_NAMES):
        first, *more = (row for row in rows if row["account"] == account)
        next(row for row in more if row["place"] != first["place"])["posted"] = first["posted"]
    next(row for row in rows if row["account"] == TWO_NAMES)["company"] = f"{NAMES[2]} Staffing 0 Ltd"
    for said, row in zip(MAYBE_PEOPLE, (row for row in rows if row["account"].startswith("operator3")), strict=False):
        row["company"] = said
    workspace = new_workspace(folder / "ws", [write(folder / "adverts.csv", rows)], run=True)
    place = Workspace(workspace)
    build(place, place.run())
    return workspace


@pytest.fixture
def browser(posted: Path, db: None, settings: Any, someone: Callable[..., User]) -> Client:
    settings.WORKSPACE = posted
    call_command("createcachetable", verbosity=0)
    browser = Client()
    browser.force_login(someone("ana", Role.ANALYST), backend="django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.fixture
def network(browser: Client) -> str:
    """The network in which the hostile name and the accounts in two towns are."""
    for row in whole_shelf().leads()[0]:
        said = browser.get(f"/networks/{row['network_id']}/names/").context
        if said["view"]["days"]:
            return str(row["network_id"])
    raise AssertionError("no account is in two towns on one day")


def plain_things(place: Workspace, network: str) -> dict[tuple[str, str], dict[str, int]]:
    """(kind, value) -> identity -> offers, from the tables by loops: the slow twin."""
    run = place.run()

    def rows(name: str) -> list[dict[str, Any]]:
        return place.table(run, name).arrow().to_pylist()

    members = {m["node_id"] for m in rows("network_members") if m["network_id"] == network}
    own = {p["offer_id"] for p in rows("offer_posters") if p["poster_id"] in members}
    identity = {c["claimed_key"]: c["identity"] for c in rows("claims")}
    said = {o["id"]: identity.get(o["claimed_key"], o["claimed_key"]) for o in rows("offers") if o["id"] in own}
    used = {("wording", t["template_id"], t["offer_id"]) for t in rows("template_members")}
    used |= {
        (c["kind"], c["value"], c["offer_id"])
        for c in rows("offer_contacts")
        if c["kind"] in ("phone", "email", "handle", "wallet", "iban")
    }
    used |= {("image", image, o["id"]) for o in rows("offers") for image in o["images"] or ()}
    out: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for kind, value, offer in used:
        if said.get(offer):
            out[kind, value][said[offer]] += 1
    return {thing: dict(names) for thing, names in out.items() if len(names) > 1}


def test_the_matrix_counts_what_the_tables_hold(posted: Path, browser: Client, engine: LocalEngine) -> None:
    place = Workspace(posted)
    run = place.run()
    for row in whole_shelf().leads()[0]:
        view = identity_view(
            engine, lambda name: place.table(run, name), run.tables, row["network_id"], Mask(place.key, open=True)
        )
        assert view is not None
        plain = plain_things(place, row["network_id"])
        assert sorted(tuple(sorted(names.values())) for names in plain.values()) == sorted(
            tuple(sorted(thing["under"].values())) for thing in view["things"]
        )
        assert {thing["kind"] for thing in view["things"]} == {"phone", "wording"}
        four = not any(n["name"] in MAYBE_PEOPLE for n in view["names"])  # of one network are fewer firms' than names
        assert all((thing["names"] == 4 or not four) and thing["elsewhere"] == 0 for thing in view["things"])


def test_names_are_told_and_contacts_and_accounts_masked(browser: Client, network: str) -> None:
    page = browser.get(f"/networks/{network}/names/").content.decode()
    assert all(f"{name} Staffing" in page for name in NAMES[1:])
    assert "7946" not in page and "operator" not in page and "phone " in page and "account " in page
    assert (
        "Innocent readings" in page
        and f"/networks/{network}/names/" in browser.get(f"/networks/{network}/").content.decode()
    )


def test_days_in_several_towns_are_listed_of_accounts_that_speak_for_several(
    browser: Client, network: str, posted: Path
) -> None:
    page = browser.get(f"/networks/{network}/names/")
    listed = page.context["view"]["days"]
    place = Workspace(posted)
    masked = {
        row["name"].rpartition("/")[2]: Mask(place.key).poster("account", row["name"])
        for row in place.table(place.run(), "posters").arrow().to_pylist()
    }
    assert {day["poster"] for day in listed} == {masked[TWO_NAMES]}
    assert masked[ONE_NAME] not in page.content.decode()
    assert page.context["view"]["withheld_days"] == 1 and "1 more day is not listed" in page.content.decode()


def test_hostile_names_stay_text(browser: Client, network: str) -> None:
    page = browser.get(f"/networks/{network}/names/")
    assert HOSTILE not in page.content.decode()
    template = page.context["wordings"][0]["id"]
    assert HOSTILE not in browser.get(f"/networks/{network}/wordings/{template}/").content.decode()


def test_a_wording_is_shown_with_its_slots(browser: Client, network: str) -> None:
    template = browser.get(f"/networks/{network}/names/").context["wordings"][0]["id"]
    answer = browser.get(f"/networks/{network}/wordings/{template}/")
    page = answer.content.decode()
    assert 'class="slot"' in page and "Texts, aligned" in page and "7946" not in page and "operator" not in page
    assert len(answer.context["lines"]) == answer.context["v"]["about"]["texts"] or answer.context["more_lines"]
    assert Line.objects.filter(action="read wording", about=network).exists()


def test_a_wording_opens_under_its_own_network_alone(browser: Client, network: str, posted: Path) -> None:
    own = {w["id"] for w in browser.get(f"/networks/{network}/names/").context["wordings"]}
    every = {row["id"] for row in Workspace(posted).table(Workspace(posted).run(), "templates").arrow().to_pylist()}
    assert own and every - own
    for template in [*sorted(every - own)[:5], "template-0", "x", "template-' OR 1=1"]:
        assert browser.get(f"/networks/{network}/wordings/{template}/").status_code == 404


def test_after_an_unlock_contacts_are_shown_and_nothing_of_it_is_kept(browser: Client, network: str) -> None:
    template = browser.get(f"/networks/{network}/names/").context["wordings"][0]["id"]
    paths = (f"/networks/{network}/names/", f"/networks/{network}/wordings/{template}/")
    browser.post(f"/leads/{network}/unlock", {"reason": "case 17 of this unit", "minutes": "30"})
    assert all("7946" in browser.get(path).content.decode() for path in paths)
    assert Line.objects.filter(action="read unmasked", about=network).count() >= 2
    browser.post(f"/leads/{network}/unlock", {"off": "1"})
    assert not any("7946" in browser.get(path).content.decode() for path in paths)


def test_a_run_without_offers_says_so(as_analyst: Client) -> None:
    network = whole_shelf().leads()[0][0]["network_id"]
    assert "holds no offers" in as_analyst.get(f"/networks/{network}/names/").content.decode()
    assert as_analyst.get(f"/networks/{network}/wordings/template-0/").status_code == 404


def test_firms_under_whose_names_offers_are_posted_are_found_and_people_are_not(browser: Client, posted: Path) -> None:
    for name in ("Birch Staffing 0 Ltd", "Cedar Staffing 1 Ltd"):
        found = browser.get("/search/", {"text": name, "kind": "name"}).context["found"].rows
        assert found[0]["label"] == name and found[0]["networks"]
    for said in MAYBE_PEOPLE:
        found = browser.get("/search/", {"text": said}).context["found"].rows
        assert not [row for row in found if "Lopez" in row["label"]], said
