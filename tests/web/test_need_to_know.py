"""Need to know: what is restricted to other teams is nowhere, and nothing of it can be opened, searched, given or told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from turnstone.engine.local import LocalEngine
from turnstone.errors import PolicyDenied, TurnstoneError
from turnstone.exports.mask import Mask
from turnstone.exports.sources_behind import sources_behind
from turnstone.workspace import Workspace
from turnstone_web.accounts.actions.carry_on import carry_on
from turnstone_web.accounts.actions.make_team import make_team, set_members
from turnstone_web.accounts.actions.restrict import lift, restrict
from turnstone_web.accounts.models import Restricted, Role, Team, User
from turnstone_web.accounts.need_to_know import hidden_from
from turnstone_web.audit.models import Line
from turnstone_web.desk.actions.assign import assign
from turnstone_web.desk.actions.watch import watch
from turnstone_web.desk.alerting import alert
from turnstone_web.desk.models import Alert
from turnstone_web.evidence.chain import chain, lines_in, marked
from turnstone_web.notes.actions.give_task import give_task, set_done
from turnstone_web.runs import hides, whole_shelf
from turnstone_web.search.actions.keep import keep
from turnstone_web.search.alerting import alert_searches
from turnstone_web.shelf.hidden import Hidden
from turnstone_web.shelf.search_index import find

WHY = "promised to the source of the file"


@pytest.fixture
def boss(site: Path, someone: Callable[..., User]) -> User:
    return someone("boss", Role.SUPERVISOR, Role.ADMINISTRATOR)


@pytest.fixture
def inside(boss: User, someone: Callable[..., User]) -> User:
    """An analyst who is in the team River."""
    user = someone("ines", Role.ANALYST)
    set_members(boss, make_team(boss, "River"), [user])
    return user


def behind(site: Path) -> dict[str, set[str]]:
    """Network -> the files on which it rests."""
    out: dict[str, set[str]] = {}
    for network, sha in whole_shelf().db.execute("SELECT network, source FROM behind"):
        out.setdefault(network, set()).add(sha)
    return out


def narrow(site: Path) -> str:
    """The file behind the fewest networks, of those behind any."""
    many: dict[str, int] = {}
    for sources in behind(site).values():
        for sha in sources:
            many[sha] = many.get(sha, 0) + 1
    return min(many, key=lambda sha: (many[sha], sha))


def browser_of(user: User) -> Client:
    browser = Client()
    browser.force_login(User.objects.get(pk=user.pk), backend="django.contrib.auth.backends.ModelBackend")
    return browser


def fresh(user: User) -> User:
    """The user as the next request knows them."""
    return User.objects.get(pk=user.pk)


def test_no_chain_leads_to_a_file_that_is_not_behind_its_network(site: Path) -> None:
    """The chain is followed row by row, the files behind are counted in one query: the first is the check of the second."""
    known, mask = behind(site), Mask(Workspace(site).key)
    shelf = whole_shelf()
    followed = 0
    for network in shelf.networks():
        document = shelf.network(network, mask)
        assert document is not None
        for of in (network, *(member["id"] for member in document["network"]["members"][:3])):
            step = chain(site, shelf.run, network, of, mask)
            reached = {line["sha256"] for line in lines_in(step)} if step else set()
            assert reached <= known.get(network, set()), (network, of)
            followed += len(reached)
    assert followed


def test_an_older_run_without_some_tables_still_knows_the_files(site: Path, engine: LocalEngine) -> None:
    place = Workspace(site)
    run = place.run()
    lacks = {"possible_members", "continuities", "template_members", "offer_posters"}
    found = sources_behind(engine, lambda name: place.table(run, name), [t for t in run.tables if t not in lacks])
    assert found.networks.rows and found.nodes.rows and not found.templates.rows


def test_lists_are_those_networks_that_rest_on_nothing_hidden(site: Path) -> None:
    known, shelf = behind(site), whole_shelf()
    every = sorted({sha for sources in known.values() for sha in sources})
    for at in range(len(every)):
        for hidden in (Hidden((every[at],)), Hidden(tuple(every[at:])), Hidden((), tuple(sorted(known)[: at + 1]))):
            seen = shelf.without(hidden)
            for name in ("lead", "abstained", "network"):
                rows, facets = seen.listed(name)
                plain = [
                    row for row in shelf.listed(name)[0]
                    if not known[row["network_id"]] & set(hidden.sources) and row["network_id"] not in hidden.networks
                ]  # fmt: skip
                assert list(rows) == plain
                kinds = [row["kind"] for row in plain]
                assert facets["kinds"] == {kind: kinds.count(kind) for kind in facets["kinds"]}
            plainly = {n for n, sources in known.items() if sources & set(hidden.sources) or n in hidden.networks}
            assert seen.hides(known) == plainly


def test_outside_the_team_there_is_no_such_network(site: Path, boss: User, inside: User, analyst: User) -> None:
    sha = narrow(site)
    hidden = sorted(network for network, sources in behind(site).items() if sha in sources)
    restrict(boss, "source", sha, Team.objects.all(), WHY)
    shown = {row["network_id"] for name in ("lead", "abstained", "network") for row in whole_shelf().listed(name)[0]}
    network = next(n for n in hidden if n in shown)
    step = chain(site, whole_shelf().run, network, network, Mask(Workspace(site).key))
    line = next(lines_in(step)) if step else {}
    mark = marked(network, "r1", line["table"], (line["sha256"], line["sheet"], line["row"]))
    paths = [reverse(name, args=[network]) for name in ("network", "evidence", "graph", "notes", "brief", "brief_pdf")]
    paths += [reverse("export", args=[network, "graphml"]), reverse("source_row", args=[network, mark])]
    for path in paths:
        assert browser_of(inside).get(path).status_code == 200, path
        answer = browser_of(analyst).get(path)
        assert answer.status_code == 404 and line["file"] not in answer.content.decode(), path
    for path in ("/leads/", "/networks/", "/leads/?standing=abstained", "/networks/?view=list"):
        said = browser_of(analyst).get(path).content.decode()
        assert not [n for n in hidden if n in said], path
    for path in (
        reverse("watch", args=[network]),
        reverse("unlock", args=[network]),
        reverse("decide", args=[network]),
    ):
        assert browser_of(analyst).post(path, {"reason": "because it must be"}).status_code in (403, 404), path
    assert not Line.objects.filter(username="ana", about=network).exists()


def test_a_row_of_a_hidden_file_opens_nowhere(site: Path, boss: User, inside: User, analyst: User) -> None:
    """Even with a mark that was made before, for a network that is still seen."""
    sha, known = narrow(site), behind(site)
    other = next(n for n in whole_shelf().networks() if sha not in known[n])
    table = next(t for t in Workspace(site).run().tables if t.startswith("raw_"))
    restrict(boss, "source", sha, Team.objects.all(), WHY)
    assert browser_of(analyst).get(reverse("network", args=[other])).status_code == 200
    mark = marked(other, "r1", table.removeprefix("raw_"), (sha, None, 2))
    assert browser_of(analyst).get(reverse("source_row", args=[other, mark])).status_code == 404


def test_the_search_finds_nothing_that_rests_on_a_hidden_file(
    site: Path, boss: User, inside: User, analyst: User, engine: LocalEngine
) -> None:
    sha, place = narrow(site), Workspace(site)
    run = place.run()
    node_sources = sources_behind(engine, lambda name: place.table(run, name), run.tables).nodes
    rest = {r["id"] for r in node_sources.arrow().to_pylist() if r["source"] == sha}
    entities = [e for e in place.table(run, "entities").arrow().to_pylist() if e["kind"] == "business"]
    meant = next(e for e in entities if e["id"] in rest and e["name"])
    assert meant["id"] in {row["id"] for row in find(place, run.id, meant["name"]).rows}
    found = find(place, run.id, meant["name"], most=200, hidden=Hidden((sha,)))
    assert meant["id"] not in {row["id"] for row in found.rows} and not {row["id"] for row in found.rows} & rest
    assert sum(found.kinds.values()) == found.total
    restrict(boss, "source", sha, Team.objects.all(), WHY)
    hidden = {n for n, sources in behind(site).items() if sha in sources}
    for path in (f"/search/?text={meant['name']}", f"/search/?text={meant['name']}&networked=1"):
        said = browser_of(analyst).get(path).content.decode()
        assert meant["id"] not in said and not [n for n in hidden if n in said], path
        assert browser_of(inside).get(path).status_code == 200
    kept = keep(fresh(analyst), place, run.id, meant["name"], "")
    kept.run, kept.seen = "r0", []
    kept.save()
    alert_searches(place, run.id)
    assert not Alert.objects.filter(user=analyst, network__in=hidden).exists()


def test_pairs_that_rest_on_a_hidden_file_are_not_to_be_judged(
    site: Path, boss: User, inside: User, analyst: User
) -> None:
    shelf = whole_shelf()
    by_pair: dict[int, set[str]] = {}
    for sha, place in shelf.db.execute("SELECT source, place FROM behind_pairs"):
        by_pair.setdefault(place, set()).add(sha)
    sha = sorted({s for sources in by_pair.values() for s in sources})[0]
    rows = shelf.pairs()
    plain = [row for at, row in enumerate(rows) if sha not in by_pair[at]]
    assert list(shelf.without(Hidden((sha,))).pairs()) == plain and len(plain) < len(rows)
    gone = next(row for at, row in enumerate(rows) if sha in by_pair[at])
    restrict(boss, "source", sha, Team.objects.all(), WHY)
    path = reverse("pair", args=[gone["profile_a"], gone["profile_b"]])
    assert browser_of(inside).get(path).status_code == 200 and browser_of(analyst).get(path).status_code == 404


def test_a_network_is_restricted_with_all_that_was_written_about_it(
    site: Path, boss: User, inside: User, analyst: User
) -> None:
    network = whole_shelf().leads()[0][0]["network_id"]
    watch(analyst, network, run="r1")
    task = give_task(inside, network, "ask the register", analyst)
    Alert.objects.create(user=analyst, network=network, run="r1", kind=Alert.Kind.GREW)
    assert "ask the register" in browser_of(analyst).get("/tasks/").content.decode()
    restrict(boss, "network", network, Team.objects.all(), WHY, run="r1")
    assert hides(fresh(analyst), [network]) == {network} and not hides(fresh(inside), [network])
    assert network not in browser_of(analyst).get("/leads/").content.decode()
    assert network in browser_of(inside).get("/leads/").content.decode()
    for path in ("/tasks/", "/alerts/"):
        said = browser_of(analyst).get(path).content.decode()
        assert "ask the register" not in said and network not in said
    assert set_done(fresh(analyst), task.pk, True) is None and set_done(fresh(inside), task.pk, True) is not None
    for give in (
        lambda: give_task(fresh(inside), network, "more", fresh(analyst)),
        lambda: assign(fresh(inside), network, fresh(analyst)),
    ):
        with pytest.raises(TurnstoneError, match="may not see"):
            give()
    assert alert(Workspace(site), "r1", "r1") == 0


def test_a_restriction_goes_on_with_its_network(site: Path, boss: User, inside: User) -> None:
    first = restrict(boss, "network", "network-aa", Team.objects.all(), WHY, run="r2")

    def event(what: str, now: str, was: str) -> dict[str, object]:
        return {"event": what, "network_id": now, "other_id": was}

    runs = [
        ("r1", [event("renamed", "network-before", "network-aa")]),
        ("r2", [event("split", "network-same", "network-aa")]),
        ("r3", [event("renamed", "network-bb", "network-aa"), event("grew", "network-xx", "network-aa")]),
        ("r4", [event("merged", "network-cc", "network-bb"), event("split", "network-dd", "network-bb")]),
    ]
    assert carry_on(runs) == 3 and carry_on(runs) == 0
    held = {one.thing: one for one in Restricted.objects.all()}
    assert held.keys() == {"network-aa", "network-bb", "network-cc", "network-dd"}
    assert {team.name for one in held.values() for team in one.teams.all()} == {"River"}
    assert all(one.carried == first for one in held.values() if one.pk != first.pk)
    outsider = User.objects.create(username="out")
    assert set(hidden_from(outsider).networks) == held.keys()
    lift(boss, first, "the case is closed now")
    assert not Restricted.objects.exists() and not hidden_from(fresh(outsider)).networks


def test_several_restrictions_hold_together(site: Path, boss: User, inside: User) -> None:
    other = make_team(boss, "Harbour")
    harbour = User.objects.create(username="hal")
    restrict(boss, "network", "network-aa", Team.objects.filter(name="River"), WHY, run="r1")
    set_members(boss, other, [harbour, boss])
    restrict(boss, "network", "network-bb", [other], WHY, run="r1")
    carry_on([("r1", []), ("r2", [{"event": "merged", "network_id": "network-aa", "other_id": "network-bb"}])])
    for user in (inside, harbour):
        assert "network-aa" in hidden_from(fresh(user)).networks
    set_members(boss, other, [harbour, boss, inside])
    assert "network-aa" not in hidden_from(fresh(inside)).networks


def test_what_cannot_be_restricted_says_why(site: Path, boss: User, inside: User, analyst: User) -> None:
    river, sha = Team.objects.get(name="River"), narrow(site)
    with pytest.raises(PolicyDenied):
        restrict(analyst, "source", sha, [river], WHY)
    with pytest.raises(PolicyDenied, match="reason"):
        restrict(boss, "source", sha, [river], "because")
    with pytest.raises(TurnstoneError, match="nobody would see"):
        restrict(boss, "source", sha, [make_team(boss, "Empty")], WHY)
    with pytest.raises(TurnstoneError, match="nobody would see"):
        restrict(boss, "source", sha, [], WHY)
    restrict(boss, "source", sha, [river], WHY)
    with pytest.raises(TurnstoneError, match="seen by nobody"):
        set_members(boss, river, [])
    assert list(river.members.all()) == [inside]
    for name in ("", " ", "x" * 81, "river"):
        with pytest.raises(TurnstoneError):
            make_team(boss, name)


def test_the_pages_restrict_and_lift(site: Path, boss: User, inside: User, analyst: User) -> None:
    river, sha = Team.objects.get(name="River"), narrow(site)
    network = whole_shelf().leads()[0][0]["network_id"]
    browser = browser_of(boss)
    for kind, thing in (("network", network), ("source", sha)):
        path = reverse("need", args=[kind, thing])
        assert "River" in browser.get(path).content.decode()
        answer = browser.post(reverse("need_set", args=[kind, thing]), {"teams": [river.pk], "reason": WHY})
        assert answer.status_code == 302 and Restricted.objects.filter(kind=kind, thing=thing).exists()
        assert browser_of(analyst).get(path).status_code == 403
    listed = browser.get("/need/").content.decode()
    assert WHY in listed and sha in listed and network in listed
    assert "River" in browser.get("/sources/").content.decode()
    # The one who restricted is not in the team: they see the network no more, and can still lift it.
    assert browser.get(reverse("network", args=[network])).status_code == 404
    path = reverse("need_set", args=["network", network])
    assert browser.post(path, {"lift": "1", "reason": "the case is closed now"}).status_code == 302
    assert Line.objects.filter(action="lift restriction", about=network).exists()
    for kind, thing in (("network", "network-none"), ("source", "0" * 64), ("user", "1")):
        assert browser.get(reverse("need", args=[kind, thing])).status_code == 404
    answer = browser.post(reverse("team_new"), {"name": "Harbour"})
    assert answer.status_code == 302
    team = Team.objects.get(name="Harbour")
    browser.post(reverse("team_members", args=[team.pk]), {"members": [analyst.pk, "x"]})
    assert list(team.members.all()) == [analyst]
