"""The words that people use around figures, in many languages: what is measured, how it is bounded, what is compared. Data only.

A word that ends in * stands for every word that begins so (`bandbreite*`: Bandbreiten, Bandbreitenvorteil). Spelling is folded
before
words are compared: case, accents and the dotless i make no difference.
"""

from __future__ import annotations

# What a figure can measure. The families of metrics that follow are in METRICS.
CUES: dict[str, str] = {
    "bandwidth": """
        bandwidth* | bant genis* | bantgenis* | bandbreite* | speicherbandbreite* | bande passante | bandes passantes | ancho de
        banda | anchos de banda |
        largura de banda | larguras de banda | larghezza di banda | banda passante | przepustowosc* | przepustowosci* | bandbredd*
        | minnesbandbredd* | kaistanlev* |
        muistikaista* | пропускная | пропускной | пропускную | пропускн* | 带宽 | 頻寬 | 帯域 | 대역폭* | bandbredde* | bandbreedte* |
        geheugenbandbreedte* |
        propustnost* | savszelesseg* | latime de banda | băng thông | debit memoire | memory speed | memory throughput |
        geheugensnelheid
    """,
    "memory": """
        memory | bellek* | bellegi* | bellege* | bellegin* | speicher* | arbeitsspeicher* | grafikspeicher* | videospeicher* |
        memoire* | memoria* | pamiec* | pamieci* | minne* | minnet |
        muisti* | памят* | видеопамят* | 内存 | 显存 | 記憶體 | 顯存 | メモリ | 메모리* | geheugen* | pamet* | pameti* |
        memorie* | vram | ram | dram |
        hbm* | gddr* | lpddr* | hukommelse* |
        arbetsminne* | grafikminne* | videominne* | 統合 メモリ | memoriei
    """,
    "second pool": """
        cpu memory | host memory | system memory | sistem bellegi | lpddr* | grace memory | arbeitsspeicher der cpu |
        systemspeicher*
    """,
    "usable": """
        usable | available to | kullanilabilir | nutzbar* | utilisable* | utilizable* | utilizzabile | anvandbar* | доступн* | 可用
        | allocatable | allocat*
    """,
    "whole": """
        spojn* | koharent* | coherent* | cohesif* | sammanhang* | somme | suma | summa | summe |
        unified and | coherent | in all | altogether | in total | total of | toplam* | insgesamt | au total | en total |
        in totale | no total | lacznie
        | totalt | yhteensa | суммарн* | всего | 总计 | 合计 | 合計 | combined | aggregate*
    """,
    "link": """
        nvlink* | c2c | pcie | pci | interconnect* | infiniband | roce | ethernet | connectx | network* | networking | netzwerk* |
        reseau | red de | rete | rede | siec* |
        natverk* | сет* | сеть | сети | 网络 | 網路 | ネットワーク | 네트워크* | ag baglanti* | agi | baglanti* | qsfp* |
        thunderbolt | usb |
        nvswitch | fabric | xgmi | infinity fabric |
        ports | port | verbindung* | liaison | enlace* | collegament* | lacz* | lank* | port*
    """,
    "nvlink": "nvlink | nvswitch | infinity fabric | xgmi | ici",
    "c2c": "c2c | chip to chip",
    "network": """
        network* | networking | ethernet | connectx | infiniband | roce | qsfp* | nic | smartnic | netzwerk* | reseau | siec* |
        sieciow* | natverk* | 网络 | ネットワーク | 네트워크* | ag | agi |
        сет* | rete | rede | netwerk*
    """,
    "storage": """
        ssd | nvme | storage | depolama* | festplatte* | massenspeicher | stockage | almacenamiento | armazenamento |
        archiviazione | disk | disque | disco | dysk* | lagring* | tallennus* |
        накопител* | 存储 | 硬盘 | ストレージ | 저장* | opslag | m.2 | datalager
    """,
    "cache": "cache* | onbellek* | l1 | l2 | l3 | register* | кэш* | 缓存 | キャッシュ | 캐시* | infinity cache",
    "sram": "sram | on chip memory | on-chip memory",
    "tdp": "tdp | tgp | tbp | rated power | board power | thermal design power | kartenleistung",
    "power": """
        power* | watt* | guc* | gucu | leistungsaufnahme* | stromverbrauch* | verbrauch* | leistung* |
        energieverbrauch* | consommation* | puissance* | consumo* | potencia* | consum* |
        potenza* | pobor* | moc | mocy | zuzycie* | effekt* | stromforbrukning* | virrankulutus* | tehonkulutus* | teho | мощност*
        | потреблен* | 功耗 | 功率 | 消費電力 | 電力 | 전력* | vermogen* |
        verbruik* | spotreba | fogyasztas* | draws | draw | tuketim* | tuketir
    """,
    "power supply": """
        psu | power supply | power adapter | adapter | netzteil* | alimentation | fuente de alimentacion | alimentatore | fonte de
        alimentacao | zasilacz* | nataggregat* | guc kaynagi | adaptor* | блок питания | 电源 | 電源
    """,
    "idle": """
        idle | bosta | leerlauf* | au repos | en reposo | a riposo | ocioso | bezczynn* | jalowy | tomgang* | joutokaynti* |
        простое | 待机 | 空闲 | アイドル | 유휴*
    """,
    "measured": """
        measured | measures | measure | benchmark* | stream | achieved | achieves | effective | sustained | observed | in practice
        | real-world | tested | olculen | olctu | olculdu | gercek | gemessen* | messung* |
        erreicht in | mesure* | medido* | medid* | misurat* | zmierzon* | uppmat* | mitattu* | измерен* | 实测 | 測定 | 実測 | 측정* |
        gemeten
    """,
    "bus": """
        bus | interface | bit-breit* | speicherinterface | schnittstelle | arayuz* | veri yolu | veriyolu | interfaz | interfaccia
        | interfejs* | szyn* | magistrala | granssnitt | шин* | 位宽 | 總線 | バス | 버스* | busbreite
    """,
    "rate": "transfer rate | data rate | mt/s | gt/s | datenrate | veri hizi",
    "sparse": """
        sparse | sparsity | seyrek* | sparsit* | mit sparsity | dunn* | spärlich | parcimonie | dispers* | dispersion | sparsita |
        rzadk* | gles* | разрежен* | 稀疏 | スパース* | 희소*
    """,
    "dense": "dense | yogun* | dicht* | dense | densa* | denso* | densità | gest* | tat* | плотн* | 稠密 | 密集 | デンス | 밀집*",
    "npu": "npu | neural engine | neural processing",
    "gpu cores": "cuda | shader* | stream processor* | gpu core* | gpu cores",
    "cpu cores": "cpu | arm | cortex* | grace | zen | işlemci* | prozessor* | processeur* | procesador | processore | procesor*",
    "price": """
        price* | cost* | msrp | usd | fiyat* | preis* | kostet | kosten | prix | coute | cout | precio* | cuesta* | prezzo* |
        costa | preco* | custa | cena* | ceny | kosztuje | pris | kostar | hinta* | maksaa |
        цен* | стоит | стоимость | 价格 | 售价 | 価格 | 가격* | prijs | kost
    """,
}

