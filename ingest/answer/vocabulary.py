"""Words about names, counts and scales, in many languages. Data only; spelling is folded before words are compared."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES = _words(
    """
    the a an my your this that der die das den dem des la le les el los las il lo gli o os as al alla du del della dello de da do l den det
    een het
    """
)
NUMBER_WORDS: dict[int, str] = {
    1: "one single bir ein eine einen un une uno una um uma jeden jedna en ett yksi один одна 一 单 1",
    2: "two dual both pair iki cift zwei zweier deux dos due dois duas dwa dwie dwoch tva kaksi два две 两 二 二台 두 twee",
    3: "three uc drei trois tres tre trzy kolme три 三 drie 세",
    4: "four quad dort vier quatre cuatro quattro quatro cztery fyra nelja четыре 四 네",
    5: "five bes funf cinq cinco cinque piec fem viisi пять 五 vijf",
    6: "six alti sechs seis sei szesc sex kuusi шесть 六 zes",
    7: "seven yedi sieben sept siete sette sete siedem sju семь 七 zeven",
    8: "eight sekiz acht huit ocho otto oito osiem atta kahdeksan восемь 八 여덟",
    9: "nine dokuz neun neuf nueve nove dziewiec девять 九 negen",
    10: "ten zehn dix diez dieci dez dziesiec tio десять 十 tien",
    12: "twelve dozen zwolf douze doce dodici doze двенадцать 十二",
    16: "sixteen sechzehn seize dieciseis sedici dezesseis шестнадцать 十六",
}
TIMES = {"×", "x", "X", "*"}
COUNTERS = {"台", "个", "张", "台の", "adet", "x", "×", "units", "stuck", "대", "枚", "块"}

# Words for powers of ten before "operations per second", by language where languages differ: the long and the short scale.
SCALES: dict[str, dict[str, str]] = {
    "million operations": {"*": "million millions millionen milyon milioni milhoes millones miljoner milionow миллионов"},
    "G": {"*": "milliard milliards milliarden miliardi miljarder milyar miliardow миллиардов 十亿", "en": "billion billions",
    "pt": "bilhoes bilhao", "es": ""},
    "T": {
        "*": "trilyon триллионов триллион 万亿 兆 trilhoes trilhao biljoner biljon billionen bilionow biljard",
        "en": "trillion trillions", "fr": "billion billions", "es": "billones billon", "it": "bilioni trilioni",
        "pl": "bilionow biliona", "de": "billionen billion",
    },
    "P": {
        "*": """
            katrilyon quadrillion quadrillions billiarden billiarde biliardow kvadriljoner biljarder квадриллион квадриллионов 千万亿
            quatrilhoes
        """,
        "fr": "billiards billiard", "es": "", "it": "quadrilioni biliardi",
    },
}  # fmt: skip
OPERATIONS = """
    operation* | operasyon* | islem* | operacion* | operacoes | operazioni | operac* | rechenoperation* | gleitkomma* | floating*
    | laskutoimit* | операц* | 次运算 | 运算 | 演算 | 연산* | flytpunkt* | bewerking* | calculations | hesaplama*
"""

# How "per second" and spelled-out sizes are written; they become what the table of units knows.
PER_SECOND = """
    per second | a second | pro sekunde | par seconde | por segundo | al secondo | per secondo | na sekunde | per sekund | i
    sekunden | sekunnissa | в секунду | 每秒 | 毎秒 | 초당 | saniyede | saniye basina | per seconde | za sekundu
"""
SIZES = {
    "gigabayt": "gigabyte", "terabayt": "terabyte", "petabayt": "petabyte", "megabayt": "megabyte", "gigabajt": "gigabyte",
    "gigabajty": "gigabyte", "gigabajtow": "gigabyte",
    "terabajt": "terabyte", "terabajty": "terabyte", "terabajta": "terabyte", "terabajtow": "terabyte", "gigaoctet": "gigabyte",
    "gigaoctets": "gigabyte", "teraoctet": "terabyte", "teraoctets": "terabyte",
    "гигабайт": "gigabyte", "терабайт": "terabyte", "гигабайта": "gigabyte", "терабайта": "terabyte", "gigatavua": "gigabyte",
    "teratavua": "terabyte",
    "gigabyten": "gigabyte", "terabyten": "terabyte",
    "гбайт": "GB", "тбайт": "TB", "гб": "GB", "тб": "TB", "вт": "W", "ватт": "W", "vatios": "W", "vatio": "W", "wat": "W",
    "watow": "W", "wattia": "W", "vat": "W", "瓦": "W", "와트": "W", "ワット": "W",
}  # fmt: skip
SERIES = """
    series | serisi | serisinden | serie | serien | série | serii | seria | sarja | sarjan | серия | серии | 系列 | シリーズ | 시리즈 |
    reihe | familie | family | ailesi | gamme | gama | gamma | familia | famiglia | lineup | reeks
