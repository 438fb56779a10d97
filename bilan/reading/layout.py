"""How a text is laid out: sentences, lines that only wrap, and tables pasted as lines of cells."""

from .grammar import STOP_WORDS
from .tokens import BREAK, DIGITS, MARK, WORD, Token, folded_words, is_arabic

MOST_TOKENS_IN_A_HEAD = 14
FEWEST_YEARS = 2
GROUP = 3
SENTENCE_MARKS, SEMICOLONS = frozenset(".!?؟;؛"), frozenset(";؛")
# With these a clause after a semicolon goes on with the one before.
GOING_ON = folded_words("إذ حيث بحيث وهي وهو soit dont")


def without_wraps(text, tokens):
    """The tokens without the line breaks that fall inside a sentence (or inside a number)."""
    kept, line = [], 0
    for index, token in enumerate(tokens):
        if token.kind == BREAK and is_wrap(text, tokens, index, line):
            continue
        if token.kind == BREAK:
            line = index + 1
        if kept and continues_number(text, tokens, index, kept, line):
            first = kept.pop()
            token = Token(DIGITS, first.start, token.end, f"{first.key} {token.key}")
        kept.append(token)
    return kept


def is_wrap(text, tokens, index, line):
    """Whether a single line break stands between words of one sentence."""
    if not line < index < len(tokens) - 1 or text.count("\n", tokens[index].start, tokens[index].end) > 1:
        return False
    before, after = tokens[index - 1], tokens[index + 1]
    if before.kind == BREAK or before.kind == MARK and before.key not in ",،":
        return False
    if is_split_number(tokens, index, line):
        return True
    if before.kind == WORD and before.key in STOP_WORDS and len(before.key) < 6:
        return True
    lower = after.kind == WORD and text[after.start].islower()
    return lower and not any(t.key == ":" for t in tokens[line:index])


def is_split_number(tokens, index, line):
    """« contre 738 ⏎ 748 en 2023 »: a group of three digits on the next line, words on both lines."""
    before, after = tokens[index - 1], tokens[index + 1]
    return (
        before.kind == after.kind == DIGITS
        and len(before.key) <= GROUP
        and before.key.isdigit()
        and len(after.key) == GROUP
        and after.key.isdigit()
        and tokens[index - 2].kind == WORD
        and index - 2 >= line
        and index + 2 < len(tokens)
        and tokens[index + 2].kind == WORD
    )


def continues_number(text, tokens, index, kept, line):
    """Whether a token is the rest of a number whose first part ended the line before."""
    broken = tokens[index - 1].kind == BREAK and kept[-1] is tokens[index - 2]
    return broken and is_split_number(tokens, index - 1, min(line, index - 3))


def sentence_bounds(tokens):
    """(first, past the last) token of each sentence; a line break ends one too."""
    start = 0
    for index, token in enumerate(tokens):
        ends = token.kind == BREAK or (token.kind == MARK and token.key in SENTENCE_MARKS)
        if ends and token.key == ";" and index + 1 < len(tokens) and tokens[index + 1].start == token.end:
            ends = False  # a cell of a table, with no space behind it
        if ends and token.key in SEMICOLONS and index + 1 < len(tokens) and tokens[index + 1].key in GOING_ON:
            ends = False  # «؛ إذ بلغ 94 في المائة»: what follows says more of the same
        if ends and token.key == "." and index and tokens[index - 1].kind == WORD:
            ends = len(tokens[index - 1].key) > 1 or is_arabic(tokens[index - 1].key)
        if ends:
            if index > start:
                yield start, index
            start = index + 1
    if start < len(tokens):
        yield start, len(tokens)


def table_years(text, tokens, numbers):
    """{first token of a number: year} of the cells of tables whose head names the years of its columns."""
    rows = lines_of(tokens)
    found, years, place = {}, [], 0
    for first, last in rows:
        head = years_of_head(text, tokens, first, last)
        inside = []
        while place < len(numbers) and numbers[place].first < last:
            if numbers[place].first >= first:
                inside.append(numbers[place])
            place += 1
        if head:
            years = head
        elif len(inside) >= len(years) > 0 and are_cells(text, inside[: len(years)]):
            found |= {number.first: year for number, year in zip(inside, years, strict=False)}
        else:
            years = []
    return found


def lines_of(tokens):
    """(first, past the last) token of each line."""
    start, found = 0, []
    for index, token in enumerate(tokens):
        if token.kind == BREAK:
            found.append((start, index))
            start = index + 1
    return [*found, (start, len(tokens))]


def years_of_head(text, tokens, first, last):
    """The years of a line that heads a table: two or more, set apart as cells, and no other number."""
    if last - first > MOST_TOKENS_IN_A_HEAD:
        return []
    digits = [t for t in tokens[first:last] if t.kind == DIGITS]
    if len(digits) < FEWEST_YEARS or not all(is_year(t.key) for t in digits):
        return []
    apart = all(is_gap(text[a.end : b.start]) for a, b in zip(digits, digits[1:], strict=False))
    return [int(t.key) for t in digits] if apart else []


def is_year(key):
    """Whether digits are those of a year."""
    return len(key) == 4 and key.isdigit() and key[:2] in ("19", "20")


def is_gap(between):
    """The space or line between two cells: a tab, a bar, a semicolon or several spaces."""
    return not between.strip(" \t|;\u00a0") and (between != " " or not between) and between != ""


def are_cells(text, numbers):
    """Whether numbers follow one another as cells of a row."""
    return all(is_gap(text[a.end : b.start]) for a, b in zip(numbers, numbers[1:], strict=False))
