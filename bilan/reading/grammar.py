"""Function words of Arabic and French bilans: direction, comparison, parts of a whole, plans, qualifiers.

Words are given as written and folded once; nothing here names an indicator.
"""

from .tokens import fold_word, folded_words


def phrases_of(text):
    """Phrases separated by ``|`` as tuples of folded words."""
    return frozenset(tuple(fold_word(word) for word in phrase.split()) for phrase in text.split("|"))


STOP_WORDS = folded_words(
    "في من إلى على عن مع خلال بين سنة مقابل مقارنة كما فيما بينما حيث التي الذي الذين اللواتي هذا هذه "
    "ذلك تلك تم قد كان كانت منها منهم منهن منه بينهم بينها بينهن أي أو و ثم لدى عند بعد قبل أمام ضمن "
    "برسم لفائدة بما وفق حسب عبر ما لم لا لن أن إن أنه أنها بلغ بلغت وصل وصلت ناهز ناهزت حوالي أزيد "
    "أكثر أقل نحو زهاء قرابة كل بكل جل نفس فقد وقد منذ غضون أسفرت أسفر مكنت مكن تمكنت عرفت سجلت شملت "
    "عدة نسبة بنسبة به بها له لها لهم عليها فيها إذ حين هو هي فترة الفترة الماضية المنصرمة السنة "
    "السابقة الجارية إضافة علاوة فضلا كذلك أيضا غير ذات ذوي رفقة قدره قدرها تقدر يقدر مجموعه le la les "
    "l un une des de du d à au aux et en dans par pour sur avec sans sous contre dont soit ou où qui "
    "que qu ce cette ces cet son sa ses leur leurs il ils elle elles on a ont été est sont était "
    "étaient fait état ayant avait ne n pas plus moins près environ quelque quelques autour selon ainsi "
    "tandis alors lors entre depuis vers chez y se s ci cela eux an année années même période "
    "précédente précédent rapport comparaison atteint atteindre établi élevé élevée élevées chiffré outre "
    "parmi comme mais aussi également notamment respectivement avant après durant cours année au afin "
    "via d’une c j m t si "
    "donc hors jusqu fin mois jour jours janvier février mars avril mai juin juillet août septembre "
    "octobre novembre décembre pc gros lot grâce devant qu’ the of and in"
)
# French verbs in « -er » by their stems, and what their forms end in.
_ENDINGS = ["e", "ent", "ant", "ait", "aient", "é", "ée", "és", "ées", "er", "era", "eront", "erait"]


def _conjugated(stems):
    return folded_words(" ".join(stem + ending for stem in stems.split() for ending in _ENDINGS))


RISE = folded_words(
    "ارتفاع ارتفاعا ارتفع ارتفعت ارتفعوا ترتفع زيادة زيادات زاد زادت تزايد تزايدا تزايدت نمو نموا تنامي "
    "صعود صعودا قفز قفزت hausse hausses augmentation augmentations augmenté augmentée augmentés "
    "augmentées augmenter progression progressions progressé progresser accroissement accru accrue crû "
    "bond bondi apprécié appréciée croissance bondit bondissent bondissant augmente augmentent augmentant "
    "progresse progressent progressant accroît accroissent croît croissent grimpe grimpent grimpé envole "
    "envolent envolé envolée envolées montée يرتفع يزداد تتزايد يتزايد ازداد ازدادت تزداد تصاعد "
    "تصاعدت صعدت تصاعدا"
)
FALL = folded_words(
    "تراجع تراجعا تراجعت تراجعات متراجعة متراجعا تتراجع انخفاض انخفاضا انخفض انخفضت ينخفض منخفضة تقلص "
    "تقلصت تقلصا نقصان نقص هبوط هبوطا هبط هبطت recul reculs reculé reculer baisse baisses baissé "
    "baisser diminution diminutions diminué diminuer régression régressé repli chute chuté réduction "
    "réduit décrue fléchi fléchissement recule reculent reculant baissent baissant diminue diminuent "
    "diminuant régresse régressent replient replié chutent chutant fléchit fléchissent tombe tombent tombé "
    "tombée tombés tombées dégringolé dégringole déclin contraction انحسار انحسر انحسرت تدنى تدنت تقهقر "
    "تقهقرت انكمش انكمشت انكماش انكماشا تتقلص يتقلص تنخفض تهبط يتراجع"
)
STABLE = folded_words(
    "استقرار استقرارا استقر استقرت مستقرا مستقرة ثبات ثباتا stabilité stable stables stabilisé "
    "stabilisée stagnation"
)
RISE |= _conjugated("augment progress grimp accélér envol explos doubl") | folded_words(
    "bondissait bondissaient"
)
FALL |= _conjugated(
    "recul baiss diminu chut régress tomb dégringol plonge plong repli contract"
) | folded_words("réduite réduits réduites réduisent réduisant fléchissait fléchissaient")
DIRECTIONS = {**dict.fromkeys(RISE, "rise"), **dict.fromkeys(FALL, "fall"), **dict.fromkeys(STABLE, "stable")}