"""
# Endings that languages put on a name; the name before them must be whole.
ENDINGS = _words("""
    s es en n e er ern ens ns t i y a u o m ow om em ie ach ami owi owy in un da de ta te dan den tan ten ndan nden nda nde ya ye
    yi yu si su nin nun la le yla yle lar ler lari leri larin lerin lardan lerden larda lerde daki deki
    ssa lla lta sta sti iin aan ille issa ista ia ea ille ksi ej e ou ы и а у ом е ов ам ами ах ой я ю ем은 는 이 가 의 에 을
    를 과 와 로 으로
    """)
VARIANT_WORDS = _words("""
    ti super xt xtx gre d dd v2 v3 laptop mobile notebook max maxq q server sff nvl sxm sxm4 sxm5 pcie ada ultra pro mini plus
    lite cts desktop workstation turbo
    """)
PORTABLE = """
    laptop* | notebook* | mobile | portable* | dizustu* | tasinabilir | ordinateur portable | portatil* | portatile | przenosn* |
    barbar* | kannettav* | ноутбук* | мобильн* | 笔记本 | ノート | 노트북* | max-q | bärbar*
"""

# Translated names, by the word that they stand for. They count beside "DGX" only.
TRANSLATED = {
    "spark": """
        kivilcim kivilcimi kivilcimin etincelle chispa scintilla funke funken faisca centelha iskra iskry gnista gnistan kipina
        искра искры 火花 スパーク 스파크 vonk jiskra szikra
    """,
    "station": """
        istasyon istasyonu istasyonun istasyonlari estacion estacao stazione stacja stacji stacje stationen asema станция станции
        станцией 工作站 ステーション 스테이션 stanice allomas
    """,
}
# Hardware that the base may not hold; a name of this shape that no alias matches is a stranger, and figures near it are not
# another's.
BRANDS = _words("""
    rtx gtx geforce radeon rx quadro tesla titan xeon epyc ryzen core threadripper jetson gaudi instinct tpu trainium inferentia
    snapdragon apple macbook mac dgx hgx ipad iphone orin xavier ascend
    arc cerebras groq lpu biren kunlun atlas dojo maia cobalt axion graviton exynos dimensity tegra nuc switch playstation xbox
    """)
# Hardware by its code name, which no number follows.
CODE_NAMES = _words("rubin feynman kyber vera helios medusa n1x")
# Before a name these make a machine of several of it, whose figures are its own.
MACHINES = _words("dgx hgx mgx ovx superpod basepod nvl")
NO_MODEL_NUMBERS = _words("""
    fp int bf tf nf hbm gddr ddr lpddr pcie usb q iq sm cc gpt wifi cat ipv nvfp mxfp mx gen v w h x llama qwen phi glm gemma cuda
    python ubuntu windows rdna cdna gcn zen armv arm nvlink connectx cx mp t5 f k
    rocm vllm trt dlss directx opengl vulkan hdmi dp sata m ces gtc gqa mha moe k8 s3 ec r g p o co b u fy vp d nvl l
    """)
STOPWORDS: dict[str, str] = {
    "en": "the and of is with for that this has its than are from which",
    "tr": "ve bir bu için ile olarak daha sahip gibi olan çok değil",
    "de": "der die das und mit ist für ein eine nicht auf von den hat auch",
    "fr": "le la les des et une est pour avec dans du sur que qui plus",
    "es": "el los las de y una con para que es por del más como tiene",
    "pt": "o os uma com para que é por do da não mais como tem dos",
    "it": "il di e una con per che è della del più come sono gli nel",
    "pl": "i w z na jest do się nie dla oraz to o ma od przez",
    "sv": "och en med för är som av till det den ett har inte på",
    "fi": "ja on se että kuin ovat sen myös joka mutta noin sekä",
    "nl": "de het een en van met voor is dat op niet heeft zijn",
    "da": "og en med til er som af det den ikke har på et",
    "cs": "a je na se s pro že má z do jako v ve",
    "ru": "и в на с не что для это по как из у",
}
