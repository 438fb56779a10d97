"""Requests a second of public pages beside nginx, Datasette and pages rendered anew: `make bench-pages`.

Needs wrk and nginx (apt-get install wrk nginx-light). Datasette is installed for the run, into its temporary
folder, unless it is here already. Runs are interleaved; medians are printed.
"""

import argparse
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from benchmarks.machine import describe, head, row
from tests.faults.served import ROOT, ask, environment, free_port, manage, wait_until

PAGE = "/ar/2024/"
ENCODING = "br"
GOALS = {"ready, granian": 0.3, "ready, gunicorn": 0.08, "304, granian": 0.5}
RENDERED, DATASETTE = "rendered each time, gunicorn", "Datasette, 60 figures as a page"
TIMES_AT_LEAST = 300
# No requirement of ours: two dozen packages for one peer.
DATASETTE_PACKAGE = "datasette==0.65.5"
FIGURES = "/bilan/indicators_releasedfigure"


@contextmanager
def process(command: list[str], given: dict):
    """A server, stopped at the end."""
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(command, env=given, cwd=ROOT, stdout=log, stderr=log)
        try:
            yield server
        finally:
            server.terminate()
            server.wait(timeout=60)


def rate(port: int, path: str, seconds: float, *headers: str) -> float:
    """Answers a second that wrk counts, 16 connections; an answer that is no success stops the run."""
    asked = [part for header in (f"Accept-Encoding: {ENCODING}", *headers) for part in ("-H", header)]
    command = ["wrk", "-t1", "-c16", f"-d{round(seconds)}s", *asked, f"http://127.0.0.1:{port}{path}"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in text and not any("If-None-Match" in header for header in headers):
        raise SystemExit(f"{path}: {text}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])


def servers(stack: ExitStack, folder: Path) -> dict[str, int]:
    """Starts what is compared; returns the port of each."""
    given = environment(folder)
    manage(given, "prepare")
    manage(given, "collectstatic", "--noinput", "--verbosity", "0")
    ports = {name: free_port() for name in ("granian", "gunicorn", "rendered", "nginx")}
    granian = [
        str(Path(sys.executable).with_name("granian")),
        "--interface",
        "wsgi",
        "bilan.wsgi:application",
    ]
    granian += ["--host", "127.0.0.1", "--http", "1", "--no-ws", "--workers", "2", "--blocking-threads", "1"]
    gunicorn = [sys.executable, "-m", "gunicorn", "--workers", "2", "--threads", "8", "--no-control-socket"]
    stack.enter_context(process([*granian, "--port", str(ports["granian"])], given))
    stack.enter_context(process([*gunicorn, "bilan.wsgi", "-b", f"127.0.0.1:{ports['gunicorn']}"], given))
    rendered = [*gunicorn, "benchmarks.bare:application", "-b", f"127.0.0.1:{ports['rendered']}"]
    stack.enter_context(process(rendered, given))
    if program := datasette(folder):
        ports["datasette"] = free_port()
        serve = [program, "serve", "--immutable", str(copied(folder)), "--port", str(ports["datasette"])]
        stack.enter_context(process(serve, dict(os.environ)))
        wait_until(lambda: ask(ports["datasette"], FIGURES)[0] == 200)
    for name in ("granian", "gunicorn", "rendered"):
        wait_until(lambda name=name: ask(ports[name], PAGE)[0] == 200)
    _status, _headers, body = ask(ports["granian"], PAGE, **{"Accept-Encoding": ENCODING})
    (folder / "www").mkdir()
    (folder / "www" / "page.html").write_bytes(body)
    stack.enter_context(process(nginx(folder, ports["nginx"]), dict(os.environ)))
    wait_until(lambda: ask(ports["nginx"], "/page.html")[0] == 200)
    return ports


def datasette(folder: Path) -> str:
    """The program of the peer, installed for this run when it is not here; empty where it cannot be."""
    found = shutil.which("datasette", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if found:
        return found
    programs = folder / "peer" / "bin"
    install = [programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    try:
        subprocess.run([sys.executable, "-m", "venv", folder / "peer"], check=True, capture_output=True)
        subprocess.run([*install, DATASETTE_PACKAGE], check=True, capture_output=True)
    except subprocess.CalledProcessError:
        print(f"Datasette is not measured: {DATASETTE_PACKAGE} cannot be installed here\n", flush=True)
        return ""
    return str(programs / "datasette")


def copied(folder: Path) -> Path:
    """The site's database in a file that nobody writes to: what Datasette serves fastest."""
    (folder / "copy").mkdir()
    path = folder / "copy" / "bilan.db"
    with closing(sqlite3.connect(folder / "bilan.sqlite3")) as connection:
        connection.execute("VACUUM INTO ?", [str(path)])
    return path


def nginx(folder: Path, port: int) -> list[str]:
    """nginx with nothing but the same bytes as a file."""
    folders = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "bench.conf").write_text(
        f"{user}worker_processes 2;pid {folder}/bench.pid;daemon off;events {{worker_connections 512;}}"
        f"http {{access_log off;sendfile on;open_file_cache max=100;{folders}types {{text/html html;}}"
        f"server {{listen 127.0.0.1:{port};root {folder}/www;}}}}"
    )
    binary = shutil.which("nginx") or "/usr/sbin/nginx"
    return [binary, "-p", str(folder), "-c", str(folder / "bench.conf"), "-e", str(folder / "bench.log")]


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3, help="of each run")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("wrk is missing: apt-get install wrk")
    print(f"# Public pages\n\n{describe()}\n", flush=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bilan-bench-")))
        ports = servers(stack, folder)
        etag = ask(ports["granian"], PAGE, **{"Accept-Encoding": ENCODING})[1]["etag"]
        runs = {
            "nginx, the same bytes as a file": (ports["nginx"], "/page.html"),
            "ready, granian": (ports["granian"], PAGE),
            "304, granian": (ports["granian"], PAGE, f"If-None-Match: {etag}"),
            "ready, gunicorn": (ports["gunicorn"], PAGE),
            RENDERED: (ports["rendered"], PAGE),
        }
        if "datasette" in ports:
            runs[DATASETTE] = (ports["datasette"], f"{FIGURES}?_size=60")
            runs["Datasette, the same as JSON"] = (ports["datasette"], f"{FIGURES}.json?_size=60")
        found = {name: [] for name in runs}
        # The first round is not counted: workers read their templates.
        for _round in range(options.rounds + 1):
            for name, (port, path, *headers) in runs.items():
                found[name].append(rate(port, path, options.seconds, *headers))
    found = {name: rates[1:] for name, rates in found.items()}
    first = statistics.median(found["nginx, the same bytes as a file"])
    head("what", "requests a second", "of nginx", "goal")
    for name, rates in found.items():
        middle = statistics.median(rates)
        row(name, f"{middle:,.0f}", f"{middle / first:.4f}", GOALS.get(name, ""))
    ready = statistics.median(found["ready, granian"])
    for name in (RENDERED, DATASETTE):
        if name in found:
            times = ready / statistics.median(found[name])
            print(f"\nready, granian: {times:,.0f} times “{name}” (goal {TIMES_AT_LEAST})")


if __name__ == "__main__":
    main()
