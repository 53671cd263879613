"""More sentences of `bot.phrases.sentences`: who may do what, options that cannot be used, what is gone. Pure data.

Each row: English as another part says it, then Arabic, Turkish, Russian. A test compares the English with what is said.
"""

from __future__ import annotations

TABLE: tuple[tuple[str, str, str, str], ...] = (
    # Who may do what
    (
        "I cannot read this server's rules for me just now, so I keep quiet; its admins can look at `/settings show`.",
        "لا أستطيع الآن قراءة قواعد هذا الخادم لي فألتزم الصمت؛ يستطيع مشرفوه النظر في `/settings show`.",
        (
            "Bu sunucunun benim için koyduğu kuralları şu anda okuyamıyorum, o yüzden susuyorum; yöneticileri "
            "`/settings show` komutuna bakabilir."
        ),
        "Сейчас я не могу прочесть правила этого сервера, поэтому молчу; администраторам поможет `/settings show`.",
    ),
    (
        "That can be done here only by the people named as admins in the bot's settings.",
        "لا يستطيع فعل ذلك هنا إلا من سُمّوا مشرفين في إعدادات البوت.",
        "Bunu burada yalnızca botun ayarlarında yönetici olarak adı geçenler yapabilir.",
        "Здесь это могут делать только те, кто назван администратором в настройках бота.",
    ),
    (
        "The corpus is not looked after from this server; use the one that the bot's settings name.",
        "لا تُدار مجموعة المقالات من هذا الخادم؛ استعمل الخادم المسمّى في إعدادات البوت.",
        "Haber derlemi bu sunucudan yönetilmez; botun ayarlarında adı geçen sunucuyu kullanın.",
        "Собранием статей управляют не с этого сервера; используйте тот, что назван в настройках бота.",
    ),
    (
        "That needs the permission Manage Server or a role that is named in the bot's settings.",
        "يتطلب ذلك صلاحية إدارة الخادم أو رتبة مسمّاة في إعدادات البوت.",
        "Bunun için Sunucuyu Yönet izni veya botun ayarlarında adı geçen bir rol gerekir.",
        "Для этого нужно право «Управлять сервером» или роль, названная в настройках бота.",
    ),
    (
        "These are the settings of a server; use the command in one.",
        "هذه إعدادات خادم؛ استعمل الأمر في أحد الخوادم.",
        "Bunlar bir sunucunun ayarlarıdır; komutu bir sunucuda kullanın.",
        "Это настройки сервера; используйте команду на сервере.",
    ),
    (
        "Changing what I do in this server needs the permission Manage Server.",
        "يتطلب تغيير سلوكي في هذا الخادم صلاحية إدارة الخادم.",
        "Bu sunucuda ne yaptığımı değiştirmek için Sunucuyu Yönet izni gerekir.",
        "Чтобы менять моё поведение на этом сервере, нужно право «Управлять сервером».",
    ),
    ("You may not do that here.", "لا يمكنك فعل ذلك هنا.", "Bunu burada yapamazsınız.", "Здесь вам этого нельзя."),
    (
        "This command has changed since Discord showed it to you. Please restart Discord and try again.",
        "تغيّر هذا الأمر منذ أن عرضه عليك ديسكورد. أعد تشغيل ديسكورد وحاول مرة أخرى من فضلك.",
        "Bu komut, Discord size gösterdiğinden beri değişti. Lütfen Discord'u yeniden başlatıp tekrar deneyin.",
        "Эта команда изменилась с тех пор, как Discord её показал. Перезапустите Discord и попробуйте ещё раз.",
    ),
    (
        "Please wait {time} before you use that again.",
        "انتظر {time} من فضلك قبل استعمال ذلك ثانية.",
        "Bunu yeniden kullanmadan önce lütfen {time} bekleyin.",
        "Подождите, пожалуйста, {time}, прежде чем использовать это снова.",
    ),
    # Options that cannot be used
    (
        "“since” ({first}) is after “until” ({last}); swap them.",
        "التاريخ `since` ({first}) بعد التاريخ `until` ({last})؛ بدّلهما.",
        "`since` ({first}) tarihi `until` ({last}) tarihinden sonra; yerlerini değiştirin.",
        "Дата `since` ({first}) позже даты `until` ({last}); поменяйте их местами.",
    ),
    (
        "I cannot read “{typed}” ({option}) as a date; write it like 2020-02-25, February 2020, 2020 or last week.",
        "لا أستطيع قراءة «{typed}» ({option}) تاريخاً؛ اكتبه هكذا: 2020-02-25 أو February 2020 أو 2020 أو last week.",
        (
            "“{typed}” ({option}) ifadesini tarih olarak okuyamıyorum; 2020-02-25, February 2020, 2020 veya last week "
            "gibi yazın."
        ),
        "Не могу прочесть «{typed}» ({option}) как дату; пишите так: 2020-02-25, February 2020, 2020 или last week.",
    ),
    (
        "Articles by “{publisher}” are not shown here.",
        "مقالات «{publisher}» لا تُعرض هنا.",
        "“{publisher}” haberleri burada gösterilmez.",
        "Статьи издателя «{publisher}» здесь не показываются.",
    ),
    (
        "I have no article by “{publisher}”; /sources lists the publishers.",
        "ليست لديّ مقالة من «{publisher}»؛ يسرد /sources الناشرين.",
        "“{publisher}” yayıncısından haberim yok; yayıncıları /sources sıralar.",
        "Статей издателя «{publisher}» у меня нет; издателей перечисляет /sources.",
    ),
    # What is gone
    (
        "I no longer have this answer and its passages (I keep them for {time}). Ask the question again.",
        "لم تعد لديّ هذه الإجابة ومقاطعها (مدة الاحتفاظ: {time}). أعد طرح السؤال.",
        "Bu yanıt ve bölümleri artık bende yok (saklama süresi: {time}). Soruyu yeniden sorun.",
        "Этого ответа и его отрывков у меня больше нет (срок хранения: {time}). Задайте вопрос снова.",
    ),
    # Why a statement was judged as it was; they end where the page puts its full stop
    (
        "The nearest passage is about something else, or leaves it open",
        "أقرب مقطع يتناول أمراً آخر أو يترك المسألة مفتوحة",
        "En yakın bölüm başka bir şeyle ilgili veya bunu açık bırakıyor",
        "Ближайший отрывок о другом или оставляет это открытым",
    ),
    (
        "The articles I have do not say this",
        "المقالات التي لديّ لا تقول هذا",
        "Elimdeki haberler bunu söylemiyor",
        "В моих статьях этого нет",
    ),
    (
        "Supported by {publishers}; {sentence}",
        "يؤيده {publishers}؛ {sentence}",
        "Doğrulayan: {publishers}; {sentence}",
        "Подтверждает: {publishers}; {sentence}",
    ),
    (
        "{publisher} ({day}) has “{theirs}” where this says “{mine}”",
        "يقول {publisher} ({day}) «{theirs}» حيث يقال هنا «{mine}»",
        "{publisher} ({day}) burada “{mine}” denen yerde “{theirs}” diyor",
        "{publisher} ({day}): «{theirs}» там, где здесь сказано «{mine}»",
    ),
    (
        "{publisher} ({day}) says the opposite of “{mine}”",
        "يقول {publisher} ({day}) عكس «{mine}»",
        "{publisher} ({day}), “{mine}” sözünün tersini söylüyor",
        "{publisher} ({day}) сообщает обратное: «{mine}»",
    ),
    (
        "{publisher} ({day}) says the opposite",
        "يقول {publisher} ({day}) العكس",
        "{publisher} ({day}) tersini söylüyor",
        "{publisher} ({day}) сообщает обратное",
    ),
)