# What turns a figure of one thing into no figure of it: a language model's need is not a machine's capacity.
NEED = """
    need* | require* | requiring | demand* | gerektir* | gerekir | ihtiyac* | benotig* | braucht | brauchen | erfordert |
    necessite* | exige* | requiert | besoin | necesita* | requiere* | precisa* | requer | richied* |
    necessita* | wymaga* | potrzeb* | kraver | behover | vaatii | tarvitsee | требу* | нужн* | 需要 | 必要 | 필요* | vereist | nodig |
    occup* | takes up | footprint | weights | agirlik* | gewichte | poids | pesos | pesi | wagi | vikter
"""
# Behind a size these say that it will do: it is had, not needed.
ENOUGH = """
    enough | suffic* | plenty | room for | fits | fit | genug | reicht | reichen | ausreich* |
    suffit | suffis* | permet | suficiente* | basta |
    bastante | sufficient* | wystarcz* | racker | riittaa | yeter* | хватает | достаточно | 足够 | 足夠 | 十分 | 충분* | genoeg | volstaat
"""
VERSUS = "vs | versus | against | gegen | gegenuber | contre | frente a | contra | contro | karsi | przeciw* | mot | против | 对 | 対"
MODELS = """
    llama* | qwen* | mistral* | mixtral* | gemma* | deepseek* | gpt-oss | gpt | glm* | kimi* | phi | flux | nemotron* | claude |
    model | models | modell* | modele* | modelo* | modello | modelli | modeller* | modeli* | modelin* | модел* |
    模型 | モデル | 모델* | parameter* | parametre* | parametri* | parametro* | параметр* | token* | context | baglam* | kontext*
"""

