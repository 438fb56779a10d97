"""Writes the lock files from the lists: `make lock` runs it with pip-tools, which asks for the hashes."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "requirements.lock": ["requirements.txt"],
    "requirements-dev.lock": ["requirements.txt", "requirements-dev.txt"],
}
HEAD = "# Written by `make lock` from the list beside it: every file that may be installed, by its SHA-256."
OPTIONS = [
    *("--quiet", "--generate-hashes", "--no-header", "--no-annotate", "--allow-unsafe", "--strip-extras"),
    *("--no-emit-index-url", "--no-emit-trusted-host", "--no-emit-find-links", "--output-file", "-"),
]


def lock(lists: list[str]) -> str:
    """The lines of a lock file: no address of an index is among them."""
    command = [sys.executable, "-m", "piptools", "compile", *OPTIONS, *lists]
    written = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    lines = [line for line in written.splitlines() if line and not line.startswith(("--", "#"))]
    return "\n".join([HEAD, *lines]) + "\n"


if __name__ == "__main__":
    for name, lists in LOCKS.items():
        (ROOT / name).write_text(lock(lists))