ABOUT = folded_words(
    "ناهز ناهزت يناهز تناهز حوالي بحوالي نحو بنحو زهاء قرابة قاربت قارب يقارب تقارب تقريبا environ "
    "quelque quelques autour approximativement avoisine avoisinent avoisiné avoisinant approche "
    "approchant"
)
ABOUT_PHRASES = phrases_of("près de|prés de|aux alentours de|aux environs de|de l ordre de|في حدود")
MORE_PHRASES = phrases_of(
    "أزيد من|ازيد من|أكثر من|بأكثر من|بأزيد من|ما يزيد عن|ما يزيد على|ما "
    "يفوق|يفوق|تفوق|فاق|فاقت|تجاوز|تجاوزت|يتجاوز|تتجاوز|تخطى|تخطت|plus de|plus d|a dépassé|ont "
    "dépassé|dépasse|dépassent|dépassant|dépassé les|supérieur à"
)
LESS_PHRASES = phrases_of("أقل من|بأقل من|moins de|moins d|inférieur à")
AT_LEAST_PHRASES = phrases_of(
    "على الأقل|ما لا يقل عن|لا تقل عن|لا يقل عن|au moins|pas moins de|pas moins d|un minimum de"
)
AT_MOST_PHRASES = phrases_of(
    "لم تتجاوز|لم يتجاوز|لا تتجاوز|لا يتجاوز|لم تتعد|لم يتعد|لا تتعدى|لا يتعدى|لم تتخط|لم يتخط|على "
    "الأكثر|لا يزيد عن|n excède pas|n excèdent pas|n excédant pas|n a pas excédé|n ont pas excédé|n "
    "a pas dépassé|n ont pas dépassé|ne dépasse pas|ne dépassent pas|ne dépassant "
    "pas|au plus|au maximum|un maximum de"
)
# Longest phrases first within each reading; negations before what they negate.
QUALIFIERS = (
    ("at_most", AT_MOST_PHRASES),
    ("at_least", AT_LEAST_PHRASES),
    ("more_than", MORE_PHRASES),
    ("less_than", LESS_PHRASES),
    ("about", ABOUT_PHRASES | frozenset((word,) for word in ABOUT)),
)
# Words allowed between a qualifier and its number.
QUALIFIER_GAP = folded_words("حاجز عتبة سقف le la les seuil de des barre قدره قدرها بنسبة نسبة ب à en من")