# What bounds a figure. `before` stands in front of the number, `after` behind its unit.
BOUNDS_BEFORE: dict[str, str] = {
    "up_to": """
        up to | upto | as much as | a maximum of | maximum of | max | maximum | at most | no more than | less than | under | below
        | bis zu | maximal | hochstens | jusqu a | jusqu | au plus | au maximum | hasta | como maximo | fino a | al massimo |
        ate | no maximo | do | maksymalnie | nawet | upp till | upp emot | hogst | som mest | jopa | enintaan | до | максимум | 最高
        | 最大 | 高达 | 多达 | 最多 | 最大で | 최대 | tot | maximaal | op til | opp til | az | en fazla | azami | pana la |
        legfeljebb | đến |
        weniger als | unter
    """,
    "at_least": """
        at least | more than | over | starting at | from | minimum | above | mindestens | mehr als | uber | ab | au moins | plus
        de | a partir de | al menos | mas de | desde | almeno | piu di | oltre | pelo menos | mais de | co najmniej | ponad |
        minst | mer an | over | vahintaan | yli | не менее | более | свыше | 至少 | 超过 | 以上 | 少なくとも | 최소 | minstens
        | meer dan | en
        az
    """,
    "about": """
        about | around | approximately | approx | roughly | nearly | almost | circa | ca | some | yaklasik | asagi yukari |
        neredeyse | civarinda | ungefahr | etwa | rund | knapp | fast | environ | pres de | presque | quelque | a peu pres |
        aproximadamente | alrededor de | unos | cerca de | casi | quase | uns | approssimativamente | quasi | okolo | blisko |
        prawie | niemal | ungefar | omkring | cirka | nastan | noin | lahes | около | примерно | почти | приблизительно | 约 | 大约 |
        約 | およそ | ほぼ | 약 |
        ongeveer | zowat | bijna | omtrent | nesten | naesten
    """,
}
BOUNDS_AFTER: dict[str, str] = {
    "up_to": "ye kadar | ya kadar | e kadar | a kadar | kadar | まで | 까지 | asti | maximum | max | of maximum",
    "at_least": """
        and up | and more | or more | 以上 | 이상 | veya daha fazla | ve uzeri | und mehr | et plus | i wiecej | och uppat | и более |
        uzerinde | ustunde | den fazla | dan fazla | tan fazla | ten fazla
    """,
    "about": "civarinda | dolayinda | yaklasik | ほど | 程度 | 左右 | 정도 | or so | roughly | approximately",
}
DENIALS_BEFORE = """
    not | never | rather than | instead of | isn | aren | wasn | nicht | kein* | statt | anstatt | pas | non pas | au lieu de | no
    | en lugar de | en vez de | non | invece di | nao | em vez de | nie | zamiast | inte | istallet for | ei | не | вместо | 不是 |
    而非 | ではなく | degil
"""
DENIALS_AFTER = "degil* | olmadi* | ではな | 이 아니 | 아니 | なく"
HEARSAY = """
    some pages | some sites | some sources | rumour* | rumor* | alleged* | supposedly | often quoted | sometimes quoted | wrongly
    | incorrectly | mistakenly | yanlis* | soylenti* | angeblich | falschlich* | gerucht* | rumeur* | a tort | rumor* | por error
    | erroneamente | per errore | blednie | felaktigt | ошибочно | якобы | 误 | 谣传 | 誤
"""

