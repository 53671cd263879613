"""The commands in Arabic, by their English texts. Pure data; `bot.phrases.commands` says what is what.

Discord offers no Arabic: its menus stay English, and these texts stand in `/help`. They keep Discord's rules all the
same, so that they can be registered the day it does.
"""

from __future__ import annotations

NAMES: dict[str, str] = {
    "about": "عني",
    "accounts": "روايات",
    "add": "إضافة",
    "affiliation": "انتماء",
    "amount": "مقدار",
    "article": "مقال",
    "ask": "اسأل",
    "budget": "ميزانية",
    "channel": "قناة",
    "channels": "قنوات",
    "cooldown": "مهلة",
    "corpus": "مجموعة",
    "feedback": "آراء",
    "file": "ملف",
    "help": "مساعدة",
    "hide": "إخفاء",
    "history": "سجل",
    "language": "لغة",
    "name": "اسم",
    "on": "تفعيل",
    "place": "مكان",
    "prefer": "تفضيل",
    "privacy": "خصوصية",
    "private": "خاص",
    "publisher": "ناشر",
    "publishers": "ناشرون",
    "question": "سؤال",
    "reingest": "إعادة-قراءة",
    "remove": "إزالة",
    "reset": "إعادة-ضبط",
    "role": "رتبة",
    "roles": "رتب",
    "rollback": "تراجع",
    "schedule": "جدول",
    "search": "بحث",
    "seconds": "ثوان",
    "setting": "إعداد",
    "settings": "إعدادات",
    "show": "عرض",
    "since": "منذ",
    "source": "مصدر",
    "sources": "مصادر",
    "status": "حالة",
    "threads": "سلاسل",
    "timeline": "تسلسل-زمني",
    "title": "عنوان",
    "to": "إلى",
    "topic": "موضوع",
    "unhide": "إظهار",
    "unprefer": "إلغاء-التفضيل",
    "until": "حتى",
    "upload": "رفع",
    "url": "رابط",
    "what": "أيها",
    "words": "كلمات",
}

