"""The sentences of `bot.phrases.sentences`: English as another part says it, then Arabic, Turkish, Russian. Pure data.

Place in the flow: `bot.phrases.sentences` makes patterns of it. A test compares the English with what is really said.
"""

from __future__ import annotations

TABLE: tuple[tuple[str, str, str, str], ...] = (
    # Faults
    (
        "I am answering as many questions as I can just now. Please ask again in a moment.",
        "أجيب الآن عن أقصى ما أستطيع من الأسئلة. أعد السؤال بعد قليل من فضلك.",
        "Şu anda yanıtlayabildiğim kadar soruyu yanıtlıyorum. Lütfen birazdan yeniden sorun.",
        "Сейчас я отвечаю на столько вопросов, на сколько могу. Спросите, пожалуйста, чуть позже.",
    ),
    (
        "This took longer than {n} seconds, so I stopped waiting. Please ask again, perhaps more narrowly.",
        "استغرق هذا أكثر من {n} ثانية فتوقفت عن الانتظار. أعد السؤال من فضلك، وربما بصيغة أضيق.",
        "Bu, {n} saniyeden uzun sürdü, bu yüzden beklemeyi bıraktım. Lütfen yeniden, belki daha dar bir soruyla sorun.",
        "Это заняло больше {n} с, и я перестал ждать. Спросите, пожалуйста, ещё раз, лучше поуже.",
    ),
    (
        "I am being restarted; please ask again in a minute.",
        "يُعاد تشغيلي الآن؛ أعد السؤال بعد دقيقة من فضلك.",
        "Yeniden başlatılıyorum; lütfen bir dakika sonra yeniden sorun.",
        "Меня перезапускают; спросите, пожалуйста, через минуту.",
    ),
    (
        "I have no articles to answer from yet: an admin of this bot must run `nayrab ingest` first.",
        "ليست لديّ مقالات أجيب منها بعد: على أحد مشرفي البوت تنفيذ `nayrab ingest` أولاً.",
        "Henüz yanıtlayacak haberim yok: önce botun bir yöneticisi `nayrab ingest` çalıştırmalı.",
        "У меня ещё нет статей для ответа: сначала администратор бота должен выполнить `nayrab ingest`.",
    ),
    (
        "Something went wrong on my side; it has been noted (ref {ref}). Please try again.",
        "حدث خطأ من جهتي وقد سُجّل (المرجع {ref}). حاول مرة أخرى من فضلك.",
        "Bende bir şeyler ters gitti; kaydedildi (ref {ref}). Lütfen yeniden deneyin.",
        "У меня что-то пошло не так; это записано (номер {ref}). Попробуйте, пожалуйста, ещё раз.",
    ),
    (
        "That did not work.",
        "لم ينجح ذلك.",
        "Bu olmadı.",
        "Не получилось.",
    ),
    # Questions that cannot be worked on
    (
        "Your question has {n} characters; I can take {most}. Please put it more briefly.",
        "في سؤالك {n} حرفاً؛ وأقصى ما أقبله {most}. اختصره من فضلك.",
        "Sorunuz {n} karakter; en çok {most} alabilirim. Lütfen kısaltın.",
        "В вопросе {n} знаков, а я беру до {most}. Сократите его, пожалуйста.",
    ),
    (
        "I found no question in that. Ask me something like “Why does Nayrab matter?”",
        "لم أجد سؤالاً في ذلك. اسألني مثلاً: «ما أهمية النيرب؟»",
        "Bunda bir soru bulamadım. Örneğin şöyle sorun: “Neyrab neden önemli?”",
        "Я не нашёл здесь вопроса. Спросите, например: «Почему важен Найраб?»",
    ),
    (
        "I found no words in that. Ask me in words, for example “Why does Nayrab matter?”",
        "لم أجد كلمات في ذلك. اسألني بالكلمات، مثلاً: «ما أهمية النيرب؟»",
        "Bunda sözcük bulamadım. Sözcüklerle sorun, örneğin: “Neyrab neden önemli?”",
        "Я не нашёл здесь слов. Спросите словами, например: «Почему важен Найраб?»",
    ),
    # Who may ask
    (
        "I answer questions only in {rooms} here, or in a direct message.",
        "أجيب عن الأسئلة هنا في {rooms} فقط، أو في رسالة خاصة.",
        "Soruları burada yalnızca {rooms} içinde veya özel mesajla yanıtlarım.",
        "Здесь я отвечаю только в {rooms} или в личных сообщениях.",
    ),
    (
        "I answer questions only in a direct message, not in this server.",
        "أجيب عن الأسئلة في الرسائل الخاصة فقط، لا في هذا الخادم.",
        "Soruları bu sunucuda değil, yalnızca özel mesajla yanıtlarım.",
        "Я отвечаю только в личных сообщениях, не на этом сервере.",
    ),
    (
        "Here I answer only people with a role that the server's admins have chosen.",
        "لا أجيب هنا إلا من لديهم رتبة اختارها مشرفو الخادم.",
        "Burada yalnızca sunucu yöneticilerinin seçtiği bir role sahip olanlara yanıt veririm.",
        "Здесь я отвечаю только тем, у кого есть роль, выбранная администраторами сервера.",
    ),
    (
        "Here I answer only people with the role {names}.",
        "لا أجيب هنا إلا من لديهم الرتبة {names}.",
        "Burada yalnızca şu role sahip olanlara yanıt veririm: {names}.",
        "Здесь я отвечаю только тем, у кого есть роль {names}.",
    ),
    (
        "Please wait {time} before your next question.",
        "انتظر {time} من فضلك قبل سؤالك التالي.",
        "Bir sonraki sorunuz için lütfen {time} bekleyin.",
        "Подождите, пожалуйста, {time} до следующего вопроса.",
    ),
    (
        "Your questions for today are used up; I can answer again at 00:00 UTC (in {time}).",
        "نفدت أسئلتك لهذا اليوم؛ أستطيع أن أجيبك ثانية عند 00:00 UTC (بعد {time}).",
        "Bugünkü soru hakkınız doldu; 00:00 UTC'de ({time} sonra) yeniden yanıtlayabilirim.",
        "Ваши вопросы на сегодня исчерпаны; снова отвечу в 00:00 UTC (через {time}).",
    ),
    (
        "This server's questions for today are used up; I can answer again at 00:00 UTC (in {time}).",
        "نفدت أسئلة هذا الخادم لهذا اليوم؛ أستطيع أن أجيب ثانية عند 00:00 UTC (بعد {time}).",
        "Bu sunucunun bugünkü soru hakkı doldu; 00:00 UTC'de ({time} sonra) yeniden yanıtlayabilirim.",
        "Вопросы этого сервера на сегодня исчерпаны; снова отвечу в 00:00 UTC (через {time}).",
    ),
    (
        "Your share of the language model for today is used up; I can answer again at 00:00 UTC (in {time}).",
        "نفدت حصتك من النموذج اللغوي لهذا اليوم؛ أستطيع أن أجيبك ثانية عند 00:00 UTC (بعد {time}).",
        "Bugünkü dil modeli payınız doldu; 00:00 UTC'de ({time} sonra) yeniden yanıtlayabilirim.",
        "Ваша доля языковой модели на сегодня исчерпана; снова отвечу в 00:00 UTC (через {time}).",
    ),
    (
        "This server's share of the language model for today is used up; I can answer again at 00:00 UTC (in {time}).",
        "نفدت حصة هذا الخادم من النموذج اللغوي لهذا اليوم؛ أستطيع أن أجيب ثانية عند 00:00 UTC (بعد {time}).",
        "Bu sunucunun bugünkü dil modeli payı doldu; 00:00 UTC'de ({time} sonra) yeniden yanıtlayabilirim.",
        "Доля языковой модели этого сервера на сегодня исчерпана; снова отвечу в 00:00 UTC (через {time}).",
    ),
    (
        "What this server may spend on answers today is used up; I can answer again at 00:00 UTC (in {time}).",
        "نفد ما يمكن لهذا الخادم إنفاقه على الإجابات اليوم؛ أستطيع أن أجيب ثانية عند 00:00 UTC (بعد {time}).",
        "Bu sunucunun bugünkü yanıt bütçesi doldu; 00:00 UTC'de ({time} sonra) yeniden yanıtlayabilirim.",
        "То, что этот сервер может потратить на ответы сегодня, исчерпано; снова отвечу в 00:00 UTC (через {time}).",
    ),
    # Notes under an answer
    (
        "You ask how things are now, but none of these reports is dated: they may be old.",
        "تسأل عن الوضع الآن، لكن لا تاريخ لأي من هذه التقارير: فقد تكون قديمة.",
        "Şu anki durumu soruyorsunuz, ama bu haberlerin hiçbirinin tarihi yok: eski olabilirler.",
        "Вы спрашиваете, как обстоят дела сейчас, но ни одно из этих сообщений не датировано: они могут быть старыми.",
    ),
    (
        "The newest of these reports is {time} old ({day}): things may have changed since.",
        "مضى على أحدث هذه التقارير {time} ({day})، وقد تكون الأمور تغيّرت منذ ذلك الحين.",
        "Bu haberlerin en yenisi {time} önceden ({day}): o günden beri durum değişmiş olabilir.",
        "Самому новому из этих сообщений {time} ({day}): с тех пор многое могло измениться.",
    ),
    (
        "The newest of these reports is {time} old ({day}).",
        "مضى على أحدث هذه التقارير {time} ({day}).",
        "Bu haberlerin en yenisi {time} önceden ({day}).",
        "Самому новому из этих сообщений {time} ({day}).",
    ),
    (
        "The language model did not finish; this is what it had said and could be verified.",
        "لم يُكمل النموذج اللغوي؛ هذا ما قاله وأمكن التحقق منه.",
        "Dil modeli tamamlamadı; söyleyip doğrulanabilenler bunlar.",
        "Языковая модель не закончила; это то, что она успела сказать и что удалось проверить.",
    ),
    (
        "The language model did not answer in time; these are quotes from the articles instead.",
        "لم يجب النموذج اللغوي في الوقت المناسب؛ هذه اقتباسات من المقالات بدلاً من ذلك.",
        "Dil modeli zamanında yanıt vermedi; bunun yerine haberlerden alıntılar.",
        "Языковая модель не ответила вовремя; вместо этого приведены цитаты из статей.",
    ),
    (
        "The language model could not be reached; these are quotes from the articles instead.",
        "تعذّر الوصول إلى النموذج اللغوي؛ هذه اقتباسات من المقالات بدلاً من ذلك.",
        "Dil modeline ulaşılamadı; bunun yerine haberlerden alıntılar.",
        "С языковой моделью нет связи; вместо этого приведены цитаты из статей.",
    ),
    (
        "The language model cannot be used at the moment; these are quotes from the articles instead.",
        "لا يمكن استعمال النموذج اللغوي حالياً؛ هذه اقتباسات من المقالات بدلاً من ذلك.",
        "Dil modeli şu anda kullanılamıyor; bunun yerine haberlerden alıntılar.",
        "Языковой моделью сейчас нельзя воспользоваться; вместо этого приведены цитаты из статей.",
    ),
    (
        "The language model wrote nothing; these are quotes from the articles instead.",
        "لم يكتب النموذج اللغوي شيئاً؛ هذه اقتباسات من المقالات بدلاً من ذلك.",
        "Dil modeli bir şey yazmadı; bunun yerine haberlerden alıntılar.",
        "Языковая модель ничего не написала; вместо этого приведены цитаты из статей.",
    ),
    (
        "The language model did not come to an end; these are quotes from the articles instead.",
        "لم ينتهِ النموذج اللغوي؛ هذه اقتباسات من المقالات بدلاً من ذلك.",
        "Dil modeli bir sona varmadı; bunun yerine haberlerden alıntılar.",
        "Языковая модель не дошла до конца; вместо этого приведены цитаты из статей.",
    ),
    (
        (
            "Nothing that the language model wrote was borne out by the articles; "
            "these are quotes from the articles instead."
        ),
        "لم تؤيد المقالات شيئاً مما كتبه النموذج اللغوي؛ هذه اقتباسات منها بدلاً من ذلك.",
        "Dil modelinin yazdıklarının hiçbiri haberlerce doğrulanmadı; bunun yerine onlardan alıntılar.",
        "Статьи не подтвердили ничего из написанного языковой моделью; вместо этого приведены цитаты из них.",
    ),
    (
        "Only sentences that name the place and a date are listed.",
        "لا تُسرد إلا الجمل التي تذكر المكان وتاريخاً.",
        "Yalnızca yeri ve bir tarihi anan cümleler sıralanır.",
        "Перечислены только предложения, где названы место и дата.",
    ),
    (
        "{n} more events are left out; narrow the period to see them.",
        "أحداث أخرى غير معروضة: {n}؛ ضيّق الفترة لتراها.",
        "Gösterilmeyen olay sayısı: {n}; görmek için dönemi daraltın.",
        "Ещё событий не показано: {n}; сузьте период, чтобы их увидеть.",
    ),
    (
        "1 undated article was left out because a date was asked for.",
        "تُركت مقالة واحدة بلا تاريخ لأن السؤال حدّد تاريخاً.",
        "Tarih istendiği için tarihsiz 1 haber dışarıda bırakıldı.",
        "Одна недатированная статья пропущена, потому что спрошена дата.",
    ),
    (
        "{n} undated articles were left out because a date was asked for.",
        "مقالات بلا تاريخ تُركت لأن السؤال حدّد تاريخاً: {n}.",
        "Tarih istendiği için dışarıda bırakılan tarihsiz haber sayısı: {n}.",
        "Пропущено недатированных статей, потому что спрошена дата: {n}.",
    ),
    # What is kept no longer
    (
        "I no longer have the passages of this answer (I keep them for {time}). Ask the question again to see them.",
        "لم تعد لديّ مقاطع هذه الإجابة (أحتفظ بها {time}). أعد السؤال لتراها.",
        "Bu yanıtın bölümleri artık bende yok ({time} saklarım). Görmek için soruyu yeniden sorun.",
        "Отрывков этого ответа у меня больше нет (я храню их {time}). Задайте вопрос снова, чтобы их увидеть.",
    ),
    (
        "I no longer have these pages. Look it up again to see them.",
        "لم تعد لديّ هذه الصفحات. ابحث مجدداً لتراها.",
        "Bu sayfalar artık bende yok. Görmek için yeniden arayın.",
        "Этих страниц у меня больше нет. Найдите заново, чтобы их увидеть.",
    ),
)