# Comparisons without numbers: what is lower, what is higher, and the word that introduces the other side.
LOWER = """
    lower than | less than | slower than | smaller than | fewer than | below that of | below the | behind the | narrower than |
    limited compared | trails | daha dusuk* | daha az* | daha yavas* | sinirli* | dusuk kal* | niedriger* | geringer* | langsamer*
    | kleiner* | weniger* |
    plus faible* | inferieur* | moins de | plus lent* | plus basse | menor* | inferior* | mas lent* | mas baj* | piu bassa | piu
    basso | piu lent* | inferiore | minore | mais baix* | mais lent* | nizsz* | mniejsz* | wolniejsz* | lagre | mindre |
    langsammare |
    pienempi | matalampi | hitaampi | alempi | ниже | меньше | медленнее | 低于 | 不如 | 小于 | 慢于 | 少于 | より低い |
    より低く | より遅い | 보다 낮* |
    보다 느* | lager dan | minder dan | trager dan | kleiner dan
"""
HIGHER = """
    higher than | more than | faster than | greater than | larger than | exceeds | outpaces | above that of | wider than | bigger
    than | beats | surpasses | outperforms | daha yuksek* | daha fazla* | daha hizli* | daha buyuk* | hoher* | schneller* |
    grosser* | ubertrifft | mehr* als |
    plus elev* | superieur* | plus rapide* | plus haut* | plus grand* | depasse* | mayor* | superior* | mas rapid* | mas alt* |
    supera* | piu alta | piu alto | piu rapid* | piu veloc* | superiore | maggiore | mais alt* | maior* | mais rapid* | wyzsz* |
    wieksz* | szybsz* | hogre |
    storre | snabbare | korkeampi | suurempi | nopeampi | выше | больше | быстрее | 高于 | 大于 | 快于 | 超过 | 优于 |
    より高い | より高く | より速い |
    보다 높* | 보다 빠* | hoger dan | sneller dan | groter dan
"""
# Comparing words that need "compared with" beside them to say of what.
BARE_LOWER = "lower | less | slower | smaller | weaker | behind | limited | dusuk* | yavas* | az | plus bas* | mas bajo | mas baja"
BARE_HIGHER = """
    higher | more | faster | larger | bigger | stronger | greater | ahead | yuksek* |
    hizli* | fazla | plus haut* | mas alto | mas alta
"""
# Comparing words that speak of speed.
SPEED = """
    faster* | slower* | outpaces | snabb* | langsam* | schnell* | rapid* | lent* | veloc* | hizli* | yavas* | szybsz* |
    wolniejsz* | nopea* |
    hita* | быстр* | медленн* | 快 | 慢 | 速い | 遅い | 빠* | 느* | sneller | trager
"""
# What is compared is a ratio, such as bandwidth for the money.
RATIOS = """
    per watt | per dollar | per euro | per token | per core | per user | per gb | pro watt | pro euro | pro dollar | par watt |
    par euro | por vatio
    | por watt | por dolar | por euro | per euro | watt basina | dolar basina | на ватт | на доллар | 每瓦 | 每美元 | ワット当たり |
    와트당 |
    efficien* | effizien* | eficien* | verimlilik | эффективн* | 能效
"""
EQUAL = """
    the same as | identical to | as much as | equal to | on par with | matches | ile ayni | aynidir | esit* | genauso | gleich*
    wie | identisch | identique* | egal* a | le meme que | igual* que | igual* a | identic* | uguale a | tak samo jak | rown* |
    samma som | lika | sama kuin | такая же | равн* | 与 相同 | 相同 | 同じ | 같다
"""
COMPARED_FIRST = """
    frente a | face a | face au | di fronte a | against the | next to the |
    compared with | compared to | in comparison | unlike | relative to | im vergleich | verglichen mit | anders als | par rapport
    | compare a | contrairement | en comparacion | comparado con | a diferencia de | rispetto a | rispetto al | rispetto alla | a
    differenza | em comparacao | comparado com | w porownaniu | jamfort med | till skillnad | verrattuna | по сравнению | в
    отличие | 与 | 相比 | 比起 | に比べ | 비해
"""
COMPARED_AFTER = """
    kiyasla | gore | karsilastirildiginda | nazaran | verglichen | gegenuber | 相比 | に比べ* | と比べ* | 비해 | 보다 | より |
    verrattuna
"""
THAN = "than | als | do que | niz | kuin | чем | 比 | より | 보다 | versus | vs | against | gegenuber"
# These introduce the other side only behind a comparing word.
THAN_AFTER_MORE = "que | qu | di | del | della | dello | do | da | de | od | an | som | dan | den"
MORE = """
    mas | menos | plus | moins | piu | meno | mais | menor | mayor | superior* | inferior* | superieur* | inferieur* | bardziej |
    mniej | mer | mindre | hogre | lagre | daha | meer | minder | snabbare | szybsz* | wyzsz* | nizsz*
"""

