"""Servers for fault tests: the site under gunicorn, nginx in front, addresses that are asked."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS_TO_START = 60
HOW_TO_INSTALL_NGINX = "apt-get install nginx-light"


def has_nginx() -> bool:
    """Whether nginx is installed."""
    return bool(shutil.which("nginx")) or Path("/usr/sbin/nginx").exists()


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a site whose files are in this folder, with nothing of our own."""
    ours = ("DATABASE_URL", "PUBLIC_DATABASE_URL", "VAR_DIR", "SIDE", "BILAN_TESTS_ON", "CACHE_URL")
    clean = {name: value for name, value in os.environ.items() if name not in ours}
    settings = {"DJANGO_SETTINGS_MODULE": "bilan.settings", "VAR_DIR": str(folder)}
    return clean | settings | more


def manage(given: dict, *arguments: str) -> str:
    """Runs manage.py; returns what it printed, CalledProcessError when it fails."""
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.run(command, env=given, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def script(given: dict, code: str) -> str:
    """Runs Python within the site's Django."""
    command = [sys.executable, "-c", f"import django; django.setup()\n{code}"]
    return subprocess.run(command, env=given, cwd=ROOT, check=True, capture_output=True, text=True).stdout


@contextlib.contextmanager
def site(given: dict, port: int, workers: int = 1):
    """The site under gunicorn on a port, once it is healthy; stopped at the end."""
    command = [sys.executable, "-m", "gunicorn", "bilan.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(workers), "--threads", "8", "--no-control-socket", "--log-level", "error"]
    with Path(given["VAR_DIR"], f"site-{port}.log").open("wb") as log:
        process = subprocess.Popen(command, env=given, cwd=ROOT, stdout=log, stderr=log)
    try:
        wait_until(lambda: ask(port, "/livez")[0] == 200)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


@contextlib.contextmanager
def nginx(folder: Path, port: int, public_port: int):
    """nginx with the configuration that we ship: other ports, no TLS, folders of its own."""
    configuration = folder / "nginx.conf"
    configuration.write_text(shipped_configuration(folder, port, public_port))
    binary = shutil.which("nginx") or "/usr/sbin/nginx"
    start = [binary, "-p", str(folder), "-c", str(configuration), "-e", str(folder / "nginx.log")]
    subprocess.run([*start, "-t", "-q"], check=True, capture_output=True, text=True)
    process = subprocess.Popen([*start, "-g", "daemon off;"])
    try:
        wait_until(lambda: ask(port, "/robots.txt")[0] is not None)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def shipped_configuration(folder: Path, port: int, public_port: int) -> str:
    """docs/operations/nginx.conf as this machine can run it: every rule of it, none of its certificates."""
    kept = []
    for line in (ROOT / "docs/operations/nginx.conf").read_text().splitlines():
        if line.strip().startswith("ssl_") and "reject_handshake" not in line:
            continue
        line = line.replace("/var/cache/nginx/bilan", f"{folder}/cache")
        line = line.replace("/var/log/nginx", str(folder))
        line = line.replace("127.0.0.1:8001", f"127.0.0.1:{public_port}")
        line = line.replace("listen 80 default_server", f"listen 127.0.0.1:{free_port()}")
        line = line.replace("listen 443 ssl default_server", f"listen 127.0.0.1:{free_port()}")
        line = line.replace("ssl_reject_handshake on;", "return 444;")
        line = line.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
        kept.append(line.replace("server_name bilan.example", "server_name localhost 127.0.0.1"))
    folders = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    events = "events { worker_connections 512; }\n"
    return (
        f"{user}worker_processes 1;\npid {folder}/nginx.pid;\n{events}http {{\naccess_log off;\n{folders}"
        + "\n".join(kept)
        + "\n}\n"
    )


def ask(port: int, path: str, source: str = "127.0.0.1", **headers: str) -> tuple:
    """(status, headers, body) of a page as a reader at an address; (None, {}, error) when nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20, source_address=(source, 0))
    try:
        connection.request("GET", path, headers={"Host": "127.0.0.1", **headers})
        answer = connection.getresponse()
        names = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, names, answer.read()
    except OSError as error:
        return None, {}, str(error)
    finally:
        connection.close()


def wait_until(question, seconds: float = SECONDS_TO_START) -> float:
    """Asks until the answer is true; returns how long it took, TimeoutError when it never was."""
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        if question():
            return time.monotonic() - started
        time.sleep(0.1)
    raise TimeoutError("it did not come to pass")
