"""What words mean in bilans: the nouns that numbers count, subjects, roles, and words of no weight.

Tables of language, not of indicators: an indicator's own phrases stand in the catalogue. Each concept
lists Arabic and French words of one meaning; articles, stuck particles and regular plurals go without saying.
"""

# Nouns that a number counts; the concept is the code of a measure of the catalogue (data/measures.csv).
COUNTED = {
    "cases": "قضية قضايا ملف ملفات جريمة جرائم جنحة جنايات حالات واقعة وقائع affaire dossier cas infraction "
    "crime délit",
    "persons": "شخص شخصا أشخاص فرد أفراد مشتبه متورط مواطن مواطنة متهم ظنين إنسان عنصر عناصر نفر مستعمل "
    "citoyen citoyenne "
    "آخرين آخرون موقوف موقوفا موقوفين موقوفون personne arrestation mis individu suspect prévenu "
    "accusé malfaiteur auteur homme hommes escroc trafiquant contrebandier "
    "dealer braqueur cambrioleur voleur détenu délinquant inculpé complice ressortissant "
    "interpellation",
    "tablets": "قرص أقراص حبة حبوب comprimé cachet pilule gélule",
    "networks": "شبكة شبكات réseau filière",
    "gangs": "عصابة عصابات شبكة شبكات bande gang réseau groupe",
    "brigades": "فرقة فرق brigade bri bag",
    "structures": "بنية بنيات مصلحة مصالح مرفق مرافق structure",
    "arrondissements": "دائرة دوائر arrondissement",
    "dogs": "كلب كلاب كلبا chien",
    "vehicles": "سيارة سيارات عربة عربات مركبة مركبات ناقلة ناقلات voiture véhicule automobile",
    "motorcycles": "دراجة دراجات moto motocycle motocyclette motocyclettes cyclomoteur",
    "contents": "محتوى محتويات مضمون مضامين contenu",
    "notifications": "إشعار إشعارات تبليغ تبليغات بلاغ signalement notification dénonciation alerte",
    "warrants": "إنابة إنابات انتداب انتدابات mandat réquisition",
    "examinations": "خبرة خبرات expertise analyse examen",
    "requests": "طلب طلبات عينة عينات demande requête échantillon",
    "calls": "مكالمة مكالمات اتصال اتصالات نداء نداءات appel",
    "interventions": "تدخل تدخلا تدخلات intervention",
    "accidents": "حادثة حوادث حادث accident",
    "offence-reports": "محضر محاضر procès verbal verbaux pv",
    "fines": "غرامة غرامات amende",
    "posts": "منصب مناصب poste",
    "activities": "نشاط أنشطة activité",
    "agreements": "اتفاقية اتفاقيات اتفاق اتفاقات بروتوكول بروتوكولات convention accord protocole",
    "institutions": "مؤسسة مؤسسات هيئة هيئات établissement institution organisme",
    "centres": "مركز مراكز centre",
    "mobile-units": "وحدة وحدات unité",
    "cards": "بطاقة بطاقات بطائق شهادة شهادات carte fiche cnie",
    "documents": "وثيقة وثائق سند سندات مستند مستندات جواز جوازات document titre passeport pièce",
    "permits": "رخصة رخص ترخيص تراخيص permis autorisation",
    "visas": "تأشيرة تأشيرات visa",
    "years": "سنة سنوات عاما ans année",
    "level": "مستوى المستوى مرحلة niveau phase étape palier",
}
# Persons counted for what they are; each also answers to the measure "persons".
ROLES = {
    "minor": "قاصر قاصرا قاصرين قاصرون mineur",
    "woman": "امرأة نساء سيدة سيدات نسوي femme féminin",
    "foreigner": "أجنبي أجنبيا أجانب أجنبية أجنبيات étranger étrangère",
    "victim": "ضحية ضحايا victime plaignant",
    "wanted": "مبحوث",
    "would-be": "مرشح مرشحا مرشحون مرشحين candidat candidate مترشح مترشحة مترشحا متباري متبارين "
    "migrant مهاجر مهاجرا مهاجرين",
    "organiser": "منظم منظما منظمي منظمين وسيط وسيطا وسطاء organisateur intermédiaire passeur",
    "beneficiary": "مستفيد مستفيدة استفاد استفادت bénéficiaire bénéficié bénéficier servi",
    "member": "عضو أعضاء membre",
    "staff": "موظف موظفا موظفة موظفي شرطي شرطيا fonctionnaire policier effectif agent gradé élément",
    "trainee": "متدرب متدربا متدربين مجند مجندا طالب طلبة stagiaire élève recrue",
    "dead": "قتيل قتيلا قتلى وفاة وفيات مصرع هالك mort tué décès décédé tués",
    "injured": "جريح جريحا جرحى مصاب مصابا إصابة إصابات blessé",
    "handler": "cynotechnicien maître",
}
# Subjects: one near a number that an indicator does not speak of tells against that indicator.
SUBJECTS = {
    "penal": "زجري زجرية مظهر pénal pénale répressif répressive paysage aspect",
    "drug": "مخدر مخدرات antidrogue drogue stupéfiant narcotique",
    "psychotropic": "مهلوس مهلوسة مهلوسات مؤثر مؤثرات عقلية عقلي طبي طبية psychotrope hallucinogène",
    "cannabis": "حشيش شيرا cannabis haschich haschisch haschish hachich hachish chira résine",
    "kif": "قنب طابا kif marijuana",
    "cocaine": "كوكايين كوكاين cocaïne coke",
    "heroin": "هيروين هيرويين héroïne",
    "ecstasy": "إكستازي ecstasy extasy mdma",
    "boufa": "بوفا bofa poufa pouffa boufa bouffa",
    "gang": "عصابة عصابات عصابي bande gang",
    "network": "شبكة شبكات réseau filière",
    "violent": "عنيف عنيفة عنيفا violent violente",
    "theft": "سرقة سرقات نشل vol",
    "sex": "جنسي جنسية جنسيا sexuel sexuelle",
    "assault": "اعتداء اعتداءات agression",
    "harassment": "تحرش harcèlement",
    "indecency": "هتك pudeur",
    "homicide": "قتل meurtre homicide assassinat",
    "bank": "بنك بنوك أبناك بنكية بنكي مصرفية banque bancaire",
    "robbery": "سطو braquage hold",
    "cyber": "معلوماتي معلوماتية تكنولوجيا تكنولوجيات سيبراني سيبرانية إنترنت أنترنت انترنيت "
    "cybercriminalité cyber cybercrime informatique technologie internet cyberextorsion",
    "extortion": "ابتزاز ابتزازي ابتزازية extorsion chantage cyberextorsion sextorsion",
    "sextortion": "sextorsion",
    "migration": "بشر هجرة مهاجر مهاجرين migration immigration émigration migratoire migrant",
    "terrorism": "إرهاب إرهابي إرهابية تطرف متطرف terrorisme terroriste extrémisme extrémiste radicalisation "
    "djihadiste",
    "laundering": "غسل غسيل تبييض blanchiment",
    "corruption": "فساد رشوة اختلاس نفوذ corruption anticorruption détournement dilapidation concussion",
    "counterfeit": "تزييف مزيفة مزيف نقدية monnayage monnaie",
    "cheque": "شيك شيكات chèque",
    "trafficking": "اتجار",
    "ballistic": "باليستي باليستية بالستيكية باليستيكية بالستية باليستيك balistique",
    "forensic": "forensique toxicologie toxicologique médico",
    "dna": "حمض نووي جينية جيني adn génétique",
    "road": "سير مرور طرقية circulation route routier routière",
    "promotion": "ترقية ترقيات ترقي ترق avancement promotion promu",
    "recruitment": "مباراة مباريات اختبارات concours توظيف توظيفا recrutement recruter recruté épreuve test",
    "training": "تكوين تدريب formation",
    "canine": "سينوتقنية سينوتقني كلاب كلب cynotechnique cynophile canine canin cynotechnicien",
    "anti-gang": "anti antigang bag",
    "explosives": "متفجرات مفرقعات artificier déminage explosif",
    "residence": "إقامة مقيمين séjour résidence",
    "record-card": "سوابق anthropométrique casier",
    "visa": "تأشيرة تأشيرات visa",
    "consular": "قنصلية قنصليات consulaire consulat",
    "infrastructure": "تحتية infrastructure",
    "clearance": "زجر استجلاء répression élucidation résolution réprimande clarification",
    "headquarters": "مقر siège",
    "publicity": "تواصلي تواصلية إعلامي إعلامية communication communicationnel médiatique",
    "platform-eblagh": "إبلاغ blagh eblagh",
    "catering": "إطعام restauration",
}
# Results of their own, which tell against indicators that do not name them: what foreign police ask for,
# offences behind money laundering, goods put under seal, faults of staff, work of laboratories.
OTHER_RESULTS = {
    "freezing": "عقل عقلها تجميد gel",
    "cooperation": "أنتربول انتربول إنتربول interpol تبادل échange échanges livraison",
    "predicate": "أصلية",
    "discipline": "تأديبي تأديبية عقوبة عقوبات أخطاء تفتيش disciplinaire sanction",
    "laboratory": "مختبر مختبرات شعبة laboratoire",
    "identification": "تشخيص أصبعية إصبعية جداديات papillaire",
}
SUBJECTS |= OTHER_RESULTS
# Who acts in a whole sentence.
OTHER_ACTORS = frozenset({"cooperation", "laboratory"})
# Qualities that tell indicators of one subject apart; elsewhere they say nothing.
QUALITIES = {
    "search-brigade": "أبحاث bri",
    "electronic": "إلكتروني إلكترونية électronique",
    "force": "عنف violence",
    "aggravated": "مشدد مشددة موصوف موصوفة qualifié aggravé",
    "threat": "تهديد menace",
    "weapon": "سلاح أسلحة arme",
    "break-in": "كسر تسلق effraction cambriolage",
    "fatal": "مفضي مفضية mort mortel mortelle",
    "blows": "ضرب جرح coup blessure",
    "financial": "مالي مالية financier financière",
    "traces": "آثار دعامات دعامة trace support",
    "forged": "مزور مزورة تزوير falsifié faux fausse contrefait frauduleux",
    "urban": "حضري حضرية urbain urbaine",
    "bodily": "جسماني جسمانية بدنية corporel corporelle",
    "slight": "خفيفة طفيفة léger légère",
    "serious": "بليغة خطيرة grave grièvement",
    "settled": "صلحية تصالحية جزافية transactionnel transactionnelle forfaitaire",
    "age": "عمر أعمار سن âge",
    "identity": "تعريف تعريفية هوية identité cnie cnies",
    "abroad": "جالية خارج مهجر mre",
    "exceptional": "استثنائية استثنائي exceptionnel exceptionnelle",
    "trust": "ثالث موثوق tiers confiance",
    "asset": "عائدات متحصلات متحصل عائد avoir bien produit",
    "value": "قيمة valeur",
    "property": "ممتلكات أموال biens",
    "offence": "مخالفة مخالفات infraction contravention",
    "emergency": "نجدة استغاثة مستعجلة secours urgence détresse aide",
    "mobile": "متنقل متنقلة mobile",
    "rabat": "رباط rabat",
    "marrakech": "مراكش marrakech",
    "completion": "إنجاز تقدم avancement achèvement",
    "photo": "صورة صور photo",
}
# Acts and states that tell indicators of one subject apart.
ACTS = {
    "arrest": "توقيف إيقاف توقيفات موقوف موقوفا موقوفين موقوفون أوقف أوقفت ضبط اعتقال اعتقل اعتقلت "
    "معتقل يوقف إيقافهم توقيفهم arrestation interpellation interpellé arrêté interpeller "
    "arrêter appréhendé interception intercepté arrêtant interpellant appréhendant",
    "amount": "كمية كميات quantité",
    "belonging": "تضم يضم مكونة مكون تتكون منتمين ينتمون composé regroupant comprenant totalisant",
    "suspect": "مشتبه متورط تورط ظنين متهم suspect auteur prévenu accusé malfaiteur",
    "prosecution": "نيابة نيابات عدالة وكيل قضاء parquet justice",
    "brought": "تقديم مقدم إحالة محال محالين أحيل أحالت قدم تقديمهم قدموا déféré déférer présenté poursuivi "
    "présentation traduit traduite déferrement déferement",
    "new": "جديد جديدة جديدا محدث محدثة إحداث أحدثت أحدث خلق إنشاء افتتاح تفعيل nouveau nouvelle vu "
    "création créé créer ouverture crée",
    "headcount": "عدد تعداد nombre compte",
    "total": "مجموع إجمالي إجمالا total totalité globalement global",
    "combat": "مكافحة محاربة",
    "solved": "محلولة محلول حل حلت حلها استجلاء حقيقتها élucidé résolu solutionné clarifié",
    "flagrant": "flagrant تلبس",
    "complaint": "شكاية شكايات شكاوى plainte entendu",
    "assigned": "تعيين معين معينون معينين عين affecté affecter affectation",
    "connected": "ربط موصولة موصول ارتبطت connecté raccordé relié intégré",
    "travel": "سفر voyage",
    "crime": "إجرامي إجرامية إجرام criminel criminelle criminalité",
    "made": "منتجة إنتاج إصدار produit produite production",
    "attempt": "محاولة محاولات إجهاض إحباط tentative avorté avorter",
    "average": "متوسط معدل moyen moyenne",
    "rate": "معدل نسبة taux proportion pourcentage",
    "aimed-at": "ضد visant visent استهدف استهدفت ciblé ciblant ماسة atteinte",
    "recorded": "مسجلة مسجل سجلت سجل تسجيل عالجت معالجة معالج مرصودة enregistré enregistrer traité "
    "traitement recensé recenser",
}
# Optional everywhere: such a word of an alias need not stand in the text.
LIGHT = (
    "entraîné entraînant عام عامة عدد حجز محجوز محجوزة محجوزات منجزة إنجاز منجز وطني وطنية أمن مصالح "
    "عمليات مديرية عامة شرطة مؤشرات مفكك مفككة تفكيك إطار قضائية عموم مختلف général générale nombre "
    "saisi saisie délivré délivrance démantelé démantèlement national nationale police service "
    "opération dgsn sûreté indicateur cadre réalisé effectué signé reçu détecté créé personne dont "
    "annuel avis"
)
