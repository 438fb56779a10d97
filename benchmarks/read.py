"""How long an official text takes to be read, and that it grows as the text does: `make bench-read`."""

import sys
from random import Random
from time import process_time

from benchmarks.machine import describe, head, place, row, run, set_up
from tests.bilan.paragraphs import paragraphs


def main() -> None:
    """Reads texts of two sizes: the communiqué, dense ones, and such as nobody would write."""
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
    communique = (settings.BASE_DIR / "data/texts/2024.ar.txt").read_text(encoding="utf-8")
    print(f"# Reading a text\n\n{describe()}\n", flush=True)
    head("text", "numbers of 1 MB", "process s of 250 kB", "of 1 MB (goal: 2)", "ratio (linear: 4)")
    for name, one in kinds_of_text(communique):
        spent, numbers = [], 0
        for size in (250_000, 1_000_000):
            whole = filled(one, size)
            before = process_time()
            numbers = len(read(whole, year=2024, catalogue=catalogue).numbers)
            spent.append(process_time() - before)
        row(name, numbers, f"{spent[0]:.2f}", f"{spent[1]:.2f}", f"{spent[1] / spent[0]:.1f}")


def kinds_of_text(communique):
    """(name, a function of a place in the text that gives its next piece) of texts, real and hostile."""
    dense = {language: dense_text(language) for language in ("fr", "ar")}
    yield "the communiqué again and again", lambda place: communique
    for language, text in dense.items():
        yield f"dense, {language}", lambda place, text=text: text
        yield f"dense, {language}, ever other numbers", lambda place, text=text: other_numbers(text, place)
    for piece in ("1 ", "مليون ", "%", "12% ", "2022 2023 ", "3 kg et ", "un million de personnes et "):
        yield f"hostile: {piece}", lambda place, piece=piece: piece


def dense_text(language):
    """Paragraphs full of figures that the tests hold in a language."""
    found = (one.text for name in ("first", "second", "third") for one in paragraphs(name))
    return "\n".join(text for text in found if (" من " in text) == (language == "ar")) + "\n"


def other_numbers(text, place):
    """The text with other digits, so that no sentence stands in it twice."""
    dice = Random(place)
    return "".join(str(dice.randint(1, 9)) if "0" < c <= "9" else c for c in text)


def filled(piece, size):
    """So many bytes of a text."""
    pieces, bytes_so_far, place = [], 0, 0
    while bytes_so_far < size:
        pieces.append(piece(place))
        place += len(pieces[-1])
        bytes_so_far += len(pieces[-1].encode())
    return "".join(pieces).encode()[:size].decode(errors="ignore")


if __name__ == "__main__":
    main()
