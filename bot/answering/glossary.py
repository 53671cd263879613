"""Everyday words of war reporting in Arabic, Turkish and Russian, in English: so that questions find by words too.

Place in the flow: `query` asks for the English words of a question's word. Pure, and no dictionary: the words that
reports and questions about a conflict use all the time, written for this by hand. Names are the gazetteer's.

A word is known by its beginning, because these languages change its end; Arabic words also without what is joined to
their front ("and", "in", "the").
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.corpus.analysis import fold

_TABLE = """
kill killed dead | قتل مقتل ضحاي قتيل قضي | öldü öldür ölen katled kaybet | убит убил погиб уби жертв смерт
die death | موت توفي وفاه وفيات | ölüm ölen ölü | умер смерт
wound wounded injured | جرح جريح اصيب مصاب اصاب | yarala yaralı | ранен ранил пострада
civilian | مدني | sivil | граждан мирн
child children | طفل اطفال | çocuk | дет ребен
woman women | امراه نساء سيدات | kadın | женщин
fighter rebel | مقاتل معارض ثوار | muhalif isyancı savaşçı direnişçi | повстан боевик
militant terrorist | مسلح ارهاب | terör terörist militan | боевик террорист
opposition | معارض | muhalefet muhalif | оппозиц
soldier troop | جندي جنود عسكري | asker | солдат военнослужащ
army | جيش | ordu | арми
force | قوات قوي | güç güçler kuvvet | сил войск
regime government | نظام حكوم | rejim hükümet | режим правительств
officer | ضابط ضباط | subay | офицер
commander leader emir | قائد قاد امير زعيم | komutan lider emir | командир лидер эмир главар
police | شرط | polis | полиц
execute executed | اعدم اعدام | infaz idam | казн
attack attacked | هجوم هاجم استهد اعتداء | saldır | атак нападен контратак
strike airstrike raid | غار ضرب قصف | hava bombardıman vur | удар авиаудар налет
bomb bombing bombed shelling | قصف قنبل تفجير مفخخ عبو | bomba bombala bombardıman | бомб обстрел взрыв
explosion blast exploded | انفجار انفجر فجر تفجير | patla infilak | взрыв взорв
suicide | انتحار | intihar | смертни самоубий
car vehicle | سيار عرب مركب | araç araba otomobil | автомоб машин
motorcycle | دراج ناري | motosiklet | мотоцикл
mine | لغم الغام | mayın | мин
bakery | مخبز فرن افران | fırın | пекарн
hospital | مشفي مستشفي مشافي | hastane | больниц госпитал
medical clinic health | طبي صح عياد | sağlık tıbbi klinik | медицин медпункт здоров
doctor | طبيب اطباء | doktor hekim | врач доктор
worker staff | عامل عمال موظف | çalışan görevli personel | сотрудник работник
ambulance | اسعاف | ambulans | скор
school | مدرس مدارس | okul | школ
student | طالب طلاب تلميذ | öğrenci | учени студент
university | جامع | üniversite | университет
mosque | مسجد مساجد جامع | cami | мечет
church | كنيس | kilise | церк
market | سوق اسواق | pazar çarşı | рынк рынок
hotel | فندق فنادق | otel | отел гостиниц
residence building house | مبني منزل منازل بيوت مقر | bina konut evi evler | здан дом
camp | مخيم معسكر | kamp | лагер
base | قاعد | üs üss | баз
training | تدريب | eğitim talim | учебн трениров
airport | مطار | havaalan havaliman | аэропорт авиабаз
prison detained | سجن معتقل اعتقل | hapishane cezaevi gözaltı tutuk | тюрьм задерж заключ
village | قري | köy | деревн сел
town | بلد | kasaba belde | город посел
city | مدين مدن | kent şehir | город
neighborhood district | حي احياء منطق | mahalle semt | район квартал
province | محافظ | ili ilin vilayet | провинц
countryside | ريف | kırsal | пригород сельск
suburb | ضاحي ضواحي | banliyö | пригород
border | حدود | sınır | границ пригранич
crossing | معبر معابر | kapı geçiş | переход кпп
road route | طريق طرق | yol | дорог путь шосс
supply | امداد | ikmal | снабжен
river | نهر | nehir ırmak | рек
dam | سد | baraj | плотин
oil | نفط | petrol | нефт
gas | غاز | gaz | газ
toxic poison | سام سموم | zehir | отрав ядовит токсич
chemical | كيمياي كيماوي | kimyasal | химич
sarin | سارين | sarin | зарин
chlorine | كلور | klor | хлор
rocket | صاروخ صواريخ | roket | ракет
missile | صاروخ صواريخ | füze | ракет
shell mortar | قذيف قذايف هاون | havan top mermi | снаряд мин миномет
artillery | مدفعي | topçu | артиллер
tank | دباب | tank | танк
helicopter | مروحي هليكوبتر | helikopter | вертолет
warplane plane jet aircraft | طاير مقاتلات طيران | uçak jet | самолет авиац
barrel | برميل براميل | varil | бочк
cluster | عنقودي | misket salkım | кассетн
incendiary | حارق | yangın yakıcı | зажигат
munition ammunition weapon | ذخير ذخاير سلاح اسلح | mühimmat silah | боеприпас оружи
drone | مسير | insansız iha drone | беспилот дрон
ceasefire truce | هدن وقف | ateşkes | перемир прекращен
breach violation | انتهاك خرق خروق | ihlal | наруш
agreement | اتفاق | anlaşma | соглаш договор
talks negotiation | مفاوض محادث | müzakere görüşme | переговор
siege besieged | حصار محاصر | kuşat | осад блокад
battle clash fighting | معرك اشتباك قتال | çatış savaş muharebe | бой бои столкнов сражен
ambush | كمين | pusu | засад
advance | تقدم | ilerle | продвиж наступл
capture seized took | سيطر استول احتل | ele zapt işgal | захват взял занял
recapture retake regained | استعاد استرد تحرير | geri kurtar | отби верну освобод
withdraw withdrawal | انسحب انسحاب | çekil | отступ отвод вывод отош
destroy destroyed | دمر تدمير | yık imha tahrip | уничтож разруш
cut blocked | قطع | kes kapat | перерез перекр
displace displaced flee | نزح نازح هجر تهجير شرد | yerinden kaç göç | бежал перемещ изгна
refugee | لاجي | mülteci sığınmacı | беженц
resident people | سكان اهالي شخص | kişi insan sakin | жител человек люд
family | عايل اسر | aile | семь
hometown | مسقط | memleket | родн
massacre | مجزر مذبح | katliam | резн бойн
kidnap abduct hostage | خطف اختطف رهين | kaçır rehin | похи залож
responsibility claimed | تبن مسؤول | üstlen sorumlu | ответственн
minister | وزير | bakan | министр
foreign | خارجي | dışişleri yabancı | иностран
health | صح | sağlık | здравоохран
defence defense | دفاع | savunma | оборон
interim | موقت | geçici | временн
president | رييس | cumhurbaşkan başkan | президент
spokesman spokesperson | ناطق متحدث | sözcü | представител пресс
governor | محافظ | vali | губернатор
ambassador envoy | سفير مبعوث | büyükelçi elçi | посол посланник
journalist | صحفي صحافي اعلامي | gazeteci | журналист
activist | ناشط | aktivist eylemci | активист
observatory | مرصد | gözlemevi | обсерватор
report | تقرير | rapor | доклад отчет
video | فيديو مقطع | video görüntü | видео
archive | ارشيف | arşiv | архив
database data | بيان | veri | данн
website | موقع | site internet | сайт
technology | تقني تكنولوجي | teknoloji | технолог
file | ملف | dosya | файл
incident | حادث | olay | инцидент случа
number toll | عدد حصيل | sayı bilanço | числ количеств
goal target | هدف اهداف | hedef amaç | цел
cause reason | سبب اسباب | neden sebep | причин
brigade | لواء كتيب | tugay | бригад
group | جماع مجموع فصيل فصايل | grup örgüt | группиров групп
coalition | تحالف ايتلاف | koalisyon | коалиц
front nusra | نصر | nusra | нусра
isis isil daesh islamic | داعش دولة اسلامي تنظيم | ışid deaş daeş | игил иг исламск
kurdish ypg | كرد اكراد | kürt | курд
turkish turkey | ترك | türk | турец турц
russian russia | روس | rus | росси русск
iranian iran | ايران | iran | иран
american us | امريك | amerika abd | америк сша
israeli israel | اسراييل | israil | израил
french | فرنس | fransız fransa | франц
british | بريطان | ingiliz britanya | британ
united nations un | متحد | birleşmiş bm | оон
red crescent aid humanitarian | هلال مساعد انساني اغاث | yardım insani kızılay | помощ гуманитар
water | مياه ماء | su | вод
electricity power | كهرباء | elektrik | электр
food | غذاء طعام | gıda yiyecek | продовольств еда
money cost | مال اموال كلف | para maliyet | деньг стоим
largest biggest | اكبر | en büyük | крупнейш
west western | غرب | batı | запад
east eastern | شرق | doğu | восток восточн
north northern | شمال | kuzey | север
south southern | جنوب | güney | юг южн
day | يوم ايام | gün | день дня дней сутк
month | شهر اشهر | ay | месяц
year | عام سن | yıl | год
january | كانون_الثاني يناير | ocak | январ
february | شباط فبراير | şubat | феврал
march | اذار مارس | mart | март
april | نيسان ابريل | nisan | апрел
may | ايار مايو | mayıs | мая
june | حزيران يونيو | haziran | июн
july | تموز يوليو | temmuz | июл
august | اب اغسطس | ağustos | август
september | ايلول سبتمبر | eylül | сентябр
october | اكتوبر | ekim | октябр
november | نوفمبر | kasım | ноябр
december | ديسمبر | aralık | декабр
"""

_LANGUAGES = ("ar", "tr", "ru")
_JOINED = re.compile("^(?:[وف]?(?:بال|كال|لل|ال|[بكل])|[وف])")
_EXACT, _SHORT = 2, 3
"""Beginnings of two letters must be the whole word; those of three may have only a short ending."""
_ENDING = {"ar": 5, "tr": 12, "ru": 6}
"""How many letters may follow what an entry says."""
_SHORT_ENDING = {"ar": 3, "tr": 6, "ru": 3}


@lru_cache(maxsize=1)
def _entries() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return per language what a word begins with -> its English words."""
    found: dict[str, dict[str, tuple[str, ...]]] = {language: {} for language in _LANGUAGES}
    for line in _TABLE.strip().splitlines():
        english, *others = (cell.split() for cell in line.split("|"))
        for language, beginnings in zip(_LANGUAGES, others, strict=True):
            for beginning in beginnings:
                known = found[language].get(fold(beginning), ())
                found[language][fold(beginning)] = tuple(dict.fromkeys((*known, *english)))
    return found


@lru_cache(maxsize=10_000)
def in_english(word: str, language: str) -> tuple[str, ...]:
    """Return the English words for one of `language` (ar, tr, ru); none for what the table does not hold."""
    entries = _entries().get(language, {})
    folded = fold(word)
    forms = dict.fromkeys((folded, _JOINED.sub("", folded))) if language == "ar" else (folded,)
    return next((found for form in forms if (found := _longest(form, entries, language))), ())


def _longest(form: str, entries: dict[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    for end in range(len(form), 1, -1):
        if form[:end] in entries and len(form) - end <= _ending(end, language):
            return entries[form[:end]]
    return ()


def _ending(known: int, language: str) -> int:
    if known <= _EXACT:
        return 0
    return _SHORT_ENDING[language] if known == _SHORT else _ENDING[language]