# Words that take up a name from the sentence before.
PRONOUNS = """
    it | its | this | these | that | the | they | their | bu | onun | o | bunun | bunlar | sistem | cihaz | kart | er | sie | es |
    sein* | ihr* | dies* | das | der | die | il | elle | son | sa | ses | ce | cette | ces | la | le | l | este | esta | esto | su
    |
    sus | el | ella | ele | ela | seu | sua | isso | isto | o | a | esso | essa | questo | questa | il | ten | ta | to | jego |
    jej | on | ona | den | det | dess | denna | detta | se | sen | tama | taman | он | она | оно | его | ее | её | этот | эта |
    это |
    它 | 其 | 该 | 此 | 这 | これ | その | この | それ | 이 | 그 | het | deze | dit | zijn
"""
# The last, or the first, of those that the sentence before names.
LATTER = """
    the latter | latter | quest ultima | quest ultimo | cette derniere | ce dernier | letzter* | esta ultima | este ultimo | ta ostatnia |
    ten ostatni | den senare | jalkimmainen | ikincisi | последн* | 后者 | 後者 | 후자 | laatstgenoemde
"""
FORMER = """
    the former | former | quella | erster* | la premiere | le premier | la primera | el primero | a primeira | o primeiro | birincisi |
    den forra | edellinen | первый | первая | 前者 | 전자
"""
# Behind a comma these open a clause about the name before it.
RELATIVE = """
    which | that | whose | who | der | die | das | deren | dessen | welche* | qui | que |
    dont | che | cuyo | cuya | cujo | cuja | ktora | ktory |
    ktore | som | vars | joka | jonka | jolla | котор* | die | waarvan
"""
RESPECTIVELY = """
    respectively | sirasiyla | jeweils | beziehungsweise | respectivement | respectivamente | rispettivamente | odpowiednio |
    respektive | соответственно | 分别 | それぞれ | 각각 | respectievelijk | vastaavasti | in that order
"""
EACH = """
    each | both | apiece | her biri | her ikisi | ikisi de | jeweils | beide* | je | chacun* | les deux | cada uno | ambos | ambas
    | ciascun* | entrambi | entrambe | cada um | kazdy | oba | obie | vardera | bada | var | molemmat | оба | каждый | 均 | 都 |
    どちらも | 모두
"""
AND = """
    and | ve | ile | und | sowie | et | y | e | i | oraz | och | ja | sekä | и | 和 | 与 | と | 와 | 과 | en | or | veya | oder | ou |
    o | lub | eller | tai | или
"""
# What ties a name that follows to its figure: "273 GB/s for the DGX Spark", "8 TB/s sunan DGX istasyonu".
TIES_FORWARD = """
    for | of | on | in | from | at | with | için | icin | sunan | sahip | olan | veren | saglayan | ulasan | fur | von | bei |
    beim | der | des | im | pour | du | de | sur | dans | chez | para | del | en | della | dello | dell | nel | per | do | da | no
    | na | dla | w | for | i | hos |
    pa | у | для | на | 的 | の | 의 | voor | van | bij | unlu
"""
STRONG_FORWARD = """
    sunan | sahip | veren | saglayan | ulasan | for the | on the | of the | in the | fur die | fur den | bei der | beim | pour la
    | pour le | pour | du | de la | para la | para el | para o | del | della | dello | dla | for | icin | для | у | 的 | の | 의 |
    voor de | van de
"""
# What separates clauses within a sentence.
CLAUSES = """
    while | whereas | but | although | however | versus | vs | compared | against | ise | iken | oysa | ancak | ama | fakat |
    wahrend | aber | jedoch | dagegen | hingegen | tandis | alors | mais | mientras | pero | frente | mentre | ma | contro |
    enquanto | mas | porem | podczas | natomiast | ale | medan | men | kun | taas | mutta | а | но | тогда | 而 | 但 | 一方 | 반면 |
    terwijl | maar
"""
