"""How long an official text takes to be read, and that it grows as the text does: `make bench-read`."""

import sys

from benchmarks.machine import Timed, describe, head, place, row, run, set_up


def main() -> None:
    """Reads the communiqué that we hold, repeated to each size."""
    if "--here" not in sys.argv:
        with place("sqlite") as given:
            run(["-m", "benchmarks.read", "--here"], given)
        return
    set_up()
    from django.conf import settings
    from django.core.management import call_command

    from bilan.catalogue import current_catalogue
    from bilan.management.commands.prepare import make_sign_ins
    from bilan.reading import read

    make_sign_ins()
    call_command("load_data", str(settings.BASE_DIR / "data"), "--apply", "--by", "clerk", verbosity=0)
    catalogue = current_catalogue()
    text = (settings.BASE_DIR / "data/texts/2024.ar.txt").read_text(encoding="utf-8")
    print(f"# Reading a text\n\n{describe()}\n", flush=True)
    head("characters", "bytes", "figures", "seconds", "seconds a megabyte", "goal for 1 MB")
    for size in (125_000, 250_000, 500_000, 1_000_000):
        whole = text * max(1, round(size / len(text.encode())))
        with Timed() as timed:
            found = read(whole, year=2024, catalogue=catalogue)
        megabytes = len(whole.encode()) / 1_000_000
        goal = 2 if size == 1_000_000 else ""
        count = len(found.figures)
        row(
            len(whole),
            len(whole.encode()),
            count,
            f"{timed.seconds:.2f}",
            f"{timed.seconds / megabytes:.2f}",
            goal,
        )


if __name__ == "__main__":
    main()
