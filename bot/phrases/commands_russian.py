"""The commands in Russian, by their English texts. Pure data; `bot.phrases.commands` says what is what."""

from __future__ import annotations

NAMES: dict[str, str] = {
    "about": "о-боте",
    "accounts": "версии",
    "add": "добавить",
    "affiliation": "принадлежность",
    "amount": "сколько",
    "article": "статья",
    "ask": "спросить",
    "budget": "бюджет",
    "channel": "канал",
    "channels": "каналы",
    "cooldown": "пауза",
    "corpus": "корпус",
    "feedback": "отзывы",
    "file": "файл",
    "help": "помощь",
    "hide": "скрыть",
    "history": "история",
    "language": "язык",
    "name": "название",
    "on": "включить",
    "place": "место",
    "prefer": "предпочесть",
    "privacy": "приватность",
    "private": "только-мне",
    "publisher": "издатель",
    "publishers": "издатели",
    "question": "вопрос",
    "reingest": "перечитать",
    "remove": "удалить",
    "reset": "сбросить",
    "role": "роль",
    "roles": "роли",
    "rollback": "откатить",
    "schedule": "расписание",
    "search": "поиск",
    "seconds": "секунды",
    "setting": "настройка",
    "settings": "настройки",
    "show": "показать",
    "since": "с-даты",
    "source": "источник",
    "sources": "источники",
    "status": "состояние",
    "threads": "ветки",
    "timeline": "хронология",
    "title": "заголовок",
    "to": "к-снимку",
    "topic": "тема",
    "unhide": "раскрыть",
    "unprefer": "не-предпочитать",
    "until": "по-дату",
    "upload": "загрузить",
    "url": "адрес",
    "what": "что",
    "words": "слова",
}

