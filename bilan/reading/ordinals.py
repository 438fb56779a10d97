"""Ordinals of Arabic (bare, folded) and French: places in a list, never quantities."""

ORDINALS_AR = {
    word: value
    for value, words in enumerate(
        (
            "اول اولي اولا",
            "ثاني ثانيه ثانيا",
            "ثالث ثالثه ثالثا",
            "رابع رابعه رابعا",
            "خامس خامسه خامسا",
            "سادس سادسه سادسا",
            "سابع سابعه سابعا",
            "ثامن ثامنه ثامنا",
            "تاسع تاسعه تاسعا",
            "عاشر عاشره عاشرا",
        ),
        start=1,
    )
    for word in words.split()
}
ORDINALS_FR = {
    word: value
    for value, words in enumerate(
        (
            "premier premiere premierement",
            "deuxieme second seconde deuxiemement secundo",
            "troisieme troisiemement",
            "quatrieme quatriemement",
            "cinquieme cinquiemement",
            "sixieme sixiemement",
            "septieme septiemement",
            "huitieme",
            "neuvieme",
            "dixieme",
        ),
        start=1,
    )
    for word in words.split()
}
