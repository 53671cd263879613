"""What `/help` says beside the text of `Phrases.help`. Pure data; each row: English, Arabic, Turkish, Russian."""

from __future__ import annotations

TABLE: tuple[tuple[str, str, str, str], ...] = (
    ("**Commands**", "**الأوامر**", "**Komutlar**", "**Команды**"),
    (
        "- On any message, under Apps in its menu: {names}",
        "- على أي رسالة، ضمن «التطبيقات» في قائمتها: {names}",
        "- Herhangi bir mesajın menüsünde, Uygulamalar altında: {names}",
        "- На любом сообщении, в его меню, раздел «Приложения»: {names}",
    ),
    (
        "- Ask with `/ask`, by mentioning me, or in a direct message, for example:",
        "- اسأل بالأمر `/ask`، أو بذكر اسمي، أو في رسالة خاصة، مثلاً:",
        "- `/ask` komutuyla, benden bahsederek veya özel mesajla sorun, örneğin:",
        "- Спрашивайте командой `/ask`, упоминанием или личным сообщением, например:",
    ),
    (
        "I have {articles}{dated}.",
        "لديّ: {articles}{dated}.",
        "Bende olan: {articles}{dated}.",
        "У меня есть: {articles}{dated}.",
    ),
    (", dated {first}", "، بتاريخ {first}", ", tarihi {first}", ", от {first}"),
    (
        ", dated {first} to {last}",
        "، بتاريخ {first} – {last}",
        ", tarihleri {first} – {last}",
        ", даты: {first} – {last}",
    ),
    (
        "Most of them are about {places}.",
        "معظمها عن: {places}.",
        "Çoğu şunlarla ilgili: {places}.",
        "Большинство из них о местах: {places}.",
    ),
    (
        (
            "\n\n**For admins**\n"
            "- `/corpus add` takes a page, feed or sitemap; `/corpus upload` a file; `/corpus sources` lists them; "
            "`/corpus remove` takes one off the list.\n"
            "- `/corpus reingest` reads them again while I go on answering; `/corpus status` and `/corpus history` "
            "show "
            "how things stand; `/corpus rollback` goes back to an earlier snapshot at once."
        ),
        (
            "\n\n**للمشرفين**\n"
            "- يأخذ `/corpus add` صفحة أو خلاصة أو خريطة موقع، و`/corpus upload` ملفاً؛ ويسردها `/corpus sources`، "
            "ويزيل "
            "`/corpus remove` واحداً من القائمة.\n"
            "- يقرؤها `/corpus reingest` من جديد وأنا أواصل الإجابة؛ ويعرض `/corpus status` و`/corpus history` الحال؛ "
            "ويعود "
            "`/corpus rollback` فوراً إلى لقطة سابقة."
        ),
        (
            "\n\n**Yöneticiler için**\n"
            "- `/corpus add` bir sayfa, akış veya site haritası alır; `/corpus upload` bir dosya; `/corpus sources` "
            "onları "
            "sıralar; `/corpus remove` birini listeden çıkarır.\n"
            "- `/corpus reingest` ben yanıt vermeyi sürdürürken onları yeniden okur; `/corpus status` ve `/corpus "
            "history` "
            "durumu gösterir; `/corpus rollback` hemen önceki bir anlık görüntüye döner."
        ),
        (
            "\n\n**Администраторам**\n"
            "- `/corpus add` принимает страницу, ленту или карту сайта; `/corpus upload` — файл; `/corpus sources` "
            "перечисляет их; `/corpus remove` убирает одну из списка.\n"
            "- `/corpus reingest` перечитывает их, пока я отвечаю дальше; `/corpus status` и `/corpus history` "
            "показывают, "
            "как обстоят дела; `/corpus rollback` сразу возвращает прежний снимок."
        ),
    ),
)
