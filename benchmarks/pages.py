"""Requests a second of public pages beside nginx and a page rendered each time: `make bench-pages`.

Needs wrk and nginx (apt-get install wrk nginx-light). Runs are interleaved; medians are printed.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.machine import describe, head, row
from tests.faults.served import ROOT, ask, environment, free_port, manage, wait_until

PAGE = "/ar/2024/"
ENCODING = "br"
GOALS = {"ready, granian": 0.3, "ready, gunicorn": 0.08, "304, granian": 0.5}


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
    for name in ("granian", "gunicorn", "rendered"):
        wait_until(lambda name=name: ask(ports[name], PAGE)[0] == 200)
    _status, _headers, body = ask(ports["granian"], PAGE, **{"Accept-Encoding": ENCODING})
    (folder / "www").mkdir()
    (folder / "www" / "page.html").write_bytes(body)
    stack.enter_context(process(nginx(folder, ports["nginx"]), dict(os.environ)))
    wait_until(lambda: ask(ports["nginx"], "/page.html")[0] == 200)
    return ports


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
            "rendered each time, gunicorn": (ports["rendered"], PAGE),
        }
        found = {name: [] for name in runs}
        for _round in range(options.rounds):
            for name, (port, path, *headers) in runs.items():
                found[name].append(rate(port, path, options.seconds, *headers))
    first = statistics.median(found["nginx, the same bytes as a file"])
    head("what", "requests a second", "of nginx", "goal")
    for name, rates in found.items():
        middle = statistics.median(rates)
        row(name, f"{middle:,.0f}", f"{middle / first:.3f}", GOALS.get(name, ""))
    stock = statistics.median(found["rendered each time, gunicorn"])
    times = statistics.median(found["ready, granian"]) / stock
    print(f"\nready pages under granian: {times:,.0f} times the same page rendered each time")


if __name__ == "__main__":
    main()
