"""Alerts on watched networks after a new run."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pyarrow.parquet as pq
from django.conf import settings
from django.db import transaction

from turnstone.workspace import Workspace
from turnstone_web.accounts.need_to_know import hidden_from
from turnstone_web.desk.models import Alert, Watch
from turnstone_web.shelf.hidden import Hidden
from turnstone_web.shelf.shelf import Shelf

Listed = dict[str, dict[str, Any]]
KINDS = {"grew", "shrank", "merged", "split", "gone"}


def alert(place: Workspace, before: str, now: str) -> int:
    """Makes alerts for whoever watches a network that merged, split, grew, shrank, moved, went or has other evidence in run
    `now`; a watch follows a network that goes on under another id. Gives how many were made; making them twice changes
    nothing."""
    watches = list(Watch.objects.select_related("user"))
    if not watches:
        return 0
    events = _events(place, now)
    renamed = {e["other_id"]: e["network_id"] for e in events if e["event"] == "renamed"}
    merged = {e["other_id"]: e["network_id"] for e in events if e["event"] == "merged"}
    about = defaultdict(list)
    for event in events:
        if event["event"] in KINDS:
            for network in {event["network_id"], event["other_id"]}:
                about[network].append(event)
    seen: dict[Hidden, tuple[Listed, Listed]] = {}
    made = 0
    with transaction.atomic():
        for watch in watches:
            here = renamed.get(watch.network) or merged.get(watch.network) or watch.network
            hidden = hidden_from(watch.user)
            if hidden not in seen:
                seen[hidden] = (_rows(before, place, hidden), _rows(now, place, hidden))
            then, today = seen[hidden]
            if hidden and here not in today and watch.network not in then:
                continue
            for kind, was, is_now in _told(watch.network, here, about, then, today):
                _, fresh = Alert.objects.get_or_create(
                    user=watch.user, network=here, run=now, kind=kind, defaults={"before": was[:200], "after": is_now[:200]}
                )  # fmt: skip
                made += fresh
            if here != watch.network and not Watch.objects.filter(user=watch.user, network=here).exists():
                Watch.objects.filter(pk=watch.pk).update(network=here)
    return made


def _events(place: Workspace, run: str) -> list[dict[str, Any]]:
    path = place.folder / "runs" / run / "network_history.parquet"
    return pq.read_table(path).to_pylist() if path.is_file() else []


def _rows(run: str, place: Workspace, hidden: Hidden) -> Listed:
    """What the lists of a run say of each network that is not hidden; nothing where its shelf is gone."""
    if not Shelf.is_ready(settings.WORKSPACE, run):
        return {}
    shelf = Shelf.open(settings.WORKSPACE, run).without(hidden)
    out: Listed = {}
    for name in ("network", "abstained", "lead"):
        for row in shelf.listed(name)[0]:
            out[row["network_id"]] = {**out.get(row["network_id"], {}), **row}
    return out


def _told(
    old: str, new: str, about: dict[str, list[dict[str, Any]]], then: Listed, today: Listed
) -> list[tuple[str, str, str]]:  # fmt: skip
    """(kind, before, after) of each alert about one network."""
    out = []
    for event in {(e["event"], e["network_id"], e["other_id"]): e for id in {old, new} for e in about[id]}.values():
        kind = event["event"]
        if kind in ("grew", "shrank", "gone"):
            out.append((kind, str(event["before"]), str(event["now"])))
        else:
            other = event["other_id"] if event["network_id"] == new else event["network_id"]
            out.append((kind, _called(other, then) or _called(other, today), _called(new, today)))
    was, now = then.get(old), today.get(new)
    if was and now:
        places = [sorted({*(row["towns"] or ()), *(row["states"] or ())}) for row in (was, now)]
        if places[0] != places[1]:
            out.append(("moved", ", ".join(places[0]), ", ".join(places[1])))
        if was.get("evidence") != now.get("evidence"):
            out.append(("evidence", _weight(was), _weight(now)))
    return out


def _called(network: str, rows: Listed) -> str:
    return str(rows[network]["name"]) if network in rows else ""


def _weight(row: dict[str, Any]) -> str:
    return f"{row['bits']:.1f} bits" if row.get("bits") is not None else ""
