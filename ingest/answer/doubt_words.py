"""Words that keep a figure from being a plain statement about one product, in many languages. Data only; spelling is folded.

A word that ends in * stands for every word that begins so.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Said of what is not, not yet, or not for certain so: looked for in the whole sentence.
SUPPOSED = """
    if | would | could | might | may have | imagine | suppos* | assuming | assume* | hypothetical* | expected | expect | expects |
    rumour* |
    rumor* | leak* | speculat* | myth | myths | false | falsely | wrong* | incorrect* | mistak* | allege* | claimed | claim |
    claims | planned |
    upcoming | wish | wishes | hoped | modded | mod | mods | modified | fake | typo | reportedly | said to | thought | believed | used to
    | wenn | falls | ware | hatte | wurde | konnte | angeblich* | gerucht* | erwartet* | soll | sollte* | sollen | mythos |
    falsch* | irrtum* |
    modifizier* | gemodd*
    | si | serait | aurait | pourrait | rumeur* | fuite* | attendu* | mythe | faux | pretend* | modifie*
    | podria* | seria* | tendria* | filtrac* | esperad* | mito | falso | falsa | supuest* | modificad*
    | sarebbe | avrebbe | potrebbe | atteso | attesa | presunt* | modificat*
    | teria* | poderia* | boato* | vazament* | supost*
    | eger | olsaydi | olsa | soylen* | beklen* | iddia* | sizinti* | yanlis* | efsane* | sanil*
    | если | бы | слух* | утечк* | ожида* | обеща* | якобы | миф* | ошибочн* | неверн* | может быть
    | 如果 | 假如 | 要是 | 传闻 | 据传 | 爆料 | 预计 | 预期 | 传言 | 谣言 | 误解 | 误传 | 可能 | 或将 | 魔改 | 有望
    | もし | 噂 | リーク | 予想 | 見込 | 誤解 | 改造 | かもしれ
    | 만약 | 루머* | 유출* | 예상* | 소문* | 오해*
    | zou | gerucht* | verwacht* | naar verluidt | gdyby | jesli | plotk* | przeciek* | oczekiw* | podobno | rzekomo | skulle | rykt* |
    forvanta* | pastas
    | لو | إذا | شائعات | متوقع | يشاع | يقال
"""

# The sentence denies the figure: looked for close before it and close behind it.
DENYING = """
    not | never | no | none | without | neither | nor | cannot | lacks | lack | lacking
    | nicht | kein* | nie | ohne | pas | jamais | sans | aucun* | nunca | sin | ningun* | non | mai | senza | nao | sem
    | degil* | yok* | не | нет | без | 不 | 没 | 沒 | 无 | 非 | 未 | ない | ません | 아니* | 아닙* | 없* | 않*
    | niet | geen | zonder | nie | bez | brak | inte | utan | ingen | ei | ilman | ليس | ليست | لا | بدون
"""

# The figure is that of several together: it counts where the figure is larger than that of one.
SEVERAL = """
    server* | node* | cluster* | rack* | pod | pods | superpod* | baseboard* | platform* | rig | rigs | chassis | pair* | duo | couple |
    together | combined | total* | aggregate* | altogether | overall | multi | multiple | several | fleet | farm | box | setup |
    array | system* |
    workstation* | instance* | machine* | cards | gpus | chips | accelerators | modules | build | pc | linked | nvl | both | all
    | knoten | verbund | paar | zusammen | insgesamt | gesamt* | mehrere* | rechner* | karten | plattform* | instanz*
    | serveur* | noeud* | grappe* | baie* | paire | ensemble | plusieurs | systeme* | cartes | plateforme*
    | servidor* | nodo* | pareja | par de | conjunto | varias | varios | sistema* | tarjetas | placas | juntas | juntos | plataforma*
    | coppia | insieme | diverse | schede
    | sunucu* | dugum* | kume* | toplam* | birlikte | kartlar* | sistem*
    | сервер* | узл* | узел | кластер* | стойк* | пара | пары | паре | вместе | суммарн* | всего | систем* | карты | карт
    | 服务器 | 节点 | 集群 | 机柜 | 机架 | 合计 | 总共 | 总计 | 一共 | 双卡 | 多卡 | 八卡 | 四卡 | 整机 | 系统 | 张
    | サーバ | ノード | クラスタ | ラック | 合計 | 合わせて | システム | 枚 | 台
    | 서버* | 노드* | 클러스터* | 랙* | 합계* | 총 | 시스템* | 장
    | serwer* | wezel* | klaster* | razem | lacznie | tillsammans | totalt | samen | totaal
    | خادم | خوادم | إجمالي | معا
