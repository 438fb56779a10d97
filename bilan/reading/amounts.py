"""Units of weight and money as texts write them, scales, and parts of one: their worth."""

from decimal import Decimal

from .tokens import folded_words

WEIGHTS = {
    **dict.fromkeys(folded_words("طن طنا اطنان tonne tonnes tonnage"), Decimal(1000)),
    **dict.fromkeys(
        folded_words(
            "كيلوغرام كيلوغراما كيلوغرامات كيلوجرام كيلوجراما كيلوغرمات كيلوغرما كيلوجرامات كيلو "
            "كيلوات كلغ كغ كغم كلغم كلغرام كيلوغ كجم kg kgs kilo kilos kilogramme kilogrammes kilogram "
            "kilograms "
        ),
        Decimal(1),
    ),
    **dict.fromkeys(
        folded_words("غرام غراما غرامات جرام جراما جرامات غ gramme grammes gram grams g gr"), Decimal("0.001")
    ),
}
DUAL_WEIGHTS = {
    **dict.fromkeys(folded_words("طنين طنان طني"), Decimal(2000)),
    **dict.fromkeys(folded_words("كيلوغرامين كيلوغرامان كيلوجرامين"), Decimal(2)),
    **dict.fromkeys(folded_words("غرامين غرامان"), Decimal("0.002")),
}
MONEY_WORDS = dict.fromkeys(folded_words("درهم درهما دراهم dirham dirhams dh dhs mad"), "mad")
MONEY_WORDS |= {"mdh": "mad-million", "mmdh": "mad-milliard"}
FOREIGN_MONEY = folded_words(
    "اورو يورو دولار دولارا euro euros dollar dollars سنتيم centimes livres جنيه eur usd"
)
MONEY_WORDS |= dict.fromkeys(FOREIGN_MONEY, "other")
HALVES, QUARTERS = folded_words("نصف نصفا demi demie"), folded_words("ربع ربعا quart")
SCALES = {
    **dict.fromkeys(folded_words("ألف ألفا آلاف mille"), 1000),
    **dict.fromkeys(folded_words("مليون مليونا ملايين million millions"), 10**6),
    **dict.fromkeys(folded_words("مليار مليارا ملايير milliard milliards"), 10**9),
}