DESCRIPTIONS: dict[str, str] = {
    "A town, a road, a base: any name": "Город, дорога, база: любое название",
    "Add a file: .txt, .md, .html, .pdf, .jsonl or .csv": "Добавить файл: .txt, .md, .html, .pdf, .jsonl или .csv",
    "Add a web page, feed or sitemap; you see what it gives before it is added": (
        "Добавить страницу, ленту или карту сайта; сначала вы увидите, что там есть"
    ),
    "Address of a page, feed or sitemap": "Адрес страницы, ленты или карты сайта",
    "An event or a question about one": "Событие или вопрос о нём",
    "Answer in this channel itself again": "Снова отвечать прямо в этом канале",
    "Ask about the conflict; answered from news articles, with sources": (
        "Спросить о конфликте; ответ по новостным статьям, с источниками"
    ),
    "Find passages by words; shown as they were printed": "Найти отрывки по словам; показаны так, как напечатаны",
    "Go back to an earlier snapshot; you are asked before it happens": (
        "Вернуться к прежнему снимку; сначала вас переспросят"
    ),
    "How long one person waits between two questions": "Сколько один человек ждёт между двумя вопросами",
    "How much a day; 0 for no limit": "Сколько в день; 0 — без предела",
    "How much may be asked in a day": "Сколько можно спрашивать в день",
    "Let me answer in this channel no more": "Больше не отвечать в этом канале",
    "Let me answer in this channel and its threads": "Отвечать в этом канале и его ветках",
    "Let people with this role ask me": "Разрешить спрашивать людям с этой ролью",
    "Let this publisher come first where several say the same": "Этот издатель идёт первым, если многие пишут то же",
    "Look after the articles I answer from": "Следить за статьями, по которым я отвечаю",
    "My version, what I read and how new it is, what I keep": "Моя версия, что я читаю, насколько это свежо, что храню",
    "Never show articles of this publisher here": "Не показывать здесь статьи этого издателя",
    "One article in short: its own words, its link, other reports": (
        "Статья вкратце: её слова, ссылка, другие сообщения"
    ),
    "Only articles from then on: 2020-02-25, February 2020, 2020, last week": (
        "Только статьи с этой даты: 2020-02-25, February 2020, 2020, last week"
    ),
    "Only articles up to then: 2020-02-25, February 2020, 2020, last week": (
        "Только статьи до этой даты: 2020-02-25, February 2020, 2020, last week"
    ),
    "Only from this day, month or year on": "Только с этого дня, месяца или года",
    "Only this source (default: all)": "Только этот источник (иначе все)",
    "Only up to this day, month or year": "Только до этого дня, месяца или года",
    "Only what this publisher printed": "Только напечатанное этим издателем",
    "Open a thread for each answer in this channel": "Открывать ветку для каждого ответа в этом канале",
    "Prefer this publisher no more": "Больше не предпочитать этого издателя",
    "Read the sources again; the corpus in use stays as it is until all is done": (
        "Прочитать источники заново; до конца работы корпус остаётся прежним"
    ),
    "Seconds; 0 for no wait": "Секунды; 0 — без ожидания",
    "Set how I behave in this server": "Настроить, как я веду себя на этом сервере",
    "Show articles of this publisher again": "Снова показывать статьи этого издателя",
    "Show every setting of this server and where it comes from": "Показать все настройки сервера и откуда они взяты",
    "Show it to you alone": "Показать только вам",
    "Show the answer to you alone": "Показать ответ только вам",
    "Show the configured sources": "Показать настроенные источники",
    "Show the kept snapshots and who did what": "Показать сохранённые снимки и кто что делал",
    "Show what people here found helpful in the last 30 days, and what not": (
        "Показать, что здесь за 30 дней сочли полезным, а что нет"
    ),
    "Show what the corpus holds, what ran last and what runs next": (
        "Показать, что в корпусе, что делалось последним и что будет дальше"
    ),
    "Take a role off the list of those that may ask": "Убрать роль из списка тех, кто может спрашивать",
    "Take a setting back to its default; you are asked before it happens": (
        "Вернуть настройку к исходной; сначала вас переспросят"
    ),
    "Take a source off the list; you are asked before it goes": "Убрать источник из списка; сначала вас переспросят",
    "The file": "Файл",
    "The language of my own words; quotes stay as they were printed": (
        "Язык моих собственных слов; цитаты остаются как напечатаны"
    ),
    "Type a few words of the title and choose": "Наберите несколько слов заголовка и выберите",
    "What I have stored about you; get a copy, or delete it": "Что я храню о вас; получите копию или удалите",
    "What happened at a place, in order of time, with sources": "Что происходило в месте, по порядку, с источниками",
    "What to call it here": "Как это здесь называть",
    "What to look for: words, names, a sentence": "Что искать: слова, имена, предложение",
    "What you can ask me, and how": "О чём меня можно спросить и как",
    "What you want to know": "Что вы хотите узнать",
    "When to read it by itself, such as “every 30 minutes” or “daily at 06:00”": (
        "Когда читать самому, например “every 30 minutes” или “daily at 06:00”"
    ),
    "Where I answer; with none named, everywhere": "Где я отвечаю; если ничего не названо, везде",
    "Where an answer opens a thread of its own": "Где ответ открывает свою ветку",
    "Where the sources differ on something, side by side": "Где источники расходятся, рядом друг с другом",
    "Whether slash commands answer the asker alone, unless asked otherwise": (
        "Показывать ли ответы на команды только спросившему, если не просят иного"
    ),
    "Which budget": "Какой бюджет",
    "Which channel": "Какой канал",
    "Which language": "Какой язык",
    "Which one (default: all of them)": "Какая (иначе все)",
    "Which one": "Какой",
    "Which publisher": "Какой издатель",
    "Which role": "Какая роль",
    "Which snapshot (default: the one before)": "Какой снимок (иначе предыдущий)",
    "Who may ask me; with none named, everybody": "Кто может спрашивать; если никто не назван, все",
    "Who printed it, where the file does not say": "Кто напечатал, если в файле этого нет",
    "Who prints it, where the pages do not say": "Кто печатает, если на страницах этого нет",
    "Whose articles I hide, or prefer": "Чьи статьи я скрываю или предпочитаю",
    "Whose articles I read, whose voice they are, how new they are": (
        "Чьи статьи я читаю, чей это голос и насколько они свежи"
    ),
    "Whose voice it is, such as “Syrian state media”; shown beside its citations": (
        "Чей это голос, например «сирийские гос. СМИ»; показывается рядом с цитатами"
    ),
    "Yes: to the asker alone; no: for all to see": "Да: только спросившему; нет: видно всем",
}

LABELS: dict[str, str] = {
    "Check against sources": "Сверить с источниками",
    "Explain place": "Объяснить место",
    "English": "Английский",
    "Arabic": "Арабский",
    "Turkish": "Турецкий",
    "Russian": "Русский",
    "Channels where I answer": "Каналы, где я отвечаю",
    "Roles that may ask": "Роли, которым можно спрашивать",
    "Language": "Язык",
    "Slash commands answer the asker alone": "Команды отвечают только спросившему",
    "Channels where an answer opens a thread": "Каналы, где ответ открывает ветку",
    "Wait between two questions of one person": "Пауза между вопросами одного человека",
    "Questions a day for one person": "Вопросов в день на человека",
    "Questions a day for the server": "Вопросов в день на сервер",
    "Language model tokens a day for one person": "Токенов модели в день на человека",
    "Language model tokens a day for the server": "Токенов модели в день на сервер",
    "Money a day for the server": "Денег в день на сервер",
    "Hidden publishers": "Скрытые издатели",
    "Preferred publishers": "Предпочитаемые издатели",
}
