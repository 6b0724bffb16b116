"""Fifty people at once: how long the workbench's pages take over any workspace that has a run.

    python benchmarks/speed/workbench.py WORKSPACE [--people 50] [--every 5] [--seconds 60] [--out FILE.json]

Serves a copy of nothing: the workspace's shelf is made if it is missing, the workbench's own database is a fresh one in a
temporary folder. Two gunicorn processes of four threads answer on loopback; each person asks for a page every `--every`
seconds (begun at a random moment), drawn from the mix below with a fixed seed. Milliseconds from asking until the last byte,
seen from the client, which runs on the same machine and so takes a part of its processors: an upper bound of the server's
time. The peer in the same run is a page that does nothing but answer (a file that is not there).
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np

sys.path.append(str(Path(__file__).resolve().parents[1] / "truth"))

from labelled import made_from, write

MIX = {
    "leads": 20, "leads filtered": 8, "lead": 20, "networks": 8, "network": 12, "graph": 8, "search name": 8,
    "search misspelt": 5, "search number": 3, "market": 4, "evidence": 8, "names": 4, "review": 6, "nothing": 6,
}  # fmt: skip
SEED = 20_261_127


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--every", type=float, default=5)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="turnstone-bench-") as state:
        os.environ |= {
            "TURNSTONE_WORKSPACE": str(args.workspace.absolute()), "TURNSTONE_STATE": state, "TURNSTONE_LOCAL": "1",
            "TURNSTONE_DATABASE": os.environ.get("TURNSTONE_DATABASE", ""), "DJANGO_SETTINGS_MODULE": "turnstone_web.settings",
        }  # fmt: skip
        sessions, pages, about = prepared(args.people)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        gunicorn = [sys.executable, "-m", "gunicorn", "turnstone_web.wsgi", "-b", f"127.0.0.1:{port}", "-w", "2", "--threads", "4",
                    "--log-level", "error"]  # fmt: skip
        server = subprocess.Popen(gunicorn)
        try:
            wait_until_there(port)
            warm(port, sessions[0], pages)
            before = cpu_of(server.pid)
            took, bad, weight = asked(port, sessions, pages, args)
            cpu = cpu_of(server.pid) - before
            first = opened_first(port, sessions[0], pages["unprepared"])
        finally:
            server.terminate()
            server.wait()
    kinds = {kind: percentiles(times) for kind, times in sorted(took.items())}
    searches = [t for kind, times in took.items() if kind.startswith("search") for t in times]
    others = [t for kind, times in took.items() if not kind.startswith(("search", "nothing")) for t in times]
    result = {
        **made_from(f"python benchmarks/speed/workbench.py {args.workspace.name} --people {args.people} --every {args.every:g} --seconds {args.seconds:g}", []),
        **about, "asked": sum(map(len, took.values())), "errors": len(bad), "first_errors": bad[:5],
        "milliseconds": {"pages": percentiles(others), "searches": percentiles(searches), **kinds, "first opening, one person": percentiles(first)},
        "kilobytes": {kind: round(max(sizes) / 1000, 1) for kind, sizes in sorted(weight.items())}, "server_cpu_s": round(cpu, 1),
    }  # fmt: skip
    write(result, args.out)


def prepared(people: int) -> tuple[list[str], dict[str, list[str]], dict[str, Any]]:
    """Sessions of signed-in people, the pages of the mix, and what the workspace holds."""
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    from turnstone_web.accounts.models import Held, Role, User
    from turnstone_web.jobs.prefill import prefill
    from turnstone_web.runs import whole_shelf, workspace
    from turnstone_web.shelf.build import build
    from turnstone_web.shelf.documents import kept

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    sessions = []
    for number in range(people):
        user = User.objects.create(username=f"person{number}", name=f"Person {number}", local=number == 0)
        user.set_unusable_password()
        user.save()
        Held.objects.create(user=user, role=Role.ANALYST)
        session = SessionStore()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        sessions.append(str(session.session_key))
    place = workspace()
    run = place.run()
    start = time.process_time()
    build(place, run)
    built = time.process_time() - start
    held = whole_shelf()
    listed = held.listed("network")[0]
    leads = held.leads()[0]
    ids = [row["network_id"] for row in leads[:120]] or [row["network_id"] for row in listed[:120]]
    all = list(dict.fromkeys([*ids, *(row["network_id"] for row in listed[:120])]))
    start = time.process_time()
    prefill(place.folder, run.id, all, lambda what, done, of: None)
    filled = time.process_time() - start
    names = [row["name"] for row in listed[:200] if row["name"]]
    kind = leads[0]["kind"] if leads else ""
    pages = {
        "leads": ["/leads/"], "leads filtered": [f"/leads/?kind={quote(kind)}", "/leads/?text=a", "/leads/?status=abstained"],
        "lead": [f"/leads/{id}/" for id in ids], "networks": ["/networks/", "/networks/?page=2"],
        "network": [f"/networks/{id}/" for id in all], "graph": [f"/networks/{id}/graph.json" for id in all],
        "search name": [f"/search/?text={quote(name)}" for name in names],
        "search misspelt": [f"/search/?text={quote(name[:3] + name[4:])}" for name in names if len(name) > 8],
        "search number": ["/search/?text=%2B1+213+555+0137", "/search/?text=0612345678"], "market": ["/market/"],
        "evidence": [f"/evidence/{id}/" for id in ids], "names": [f"/networks/{id}/names/" for id in ids], "review": ["/review/"], "nothing": ["/no/such/page"],
    }  # fmt: skip
    late = [id for id in held.leads()[0].ids() if not kept(place.folder, run.id, id)][-12:]
    pages["unprepared"] = [
        path for id in late for path in (f"/leads/{id}/", f"/evidence/{id}/", f"/networks/{id}/names/")
    ]
    tables = {name: run.tables[name]["rows"] for name in ("offers", "entities", "networks", "leads")}
    about = {"rows": tables, "networks_listed": len(listed), "shelf_cpu_s": round(built, 1),
             "documents_made": len(all), "documents_cpu_s": round(filled, 1)}  # fmt: skip
    return sessions, pages, about


def wait_until_there(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server does not answer")


def warm(port: int, session: str, pages: dict[str, list[str]]) -> None:
    """Each process loads its code."""
    for kind, urls in pages.items():
        for url in urls[:3] * 4 if kind != "unprepared" else []:
            get(http.client.HTTPConnection("127.0.0.1", port, timeout=60), session, url)


def opened_first(port: int, session: str, urls: list[str]) -> list[float]:
    """Milliseconds of pages that the worker did not make before, one after the other."""
    took = []
    for url in urls:
        start = time.monotonic()
        get(http.client.HTTPConnection("127.0.0.1", port, timeout=60), session, url)
        took.append(1000 * (time.monotonic() - start))
    return took


def get(connection: http.client.HTTPConnection, session: str, url: str) -> tuple[int, int]:
    connection.request("GET", url, headers={"Cookie": f"session={session}", "Host": "127.0.0.1"})
    answer = connection.getresponse()
    return answer.status, len(answer.read())


def asked(
    port: int, sessions: list[str], pages: dict[str, list[str]], args: argparse.Namespace
) -> tuple[Any, Any, Any]:
    """Milliseconds by kind of page, what went wrong, and bytes by kind."""
    took: dict[str, list[float]] = defaultdict(list)
    weight: dict[str, list[int]] = defaultdict(list)
    bad: list[str] = []
    end = time.monotonic() + args.seconds

    def person(number: int) -> None:
        draw = random.Random(SEED + number)
        time.sleep(draw.random() * args.every)
        while time.monotonic() < end:
            kind = draw.choices(list(MIX), list(MIX.values()))[0]
            url = draw.choice(pages[kind])
            start = time.perf_counter()
            try:
                status, size = get(http.client.HTTPConnection("127.0.0.1", port, timeout=60), sessions[number], url)
            except OSError as error:
                bad.append(f"{url}: {error}")
                continue
            spent = time.perf_counter() - start
            took[kind].append(1000 * spent)
            weight[kind].append(size)
            if status != (404 if kind == "nothing" else 200):
                bad.append(f"{url}: {status}")
            time.sleep(max(0.0, args.every - spent))

    threads = [threading.Thread(target=person, args=(n,)) for n in range(len(sessions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, bad, weight


def percentiles(times: list[float]) -> dict[str, float]:
    return (
        {"n": len(times), **{f"p{p}": round(float(np.percentile(times, p)), 1) for p in (50, 95, 99)}}
        if times
        else {"n": 0}
    )


def cpu_of(pid: int) -> float:
    """CPU seconds of a process and its children that still run (Linux)."""
    tick = os.sysconf("SC_CLK_TCK")
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if stat.parent.name == str(pid) or fields[1] == str(pid):
            total += (int(fields[11]) + int(fields[12])) / tick
    return total


if __name__ == "__main__":
    main()
