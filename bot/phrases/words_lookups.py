"""What look-ups say (timeline, search, article, sources, about, help), for `bot.phrases.wording`. Pure data.

Each row: English, Arabic, Turkish, Russian. Numbers stand behind a colon where a language would inflect the noun.
"""

from __future__ import annotations

from bot.phrases.words_help import TABLE as HELP

TABLE: tuple[tuple[str, str, str, str], ...] = (
    *HELP,
    # Accounts
    (
        "The sources of this answer do not differ on anything that I noticed.",
        "لم ألحظ أن مصادر هذه الإجابة تختلف في شيء.",
        "Bu yanıtın kaynaklarının ayrıldığı bir nokta görmedim.",
        "Я не заметил, чтобы источники этого ответа в чём-то расходились.",
    ),
    ("A source that is not shown", "مصدر غير معروض", "Gösterilmeyen bir kaynak", "Источник, который не показан"),
    ("Open {publisher}", "افتح {publisher}", "Aç: {publisher}", "Открыть: {publisher}"),
    # Timeline
    ("{count} events", "الأحداث: {count}", "{count} olay", "событий: {count}"),
    ("page {page} of {pages}", "الصفحة {page} من {pages}", "sayfa {page}/{pages}", "страница {page} из {pages}"),
    ("as of {day}", "حتى {day}", "{day} itibarıyla", "по состоянию на {day}"),
    ("the sources carry no date", "المصادر بلا تاريخ", "kaynaklarda tarih yok", "у источников нет даты"),
    # Search
    (
        "I found no passage with these words; try fewer of them, another spelling, or a longer time.",
        "لم أجد مقطعاً بهذه الكلمات؛ جرّب كلمات أقل أو كتابة أخرى أو مدة أطول.",
        "Bu sözcüklerle bir bölüm bulamadım; daha az sözcük, başka bir yazım veya daha uzun bir dönem deneyin.",
        "Отрывков с этими словами нет; попробуйте меньше слов, другое написание или более долгий срок.",
    ),
    ("1 passage", "مقطع واحد", "1 bölüm", "1 отрывок"),
    (
        "{count} passages, best first",
        "المقاطع: {count}، الأنسب أولاً",
        "{count} bölüm, en uygunu başta",
        "отрывков: {count}, сначала лучшие",
    ),
    # Article
    (
        "I have no article with this title. Type a few words of it and choose from the list.",
        "ليست لديّ مقالة بهذا العنوان. اكتب بعض كلماته واختر من القائمة.",
        "Bu başlıkta bir haberim yok. Başlıktan birkaç sözcük yazıp listeden seçin.",
        "Статьи с таким заголовком у меня нет. Наберите несколько слов из него и выберите из списка.",
    ),
    (
        "It has no sentence that I could show by itself; read it where it was printed.",
        "ليس فيها جملة يمكن عرضها وحدها؛ اقرأها حيث نُشرت.",
        "Tek başına gösterebileceğim bir cümlesi yok; yayımlandığı yerde okuyun.",
        "В ней нет предложения, которое можно показать отдельно; прочтите её там, где она напечатана.",
    ),
    (
        "I have no other publisher’s report of this event.",
        "ليس لديّ تقرير من ناشر آخر عن هذا الحدث.",
        "Bu olayla ilgili başka bir yayıncının haberi bende yok.",
        "Сообщений других издателей об этом событии у меня нет.",
    ),
    ("Also printed by {names}.", "نشرته أيضاً: {names}.", "Ayrıca yayımlayan: {names}.", "Также напечатали: {names}."),
    (
        "Sentences of the article, word for word.",
        "جمل من المقالة بحرفها.",
        "Haberin cümleleri, kelimesi kelimesine.",
        "Предложения статьи, слово в слово.",
    ),
    (
        "Which one do you mean by “{wanted}”? Choose it from the list while you type:",
        "أيها تقصد بقولك «{wanted}»؟ اخترها من القائمة أثناء الكتابة:",
        "“{wanted}” ile hangisini kastediyorsunuz? Yazarken listeden seçin:",
        "Что вы имеете в виду под «{wanted}»? Выберите из списка, пока набираете:",
    ),
    ("by {author}", "بقلم {author}", "yazan: {author}", "автор: {author}"),
    (
        "**Other reports of this event**",
        "**تقارير أخرى عن هذا الحدث**",
        "**Bu olayla ilgili başka haberler**",
        "**Другие сообщения об этом событии**",
    ),
    # Sources
    (
        "I have no articles to read yet; an admin of this bot can add some.",
        "ليست لديّ مقالات أقرؤها بعد؛ يستطيع أحد مشرفي البوت إضافة بعضها.",
        "Henüz okuyacak haberim yok; botun bir yöneticisi ekleyebilir.",
        "У меня ещё нет статей; их может добавить администратор бота.",
    ),
    (
        "I read articles by {count}{until}:",
        "أقرأ مقالات، {count}{until}:",
        "Okuduğum haberler, {count}{until}:",
        "Я читаю статьи, {count}{until}:",
    ),
    ("one publisher", "الناشرون: 1", "1 yayıncı", "издателей: 1"),
    ("{count} publishers", "الناشرون: {count}", "{count} yayıncı", "издателей: {count}"),
    (", the newest of {day}", "، أحدثها بتاريخ {day}", ", en yenisi {day} tarihli", ", самая новая от {day}"),
    (", none of them dated", "، وكلها بلا تاريخ", ", hiçbiri tarihli değil", ", все без даты"),
    ("{first} to {last}", "{first} – {last}", "{first} – {last}", "{first} – {last}"),
    ("1 article", "المقالات: 1", "1 haber", "статей: 1"),
    ("{count} articles", "المقالات: {count}", "{count} haber", "статей: {count}"),
    # About
    (
        "**{name}** answers from news articles, with the passage behind every statement.",
        "يجيب **{name}** من المقالات الإخبارية، مع المقطع الذي تستند إليه كل عبارة.",
        "**{name}** haberlerden yanıt verir ve her sözün dayandığı bölümü gösterir.",
        "**{name}** отвечает по новостным статьям и показывает отрывок за каждым утверждением.",
    ),
    ("I have no articles yet.", "ليست لديّ مقالات بعد.", "Henüz haberim yok.", "У меня ещё нет статей."),
    (
        "as of {day}, the date of the newest",
        "حتى {day}، تاريخ أحدثها",
        "en yenisinin tarihi olan {day} itibarıyla",
        "по состоянию на {day}, дату самой новой",
    ),
    ("none of them dated", "وكلها بلا تاريخ", "hiçbiri tarihli değil", "все без даты"),
    ("1 publisher", "الناشرون: 1", "1 yayıncı", "издателей: 1"),
    (
        "- I read {articles} by {publishers}, {as_of}.",
        "- ما أقرؤه: {articles}، {publishers}، {as_of}.",
        "- Okuduğum: {articles}, {publishers}, {as_of}.",
        "- Что я читаю: {articles}, {publishers}, {as_of}.",
    ),
    (", made {time}", "، صُنعت في {time}", ", yapıldığı zaman: {time}", ", создан: {time}"),
    (
        "- Snapshot {snapshot}{made}.",
        "- اللقطة {snapshot}{made}.",
        "- Anlık görüntü {snapshot}{made}.",
        "- Снимок {snapshot}{made}.",
    ),
    (
        "- Answers are quoted from the articles; no language model writes them.",
        "- الإجابات مقتبسة من المقالات؛ لا يكتبها نموذج لغوي.",
        "- Yanıtlar haberlerden alıntıdır; onları bir dil modeli yazmaz.",
        "- Ответы — цитаты из статей; языковая модель их не пишет.",
    ),
    (
        (
            "- Answers are written by the language model {model}, which is sent the question and the passages found; "
            "what "
            "the passages do not bear out is left out."
        ),
        "- يكتب الإجابات النموذج اللغوي {model}، ويُرسل إليه السؤال والمقاطع التي وُجدت؛ وما لا تؤيده المقاطع يُحذف.",
        (
            "- Yanıtları {model} dil modeli yazar; ona soru ve bulunan bölümler gönderilir; bölümlerin doğrulamadığı "
            "çıkarılır."
        ),
        (
            "- Ответы пишет языковая модель {model}, ей отправляют вопрос и найденные отрывки; чего отрывки не "
            "подтверждают, то опускается."
        ),
    ),
    (
        "- Meaning is compared with the embedder {embedder}.",
        "- يُقارن المعنى بنموذج التضمين {embedder}.",
        "- Anlam, {embedder} gömme modeliyle karşılaştırılır.",
        "- Смысл сравнивает модель вложений {embedder}.",
    ),
    ("1 day", "يوم واحد", "1 gün", "1 дн."),
    ("{count} days", "عدد الأيام {count}", "{count} gün", "{count} дн."),
    (
        (
            "Questions and what was cited are kept for {span} in a file beside the articles, on the machine I run on, "
            "so "
            "that buttons and follow-ups work. `/privacy` shows what is kept about you, and deletes it."
        ),
        (
            "تُحفظ الأسئلة وما اقتُبس مدة ({span}) في ملف بجانب المقالات، على الجهاز الذي أعمل عليه، لتعمل الأزرار "
            "والأسئلة "
            "المتابعة. يعرض `/privacy` ما يُحفظ عنك ويحذفه."
        ),
        (
            "Sorular ve alıntılananlar, düğmeler ve devam soruları çalışsın diye, çalıştığım makinede haberlerin "
            "yanındaki "
            "bir dosyada {span} saklanır. `/privacy` sizinle ilgili saklananları gösterir ve siler."
        ),
        (
            "Вопросы и процитированное хранятся {span} в файле рядом со статьями, на машине, где я работаю, чтобы "
            "действовали кнопки и уточнения. `/privacy` показывает, что хранится о вас, и удаляет это."
        ),
    ),
    (
        "Licence: {licence} · made with {parts}",
        "الترخيص: {licence} · صُنع باستعمال {parts}",
        "Lisans: {licence} · yapımında kullanılanlar: {parts}",
        "Лицензия: {licence} · сделано с помощью {parts}",
    ),
)