DESCRIPTIONS: dict[str, str] = {
    "A town, a road, a base: any name": "بلدة أو طريق أو قاعدة: أي اسم",
    "Add a file: .txt, .md, .html, .pdf, .jsonl or .csv": "أضف ملفاً: .txt أو .md أو .html أو .pdf أو .jsonl أو .csv",
    "Add a web page, feed or sitemap; you see what it gives before it is added": (
        "أضف صفحة أو خلاصة أو خريطة موقع؛ ترى ما فيها قبل إضافتها"
    ),
    "Address of a page, feed or sitemap": "عنوان صفحة أو خلاصة أو خريطة موقع",
    "An event or a question about one": "حدث أو سؤال عنه",
    "Answer in this channel itself again": "الإجابة في هذه القناة نفسها من جديد",
    "Ask about the conflict; answered from news articles, with sources": (
        "اسأل عن النزاع؛ الإجابة من مقالات إخبارية مع مصادرها"
    ),
    "Find passages by words; shown as they were printed": "ابحث عن مقاطع بالكلمات؛ تُعرض كما نُشرت",
    "Go back to an earlier snapshot; you are asked before it happens": "العودة إلى لقطة سابقة؛ تُسأل قبل أن يحدث ذلك",
    "How long one person waits between two questions": "كم ينتظر الشخص بين سؤالين",
    "How much a day; 0 for no limit": "كم في اليوم؛ 0 بلا حد",
    "How much may be asked in a day": "كم يمكن أن يُسأل في اليوم",
    "Let me answer in this channel no more": "لا أجيب في هذه القناة بعد الآن",
    "Let me answer in this channel and its threads": "دعني أجيب في هذه القناة وسلاسلها",
    "Let people with this role ask me": "اسمح لمن لديهم هذه الرتبة بسؤالي",
    "Let this publisher come first where several say the same": "قدّم هذا الناشر حين يقول عدة ناشرين الشيء نفسه",
    "Look after the articles I answer from": "العناية بالمقالات التي أجيب منها",
    "My version, what I read and how new it is, what I keep": "إصداري، وما أقرؤه ومدى حداثته، وما أحتفظ به",
    "Never show articles of this publisher here": "لا تعرض مقالات هذا الناشر هنا أبداً",
    "One article in short: its own words, its link, other reports": "مقال باختصار: كلماته ورابطه وتقارير أخرى",
    "Only articles from then on: 2020-02-25, February 2020, 2020, last week": (
        "المقالات منذ ذلك التاريخ فقط: 2020-02-25, February 2020, 2020, last week"
    ),
    "Only articles up to then: 2020-02-25, February 2020, 2020, last week": (
        "المقالات حتى ذلك التاريخ فقط: 2020-02-25, February 2020, 2020, last week"
    ),
    "Only from this day, month or year on": "منذ هذا اليوم أو الشهر أو العام فقط",
    "Only this source (default: all)": "هذا المصدر فقط (وإلا فكلها)",
    "Only up to this day, month or year": "حتى هذا اليوم أو الشهر أو العام فقط",
    "Only what this publisher printed": "ما نشره هذا الناشر فقط",
    "Open a thread for each answer in this channel": "افتح سلسلة لكل إجابة في هذه القناة",
    "Prefer this publisher no more": "لا تفضّل هذا الناشر بعد الآن",
    "Read the sources again; the corpus in use stays as it is until all is done": (
        "اقرأ المصادر من جديد؛ تبقى المجموعة المستعملة كما هي حتى ينتهي كل شيء"
    ),
    "Seconds; 0 for no wait": "ثوانٍ؛ 0 بلا انتظار",
    "Set how I behave in this server": "اضبط سلوكي في هذا الخادم",
    "Show articles of this publisher again": "اعرض مقالات هذا الناشر من جديد",
    "Show every setting of this server and where it comes from": "اعرض كل إعدادات هذا الخادم ومن أين أتت",
    "Show it to you alone": "يُعرض لك وحدك",
    "Show the answer to you alone": "اعرض الإجابة لك وحدك",
    "Show the configured sources": "اعرض المصادر المضبوطة",
    "Show the kept snapshots and who did what": "اعرض اللقطات المحفوظة ومن فعل ماذا",
    "Show what people here found helpful in the last 30 days, and what not": (
        "اعرض ما وجده الناس هنا مفيداً في آخر 30 يوماً وما لم يجدوه"
    ),
    "Show what the corpus holds, what ran last and what runs next": "اعرض ما في المجموعة وما جرى آخراً وما يلي",
    "Take a role off the list of those that may ask": "أزل رتبة من قائمة من يحق لهم السؤال",
    "Take a setting back to its default; you are asked before it happens": (
        "أعد إعداداً إلى أصله؛ تُسأل قبل أن يحدث ذلك"
    ),
    "Take a source off the list; you are asked before it goes": "أزل مصدراً من القائمة؛ تُسأل قبل إزالته",
    "The file": "الملف",
    "The language of my own words; quotes stay as they were printed": "لغة كلماتي أنا؛ الاقتباسات تبقى كما نُشرت",
    "Type a few words of the title and choose": "اكتب بضع كلمات من العنوان واختر",
    "What I have stored about you; get a copy, or delete it": "ما أحتفظ به عنك؛ خذ نسخة منه أو احذفه",
    "What happened at a place, in order of time, with sources": "ما جرى في مكان ما بترتيب زمني مع المصادر",
    "What to call it here": "ما يُسمّى به هنا",
    "What to look for: words, names, a sentence": "ما تبحث عنه: كلمات أو أسماء أو جملة",
    "What you can ask me, and how": "ما يمكنك أن تسألني عنه وكيف",
    "What you want to know": "ما تريد معرفته",
    "When to read it by itself, such as “every 30 minutes” or “daily at 06:00”": (
        "متى يُقرأ تلقائياً، مثل “every 30 minutes” أو “daily at 06:00”"
    ),
    "Where I answer; with none named, everywhere": "أين أجيب؛ وإن لم يُسمَّ شيء ففي كل مكان",
    "Where an answer opens a thread of its own": "أين تفتح الإجابة سلسلة خاصة بها",
    "Where the sources differ on something, side by side": "أين تختلف المصادر بشأن أمر ما، جنباً إلى جنب",
    "Whether slash commands answer the asker alone, unless asked otherwise": (
        "هل تُعرض إجابات الأوامر للسائل وحده ما لم يُطلب غير ذلك"
    ),
    "Which budget": "أي ميزانية",
    "Which channel": "أي قناة",
    "Which language": "أي لغة",
    "Which one (default: all of them)": "أيها (وإلا فكلها)",
    "Which one": "أيها",
    "Which publisher": "أي ناشر",
    "Which role": "أي رتبة",
    "Which snapshot (default: the one before)": "أي لقطة (وإلا فالسابقة)",
    "Who may ask me; with none named, everybody": "من يحق له سؤالي؛ وإن لم يُسمَّ أحد فالجميع",
    "Who printed it, where the file does not say": "من نشره، إن لم يذكر الملف ذلك",
    "Who prints it, where the pages do not say": "من ينشره، إن لم تذكر الصفحات ذلك",
    "Whose articles I hide, or prefer": "من أخفي مقالاته أو أفضّلها",
    "Whose articles I read, whose voice they are, how new they are": "مقالات من أقرأ، وصوت من هي، ومدى حداثتها",
    "Whose voice it is, such as “Syrian state media”; shown beside its citations": (
        "صوت من هو، مثل «إعلام الدولة السورية»؛ يظهر بجانب اقتباساته"
    ),
    "Yes: to the asker alone; no: for all to see": "نعم: للسائل وحده؛ لا: ليراها الجميع",
}

LABELS: dict[str, str] = {
    "Check against sources": "قارن بالمصادر",
    "Explain place": "اشرح المكان",
    "English": "الإنجليزية",
    "Arabic": "العربية",
    "Turkish": "التركية",
    "Russian": "الروسية",
    "Channels where I answer": "القنوات التي أجيب فيها",
    "Roles that may ask": "الرتب التي يحق لها السؤال",
    "Language": "اللغة",
    "Slash commands answer the asker alone": "الأوامر تجيب السائل وحده",
    "Channels where an answer opens a thread": "القنوات التي تفتح فيها الإجابة سلسلة",
    "Wait between two questions of one person": "المهلة بين سؤالين لشخص واحد",
    "Questions a day for one person": "أسئلة الشخص في اليوم",
    "Questions a day for the server": "أسئلة الخادم في اليوم",
    "Language model tokens a day for one person": "رموز النموذج اللغوي للشخص في اليوم",
    "Language model tokens a day for the server": "رموز النموذج اللغوي للخادم في اليوم",
    "Money a day for the server": "مال الخادم في اليوم",
    "Hidden publishers": "الناشرون المخفيون",
    "Preferred publishers": "الناشرون المفضلون",
}
