"""What the menus of a message say (a check, its places), for `bot.phrases.wording`. Pure data.

Each row: English, Arabic, Turkish, Russian.
"""

from __future__ import annotations

TABLE: tuple[tuple[str, str, str, str], ...] = (
    ("Supported", "مؤيَّد", "Doğrulanıyor", "Подтверждается"),
    ("Contradicted", "مخالَف", "Çelişiyor", "Опровергается"),
    ("Not found", "غير موجود", "Bulunamadı", "Не найдено"),
    ("{n} supported", "مؤيَّد: {n}", "doğrulanan: {n}", "подтверждено: {n}"),
    ("{n} contradicted", "مخالَف: {n}", "çelişen: {n}", "опровергнуто: {n}"),
    ("{n} not found", "غير موجود: {n}", "bulunamayan: {n}", "не найдено: {n}"),
    (
        (
            "I found nothing in this message that I could check: I look for statements of fact about people, places, "
            "figures and dates, in English."
        ),
        (
            "لم أجد في هذه الرسالة ما يمكنني التحقق منه: أبحث عن عبارات تقريرية بالإنجليزية عن أشخاص وأماكن وأرقام "
            "وتواريخ."
        ),
        (
            "Bu mesajda denetleyebileceğim bir şey bulamadım: kişiler, yerler, sayılar ve tarihlerle ilgili İngilizce "
            "bildirimler ararım."
        ),
        "В этом сообщении мне нечего проверить: я ищу утверждения на английском о людях, местах, числах и датах.",
    ),
    (
        "The statements in this message are too long for me to check one by one.",
        "عبارات هذه الرسالة أطول من أن أتحقق منها واحدة واحدة.",
        "Bu mesajdaki cümleler tek tek denetleyemeyeceğim kadar uzun.",
        "Утверждения в этом сообщении слишком длинны, чтобы проверить их по одному.",
    ),
    (
        "Held against the articles I have, word by word. “Not found” does not mean that it is false.",
        "قورنت بالمقالات التي لديّ كلمة كلمة. «غير موجود» لا تعني أنه خطأ.",
        "Elimdeki haberlerle kelimesi kelimesine karşılaştırıldı. “Bulunamadı”, yanlış olduğu anlamına gelmez.",
        "Сверено с моими статьями слово за словом. «Не найдено» не значит, что это неправда.",
    ),
    (
        "**Checked against the articles:** {counts}",
        "**قورنت بالمقالات:** {counts}",
        "**Haberlerle karşılaştırıldı:** {counts}",
        "**Сверено со статьями:** {counts}",
    ),
    (
        "1 more statement was not looked at.",
        "عبارات لم يُنظر فيها: 1.",
        "Bakılmayan cümle sayısı: 1.",
        "Не рассмотрено утверждений: 1.",
    ),
    (
        "{n} more statements were not looked at.",
        "عبارات لم يُنظر فيها: {n}.",
        "Bakılmayan cümle sayısı: {n}.",
        "Не рассмотрено утверждений: {n}.",
    ),
    (
        "1 part left alone: nothing in it that articles could tell.",
        "أجزاء تُركت لأن لا شيء فيها ترويه المقالات: 1.",
        "Haberlerin anlatabileceği bir şey içermediği için bırakılan parça: 1.",
        "Частей оставлено без проверки, статьи о таком не сообщают: 1.",
    ),
    (
        "{n} parts left alone: nothing in it that articles could tell.",
        "أجزاء تُركت لأن لا شيء فيها ترويه المقالات: {n}.",
        "Haberlerin anlatabileceği bir şey içermediği için bırakılan parça: {n}.",
        "Частей оставлено без проверки, статьи о таком не сообщают: {n}.",
    ),
    ("Otherwise: ", "خلافاً لذلك: ", "Başka türlü: ", "Иначе: "),
    # Places
    (
        "I know none of the places that this message names, or it names none.",
        "لا أعرف أياً من الأماكن التي تذكرها هذه الرسالة، أو أنها لا تذكر مكاناً.",
        "Bu mesajda anılan yerlerin hiçbirini bilmiyorum veya mesaj bir yer anmıyor.",
        "Мест, названных в этом сообщении, я не знаю, или их в нём нет.",
    ),
    (
        (
            "Places and coordinates: Nayrab's own list and GeoNames (<https://www.geonames.org>, CC BY 4.0). “Last "
            "said” "
            "is the newest dated report I have."
        ),
        (
            "الأماكن والإحداثيات: قائمة Nayrab وGeoNames (<https://www.geonames.org>, CC BY 4.0). «آخر ما قيل» هو "
            "أحدث تقرير "
            "مؤرخ لديّ."
        ),
        (
            "Yerler ve koordinatlar: Nayrab'ın kendi listesi ve GeoNames (<https://www.geonames.org>, CC BY 4.0). “Son "
            "söylenen”, elimdeki en yeni tarihli haberdir."
        ),
        (
            "Места и координаты: список Nayrab и GeoNames (<https://www.geonames.org>, CC BY 4.0). «Последнее» — самое "
            "новое датированное сообщение у меня."
        ),
    ),
    (
        " can be one of several places:",
        " قد يكون واحداً من عدة أماكن:",
        " birkaç yerden biri olabilir:",
        " может быть одним из нескольких мест:",
    ),
    ("Also spelt: {names}", "يُكتب أيضاً: {names}", "Başka yazımları: {names}", "Пишется также: {names}"),
    ("Last said:", "آخر ما قيل:", "Son söylenen:", "Последнее:"),
    ("Last said of {place}:", "آخر ما قيل عن {place}:", "Son söylenen, {place}:", "Последнее, {place}:"),
    (
        "The articles I have say nothing of it that bears a date.",
        "لا تقول المقالات التي لديّ عنه شيئاً مؤرخاً.",
        "Elimdeki haberlerde bununla ilgili tarihli bir söz yok.",
        "Датированных сведений об этом в моих статьях нет.",
    ),
)