YEAR_WORDS = folded_words(
    "سنة سنتي عام عامي السنة العام année années an ans exercice au en début fin بسنة لسنة لعام بعام "
    "أواخر مطلع منتصف"
) | folded_words(
    "يناير فبراير مارس أبريل ماي مايو يونيو يوليوز يوليو غشت أغسطس شتنبر سبتمبر أكتوبر نونبر نوفمبر "
    "دجنبر ديسمبر janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
)
MONTHS = folded_words(
    "déc janv févr avr juil sept oct nov يناير فبراير مارس أبريل ماي مايو يونيو يوليوز يوليو غشت أغسطس "
    "شتنبر سبتمبر أكتوبر نونبر نوفمبر دجنبر ديسمبر دجمبر janvier février mars avril mai juin juillet "
    "août septembre octobre novembre décembre"
)
LAST_YEAR = phrases_of(
    "السنة الماضية|العام الماضي|السنة المنصرمة|العام المنصرم|السنة الفارطة|العام الفارط|السنة "
    "السابقة|العام السابق|السنة التي قبلها|سنة قبل ذلك|السنة قبلها|بالسنة الماضية|بالسنة "
    "المنصرمة|بالسنة الفارطة|بالعام الماضي|بالسنة السابقة|بالعام المنصرم|l année précédente|l année "
    "dernière|l an dernier|l an passé|un an auparavant|un an plus tôt|l année passée|l "
    "exercice précédent|année précédente|année dernière"
)
THIS_YEAR = phrases_of("السنة الجارية|هذه السنة|هذا العام|العام الجاري|l année en cours|cette année")
COMPARED = folded_words("مقابل مقارنة بمقارنة contre") | folded_words("مقابلها")
COMPARED_PHRASES = phrases_of(
    "مقارنة مع|مقارنة ب|بالمقارنة مع|en comparaison|par rapport|contre|مقابل|بعد أن كان|بعدما كان|بعد "
    "أن كانت|comparé à|comparativement à|au lieu de|بدل"
)
SUBSET = folded_words("منهم منها منهن بينهم بينها بينهن ضمنهم ضمنها dont parmi")
SHARE_PHRASES = phrases_of(
    "من مجموع|من إجمالي|من المجموع|من المظهر العام|من العدد الإجمالي|من أصل|du total|de l ensemble|sur "
    "le total|sur l ensemble|du nombre total|du paysage|de la criminalité globale|du taux général|de ces "
    "affaires|de l aspect général|des affaires enregistrées|du volume|de l apparence|de l aspect|de la "
    "criminalité enregistrée|des affaires traitées|des infractions|des affaires pénales|des affaires "
    "répressives|de l activité|des dossiers|من الرسم البياني|من القضايا|من مجمل|من عموم"
)
SHARE_WORDS = folded_words(
    "تمثل يمثل مثلت تشكل يشكل شكلت représente représentent représenté représentant représentaient "
    "constituent part proportion"
)
REACHED = folded_words(
    "بلغ بلغت يبلغ تبلغ وصل وصلت يصل استقر استقرت ناهز ناهزت تجاوز سجل ليصل لتصل ليبلغ لتبلغ بالغة "
    "بالغا محققا حقق محققة atteint atteindre atteignant établi établit établissant établie situe "
    "situant situé situer élève élevé élevant chiffre chiffré avoisine avoisinent affiche affiché "
    "estimé fixé stabilisé porté portant dépassé dépasser dépassant dépasse dépassent excède excèdent "
    "excédé excédant fixe fixée affichant"
)
PLAN_WORDS = folded_words(
    "سيتم ستتم سيجري سيشرع المرتقب المزمع المبرمج المبرمجة يرتقب تعتزم المقبلة المقبل القادمة القادم "
    "prévoit prévus prévue prévues prévu prochaine prochain prochainement envisage envisagé sera seront "
    "programmé programmés"
)
RANGE_WORDS = folded_words("بين entre")
LAW_WORDS = folded_words(
    "القانون قانون ظهير الظهير مرسوم المرسوم الفصل فصل المادة مادة الفصلين المواد loi lois dahir décret "
    "article articles arrêté alinéa"
)
NUMBER_SIGN_WORDS = folded_words("رقم رقمه الرقم برقم numéro no n° line ligne الخط خط بالخط للخط iso n°")
LIST_WORDS = folded_words("أولا ثانيا ثالثا رابعا خامسا سادسا سابعا premièrement deuxièmement troisièmement")
DURATION_WORDS = folded_words(
    "سنة سنوات أعوام عاما شهر أشهر شهرا شهور يوم يوما أيام ساعة ساعات دقيقة دقائق أسبوع أسابيع an ans "
    "année années mois jour jours heure heures h minute minutes semaine semaines édition éditions "
    "décennie décennies"
)
OTHER_UNITS = folded_words(
    "km kilomètre kilomètres m mètres متر مترا أمتار هكتار هكتارا hectares ha m² cm mm litres لتر لترا "
    "كيلومتر كيلومترا étages طوابق"
)
HEAD_NOUNS = folded_words(
    "عدد حجم عددها عددهم العدد مجموع إجمالي nombre chiffre total quantité quantités كمية كميات ceux "
    "celui celles celle volume"
)
DIFFERENCE_GAP = folded_words(
    "بـ ب قدره قدرها بلغت بلغ ناهزت ناهز حوالي بحوالي أزيد من تقدر يقدر de d près environ plus quelque"
)
# Spans other than the year, and moments of one operation.
SPANS = phrases_of(
    "الربع الأول|الربع الثاني|الربع الثالث|الربع الأخير|الفصل الأول من|النصف الأول|النصف الثاني|الأسدس "
    "الأول|الأشهر الأولى|الأشهر الأخيرة|premier trimestre|deuxième trimestre|troisième trimestre|quatrième "
    "trimestre|dernier trimestre|premier semestre|second semestre|deuxième semestre|premiers "
    "mois|derniers mois"
)
MOMENTS = phrases_of(
    "cette opération|une opération|nuit du|nuit de|hier|avant hier|ce matin|أمس|يوم أمس|ليلة|فجر|صباح "
    "اليوم|مساء اليوم|عملية أمنية"
)
CAMPAIGNS = phrases_of("opération exceptionnelle|عملية استثنائية|العملية الاستثنائية")
# Who publishes other numbers of the same things.
INSTITUTIONS = phrases_of(
    "ministère de l intérieur|ministre de l intérieur|ministère espagnol|renseignement financier|وزارة "
    "الداخلية|وزير الداخلية|الوزارة الوصية"
)
