"""Arabic duals: nouns that say « two » by their ending alone («فرقتين», two brigades)."""

from .tokens import fold_word

DUAL_STEMS = "فرقت وحدت شبكت عصابت قضيت اتفاقيت بنيت دائرت مصلحت حادثت مؤسست"
DUAL_NOUNS = frozenset(
    fold_word(stem + ending) for stem in DUAL_STEMS.split() for ending in ("ين", "ان", "ا", "ي")
) | {fold_word(word) for word in ("شخصين", "شخصان", "مركزين", "مركزان", "خبيرين", "خبيران")}
