"""What people meet beside answers (buttons, forms, drafts, privacy), for `bot.phrases.wording`. Pure data.

Each row: English, Arabic, Turkish, Russian. Titles and labels of forms are at most 45 characters long.
"""

from __future__ import annotations

TABLE: tuple[tuple[str, str, str, str], ...] = (
    ("-# writing …", "-# أكتب …", "-# yazıyorum …", "-# пишу …"),
    (
        "Thank you, noted. You can change your mind with the other button.",
        "شكراً، سُجّل ذلك. يمكنك تغيير رأيك بالزر الآخر.",
        "Teşekkürler, kaydedildi. Öbür düğmeyle fikrinizi değiştirebilirsiniz.",
        "Спасибо, записано. Передумать можно другой кнопкой.",
    ),
    # Forms
    (
        "And who held it before?",
        "ومن كان يسيطر عليها قبل ذلك؟",
        "Ondan önce kimin elindeydi?",
        "А кто держал его раньше?",
    ),
    ("Your question", "سؤالك", "Sorunuz", "Ваш вопрос"),
    ("Answered for you alone.", "تُعرض الإجابة لك وحدك.", "Yanıtı yalnızca siz görürsünüz.", "Ответ увидите только вы."),
    (
        "The question and its answer appear in this channel.",
        "يظهر السؤال وإجابته في هذه القناة.",
        "Soru ve yanıtı bu kanalda görünür.",
        "Вопрос и ответ появятся в этом канале.",
    ),
    (
        "What was wrong? (optional)",
        "ما الخطأ؟ (اختياري)",
        "Yanlış olan neydi? (isteğe bağlı)",
        "Что не так? (необязательно)",
    ),
    (
        "It is not what I asked; it is out of date; a quote is wrong; …",
        "ليس هذا ما سألت عنه؛ المعلومات قديمة؛ اقتباس خاطئ؛ …",
        "Sorduğum bu değildi; eski kalmış; bir alıntı yanlış; …",
        "Я спрашивал о другом; это устарело; цитата неверна; …",
    ),
    (
        "Those who look after this bot can read it.",
        "يستطيع القائمون على هذا البوت قراءته.",
        "Bunu bu botla ilgilenenler okuyabilir.",
        "Это смогут прочесть те, кто следит за ботом.",
    ),
    # Where an answer went, and why it did not come
    (
        "My answer is in the thread of this message.",
        "إجابتي في سلسلة هذه الرسالة.",
        "Yanıtım bu mesajın alt başlığında.",
        "Мой ответ — в ветке этого сообщения.",
    ),
    (
        "{name} asked with a command that has expired since:",
        "سأل {name} بأمر انتهت صلاحيته منذ ذلك الحين:",
        "{name}, süresi artık dolmuş bir komutla sordu:",
        "{name} — вопрос задан командой, срок которой уже истёк:",
    ),
    (
        (
            "I could not answer you in {where}: I lack the permission **{permission}** there, which somebody who "
            "manages "
            "the server can give me."
        ),
        "لم أستطع أن أجيبك في {where}: تنقصني هناك صلاحية **{permission}**، ويمكن لمن يدير الخادم منحي إياها.",
        "Size {where} içinde yanıt veremedim: orada **{permission}** iznim yok; bunu sunucuyu yöneten biri verebilir.",
        "Я не смог ответить вам в {where}: там у меня нет права **{permission}**, его может дать управляющий сервером.",
    ),
    ("View Channel", "عرض القناة", "Kanalı Görüntüle", "Просматривать канал"),
    ("Send Messages", "إرسال الرسائل", "Mesaj Gönder", "Отправлять сообщения"),
    (
        "Send Messages in Threads",
        "إرسال الرسائل في السلاسل",
        "Alt Başlıklarda Mesaj Gönder",
        "Отправлять сообщения в ветках",
    ),
    ("that channel", "تلك القناة", "o kanal", "тот канал"),
    (
        "Discord lets me read a reply only when it mentions me: write @ and my name in it, or use `/ask`.",
        "لا يسمح لي ديسكورد بقراءة الرد إلا إذا ذكرني: اكتب فيه @ ثم اسمي، أو استعمل `/ask`.",
        "Discord bir yanıtı okumama ancak benden bahsederse izin verir: içine @ ve adımı yazın veya `/ask` kullanın.",
        "Discord даёт мне прочесть ответ, только если я в нём упомянут: напишите @ и моё имя или используйте `/ask`.",
    ),
    # Privacy
    ("Send me a copy", "أرسل لي نسخة", "Bana bir kopya gönder", "Прислать копию"),
    ("Delete it", "احذفها", "Sil", "Удалить"),
    ("Yes, delete it all", "نعم، احذف كل شيء", "Evet, hepsini sil", "Да, удалить всё"),
    ("Keep it", "أبقِها", "Kalsın", "Оставить"),
    (
        (
            "Delete all of that? Your questions, votes, reasons, pages and counts of use go, and cannot be brought "
            "back.\n"
            "- Answers in channels that others read stay there, with their quotes; your question and your id are "
            "taken out "
            "of what I keep.\n"
            "- Answers that only you could see lose their buttons.\n"
            "- How much you asked today stays until tomorrow, for the daily limit.\n"
            "- Messages in Discord are not deleted: you can do that yourself."
        ),
        (
            "أأحذف كل ذلك؟ تُحذف أسئلتك وأصواتك وأسبابها والصفحات وأعداد الاستعمال، ولا يمكن استرجاعها.\n"
            "- الإجابات في القنوات التي يقرؤها غيرك تبقى مع اقتباساتها؛ ويُزال سؤالك ومعرّفك مما أحتفظ به.\n"
            "- الإجابات التي لا يراها سواك تفقد أزرارها.\n"
            "- عدد أسئلتك اليوم يبقى حتى الغد من أجل الحد اليومي.\n"
            "- رسائل ديسكورد لا تُحذف: يمكنك حذفها بنفسك."
        ),
        (
            "Hepsi silinsin mi? Sorularınız, oylarınız, gerekçeler, sayfalar ve kullanım sayıları silinir, geri "
            "getirilemez.\n"
            "- Başkalarının okuduğu kanallardaki yanıtlar alıntılarıyla kalır; sorunuz ve kimliğiniz sakladıklarımdan "
            "çıkarılır.\n"
            "- Yalnızca sizin görebildiğiniz yanıtların düğmeleri artık çalışmaz.\n"
            "- Bugün ne kadar sorduğunuz, günlük sınır için yarına kadar kalır.\n"
            "- Discord'daki mesajlar silinmez: onları kendiniz silebilirsiniz."
        ),
        (
            "Удалить всё это? Ваши вопросы, голоса, причины, страницы и счётчики исчезнут, вернуть их нельзя.\n"
            "- Ответы в каналах, которые читают другие, останутся с цитатами; ваш вопрос и идентификатор я сотру у "
            "себя.\n"
            "- Ответы, которые видели только вы, лишатся кнопок.\n"
            "- Сколько вы спросили сегодня, хранится до завтра ради дневного предела.\n"
            "- Сообщения в Discord не удаляются: это можете сделать вы сами."
        ),
    ),
    ("Nothing was deleted.", "لم يُحذف شيء.", "Hiçbir şey silinmedi.", "Ничего не удалено."),
    (
        "This is all I have stored about you.",
        "هذا كل ما خزّنته عنك.",
        "Sizinle ilgili sakladığım her şey bu.",
        "Это всё, что у меня о вас хранится.",
    ),
    (
        "There is nothing stored about you.",
        "لا شيء مخزّن عنك.",
        "Sizinle ilgili saklanan bir şey yok.",
        "О вас ничего не хранится.",
    ),
    (
        "**What I have stored about you:** nothing.",
        "**ما خزّنته عنك:** لا شيء.",
        "**Sizinle ilgili sakladıklarım:** hiçbir şey.",
        "**Что у меня хранится о вас:** ничего.",
    ),
    (
        "**What I have stored about you**{since}:",
        "**ما خزّنته عنك**{since}:",
        "**Sizinle ilgili sakladıklarım**{since}:",
        "**Что у меня хранится о вас**{since}:",
    ),
    (", since {day}", "، منذ {day}", ", {day} tarihinden beri", ", с {day}"),
    (
        "- {counted} with what was answered and cited",
        "- {counted} مع ما أُجيب به وما اقتُبس",
        "- {counted} verilen yanıt ve alıntılarla birlikte",
        "- {counted} с ответами и цитатами",
    ),
    (
        "- {counted} on an answer, with your reason if you gave one",
        "- {counted} على إجابات، مع السبب إن ذكرته",
        "- {counted} yanıtlar için, yazdıysanız gerekçesiyle",
        "- {counted} за ответы, с причиной, если вы её назвали",
    ),
    (
        "- {counted} of pages that you looked up",
        "- {counted} من الصفحات التي بحثت عنها",
        "- {counted} baktığınız sayfalardan",
        "- {counted} страниц, которые вы искали",
    ),
    (
        "- {counted} on which I counted how much you asked",
        "- {counted} أحصيت فيها أسئلتك",
        "- {counted} ne kadar sorduğunuzu saydığım",
        "- {counted}, в которые я считал ваши вопросы",
    ),
    (
        "Each is deleted by itself after {counted}.",
        "يُحذف كل منها من تلقاء نفسه بعد انقضاء المدة: {counted}.",
        "Her biri şu süre sonunda kendiliğinden silinir: {counted}.",
        "Всё это удаляется само по истечении срока: {counted}.",
    ),
    (
        (
            "I never store what you write to others, your name or your messages here, and I read only what is meant "
            "for "
            "me. What Discord itself keeps is not in my hands."
        ),
        (
            "لا أخزّن أبداً ما تكتبه لغيري ولا اسمك ولا رسائلك هنا، ولا أقرأ إلا ما هو موجّه إليّ. أما ما يحتفظ به "
            "ديسكورد "
            "نفسه فليس بيدي."
        ),
        (
            "Başkalarına yazdıklarınızı, adınızı veya buradaki mesajlarınızı asla saklamam, yalnızca bana yazılanı "
            "okurum. "
            "Discord'un kendisinin sakladıkları benim elimde değildir."
        ),
        (
            "Я не храню то, что вы пишете другим, ваше имя и ваши сообщения и читаю только обращённое ко мне. Что "
            "хранит "
            "сам Discord, от меня не зависит."
        ),
    ),
    ("Deleted: {names}.", "حُذف: {names}.", "Silinenler: {names}.", "Удалено: {names}."),
    ("There was nothing to delete.", "لم يكن هناك ما يُحذف.", "Silinecek bir şey yoktu.", "Удалять было нечего."),
    (
        " The answers that others can read stay, without your question and id.",
        " الإجابات التي يستطيع غيرك قراءتها تبقى بلا سؤالك ومعرّفك.",
        " Başkalarının okuyabildiği yanıtlar, sorunuz ve kimliğiniz olmadan kalır.",
        " Ответы, которые могут читать другие, остаются без вашего вопроса и идентификатора.",
    ),
    (
        " How much you asked today goes tomorrow.",
        " عدد أسئلتك اليوم يُحذف غداً.",
        " Bugün ne kadar sorduğunuz yarın silinir.",
        " Сколько вы спросили сегодня, удалится завтра.",
    ),
    # Counted
    ("1 question", "الأسئلة: 1", "1 soru", "вопросов: 1"),
    ("{count} questions", "الأسئلة: {count}", "{count} soru", "вопросов: {count}"),
    ("1 vote", "الأصوات: 1", "1 oy", "голосов: 1"),
    ("{count} votes", "الأصوات: {count}", "{count} oy", "голосов: {count}"),
    ("1 set", "المجموعات: 1", "1 küme", "наборов: 1"),
    ("{count} sets", "المجموعات: {count}", "{count} küme", "наборов: {count}"),
    ("1 set of pages", "مجموعات الصفحات: 1", "1 sayfa kümesi", "наборов страниц: 1"),
    ("{count} sets of pages", "مجموعات الصفحات: {count}", "{count} sayfa kümesi", "наборов страниц: {count}"),
    ("1 day of counted use", "أيام أُحصي فيها الاستعمال: 1", "sayılmış kullanım: 1 gün", "дней учёта: 1"),
    (
        "{count} days of counted use",
        "أيام أُحصي فيها الاستعمال: {count}",
        "sayılmış kullanım: {count} gün",
        "дней учёта: {count}",
    ),
)