"""

# The figure is that of a part, or of what is used, left or allowed: it counts where the figure is smaller than the whole.
PART = """
    stack | stacks | dies | chiplet* | tile | tiles | slice* | partition* | mig | half | third | quarter | each | portion |
    share of | of which |
    out of | left | free | remain* | leav* | spare | used | usage | use | uses | using | utiliz* | utilis* | consum* | occup* |
    reserv* | allocat* |
    limit* | capped | cap | restrict* | throttl* | undervolt* | power target | averag* | effective* | sustain* | achiev* |
    practice | efficien* |
    kernel | per stack | per die | per chip | per module | per gpu | per card | per core | per user | per instance | per socket |
    per link |
    split | shared | loaded | loading | batch | quantiz* | download*
    | je | jeweils | halfte | davon | frei* | ubrig* | bleib* | belegt* | belegen | nutz* | genutzt* | reservier* | begrenz* |
    gedrosselt* |
    reduzier* | halb* | stapel*
    | chacun* | moitie | dont | libre* | reste* | restant* | utilise* | consomm* | reserve* | brid* | par puce | par pile
    | cada | mitad | metade | livre* | utiliza* | usa | usado* | ocupa* | reserva*
    | ciascun* | meta | liber* | utilizz* | usa* | riserv*
    | her biri | yarisi | bos | kalan | kalir | kullan* | tuket* | sinirla* | basina
    | кажд* | половин* | свободн* | оста* | использ* | занима* | огранич* | потребля*
    | 每 | 一半 | 剩余 | 剩下 | 占用 | 占 | 使用 | 用掉 | 消耗 | 限制
    | 各 | それぞれ | 半分 | 残り | 使用 | 空き | 制限
    | 각각 | 절반 | 남* | 사용* | 제한*
    | elk | helft | over | gebruik* | kazdy | kazda | polow* | zuzyw* | uzyw* | woln* | varje | halften | ledig* | anvand*
    | كل | نصف | متبق* | يستخدم
"""

# Right behind a figure these are what has it: "sixteen 2 GB chips".
PIECES = """
    chip | chips | module | modules | die | stick* | baustein* | modul* | puce* | puces | modulo* | chipe | çip* | чип* | модул* |
    颗粒 | 芯片 | チップ | 칩*
"""

# The figure is a difference, or what something grows or shrinks by or from: a verb near it.
CHANGE = """
    increas* | rais* | jump* | grow* | grew | gain* | adds | added | adding | bump* | boost* | drop* | fell | falls | halv* |
    doubl* | tripl* |
    quadrupl* | upgrad* | overclock* | difference | delta | gap | twice | reduc* | lower* | cut | cuts | extra | additional |
    another | advantage
    | erhoh* | steig* | steiger* | verdoppel* | halbier* | unterschied* | zusatzlich* | weitere* | vorsprung | senk*
    | augment* | passe de | doubl* | ecart | supplementaire* | gagne*
    | aument* | pasa de | passa de | duplic* | dobr* | raddoppi* | adicional* | sube | sobe | sale | diferencia | diferenca | differenza
    | artir* | artar | artis* | iki kati | fark* | ek olarak
    | увелич* | вырос* | прибав* | удво* | дополнительн* | разниц*
    | 增加 | 提升 | 提高 | 翻倍 | 升级 | 额外 | 差距 | 降低
    | 増 | 追加 | 向上 | 差
    | 증가* | 늘* | 추가* | 차이*
    | verdubbel* | verschil | wzros* | podw* | roznic* | okar* | skillnad* | fordubbl*
"""
# Behind a figure, or right before it, these say the same.
MORE_BEHIND = """
    more | less | fewer | extra | additional | mehr | weniger | plus | de plus | de moins | mas | menos | mais | piu | meno |
    fazla | больше | меньше | 多 | 少 | 多く | 더 | meer | minder | wiecej | mniej | mer | mindre
"""
BY_BEFORE = """
    by | um | an additional | an extra | another | på | на | 多 | 少 | 高出 | 高 | 低
"""

# The sentence speaks of a product by what it is to another one.
RELATED = """
    successor* | predecessor* | competitor* | competing | rival* | counterpart* | previous generation | last generation |
    next generation |
    follow up | sibling* | cousin*
    | nachfolge* | vorgang* | konkurren* | vorherige generation | nachste generation
    | successeur* | predecesseur* | concurren* | generation precedente
    | sucesor* | predecesor* | antecesor* | competidor* | generacion anterior
    | sucessor* | antecessor* | concorren* | geracao anterior
    | halef* | selef* | rakip* | rakib* | onceki nesil*
    | преемник* | предшественник* | конкурент* | соперник* | предыдущ*
    | 后继 | 继任 | 前代 | 上一代 | 上代 | 前身 | 竞品 | 对手 | 下一代
    | 後継 | 先代 | 前世代 | 次世代 | 競合
    | 후속* | 이전* | 전작* | 경쟁*
    | opvolger* | voorganger* | concurrent* | nastepc* | poprzedni* | konkurenc* | eftertradare* | foregangare* | konkurrent*
    | خليفة | سابق* | منافس*
"""
# The sentence speaks of products in general, or of others.
GENERAL = """
    next | after | following | nach | apres | despues | depois | dopo | sonra* | после | 之后 | typical* | other | others | another |
    older | newer | previous | earlier | alternative* | most | many | some | any | average | consumer |
    mainstream | ordinary | usual | conventional | regular | cheaper
    | andere* | typisch* | ublich* | altere* | neuere* | meisten | viele | manche | gewohnliche*
    | autre* | typique* | precedent* | plupart | certains | certaines | ordinaire*
    | otr* | tipic* | anterior* | mayoria | algun* | outr* | maioria | altr* | maggior parte
    | diger* | onceki | tipik* | cogu | baska* | друг* | обычн* | типичн* | большинств*
    | 其他 | 其它 | 普通 | 一般 | 他の | 一般的 | 다른 | 일반* | inne | typow* | andra | vanlig* | أخرى
"""

# Ordinary memory of the computer that a card sits in.
HOST_MEMORY = """
    ram | ddr4 | ddr5 | ddr | system memory | host memory | main memory | cpu memory | arbeitsspeicher* | hauptspeicher* | memoire vive |
    memoria ram | memoria principal | memoria di sistema | memoria del sistema | sistem bellegi* | ana bellek | оперативн* | озу |
    内存 | 主存 |
    メインメモリ | 시스템 메모리* | pamiec operacyjn* | pamieci operacyjn* | werkgeheugen | arbetsminne*
"""

# Capitalised words that name no product.
COMMON_CAPITALS = _words(
    """
    ai gpu gpus cpu cpus npu tpu vram ram dram sram ssd hbm gddr lpddr ddr pcie nvlink cuda tensor rt fp int bf tf nf gb tb mb kb
    pb gib tib w
    watt watts tdp tgp tbp llm llms vs usb oem nvidia amd intel apple google geforce radeon instinct instincts nvidias amds samsung
    micron hynix sk
    sxm nvl oam mig fe blackwell hopper ada lovelace ampere turing volta pascal rdna cdna grace arm linux windows tsmc ces gtc i it
    its the a an
    this that these with and
    """
)
