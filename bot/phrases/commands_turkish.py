"""The commands in Turkish, by their English texts. Pure data; `bot.phrases.commands` says what is what."""

from __future__ import annotations

NAMES: dict[str, str] = {
    "about": "hakkında",
    "accounts": "anlatımlar",
    "add": "ekle",
    "affiliation": "bağlılık",
    "amount": "miktar",
    "article": "haber",
    "ask": "sor",
    "budget": "bütçe",
    "channel": "kanal",
    "channels": "kanallar",
    "cooldown": "bekleme",
    "corpus": "derlem",
    "feedback": "geri-bildirim",
    "file": "dosya",
    "help": "yardım",
    "hide": "gizle",
    "history": "geçmiş",
    "language": "dil",
    "name": "ad",
    "on": "açık",
    "place": "yer",
    "prefer": "öncelik-ver",
    "privacy": "gizlilik",
    "private": "gizli",
    "publisher": "yayıncı",
    "publishers": "yayıncılar",
    "question": "soru",
    "reingest": "yeniden-oku",
    "remove": "kaldır",
    "reset": "sıfırla",
    "role": "rol",
    "roles": "roller",
    "rollback": "geri-al",
    "schedule": "zamanlama",
    "search": "ara",
    "seconds": "saniye",
    "setting": "ayar",
    "settings": "ayarlar",
    "show": "göster",
    "since": "başlangıç",
    "source": "kaynak",
    "sources": "kaynaklar",
    "status": "durum",
    "threads": "alt-başlıklar",
    "timeline": "zaman-çizelgesi",
    "title": "başlık",
    "to": "hedef",
    "topic": "konu",
    "unhide": "yeniden-göster",
    "unprefer": "öncelik-kaldır",
    "until": "bitiş",
    "upload": "yükle",
    "url": "adres",
    "what": "hangisi",
    "words": "sözcükler",
}

DESCRIPTIONS: dict[str, str] = {
    "A town, a road, a base: any name": "Bir kasaba, yol, üs: herhangi bir ad",
    "Add a file: .txt, .md, .html, .pdf, .jsonl or .csv": "Dosya ekle: .txt, .md, .html, .pdf, .jsonl veya .csv",
    "Add a web page, feed or sitemap; you see what it gives before it is added": (
        "Web sayfası, akış veya site haritası ekle; eklenmeden önce ne verdiğini görürsünüz"
    ),
    "Address of a page, feed or sitemap": "Sayfanın, akışın veya site haritasının adresi",
    "An event or a question about one": "Bir olay veya onunla ilgili bir soru",
    "Answer in this channel itself again": "Bu kanalda yeniden doğrudan yanıtla",
    "Ask about the conflict; answered from news articles, with sources": (
        "Çatışmayla ilgili sorun; haberlerden, kaynaklarıyla yanıtlanır"
    ),
    "Find passages by words; shown as they were printed": "Sözcüklerle bölüm bul; yayımlandığı gibi gösterilir",
    "Go back to an earlier snapshot; you are asked before it happens": (
        "Önceki bir anlık görüntüye dön; yapılmadan önce size sorulur"
    ),
    "How long one person waits between two questions": "Bir kişinin iki soru arasında ne kadar bekleyeceği",
    "How much a day; 0 for no limit": "Günde ne kadar; sınırsız için 0",
    "How much may be asked in a day": "Bir günde ne kadar sorulabileceği",
    "Let me answer in this channel no more": "Bu kanalda artık yanıtlamama",
    "Let me answer in this channel and its threads": "Bu kanalda ve alt başlıklarında yanıtlamama izin ver",
    "Let people with this role ask me": "Bu role sahip olanlar bana sorabilsin",
    "Let this publisher come first where several say the same": "Aynısını söyleyenler arasında bu yayıncı öne gelsin",
    "Look after the articles I answer from": "Yanıtlarken kullandığım haberlere bakım yap",
    "My version, what I read and how new it is, what I keep": (
        "Sürümüm, ne okuduğum, ne kadar yeni olduğu, ne sakladığım"
    ),
    "Never show articles of this publisher here": "Bu yayıncının haberlerini burada hiç gösterme",
    "One article in short: its own words, its link, other reports": (
        "Kısaca bir haber: kendi sözleri, bağlantısı, diğer haberler"
    ),
    "Only articles from then on: 2020-02-25, February 2020, 2020, last week": (
        "Yalnızca o tarihten sonrakiler: 2020-02-25, February 2020, 2020, last week"
    ),
    "Only articles up to then: 2020-02-25, February 2020, 2020, last week": (
        "Yalnızca o tarihe kadarkiler: 2020-02-25, February 2020, 2020, last week"
    ),
    "Only from this day, month or year on": "Yalnızca bu gün, ay veya yıldan itibaren",
    "Only this source (default: all)": "Yalnızca bu kaynak (varsayılan: hepsi)",
    "Only up to this day, month or year": "Yalnızca bu gün, ay veya yıla kadar",
    "Only what this publisher printed": "Yalnızca bu yayıncının yayımladıkları",
    "Open a thread for each answer in this channel": "Bu kanalda her yanıt için bir alt başlık aç",
    "Prefer this publisher no more": "Bu yayıncıyı artık öne alma",
    "Read the sources again; the corpus in use stays as it is until all is done": (
        "Kaynakları yeniden oku; bitene kadar kullanılan derlem olduğu gibi kalır"
    ),
    "Seconds; 0 for no wait": "Saniye; beklemesiz için 0",
    "Set how I behave in this server": "Bu sunucuda nasıl davranacağımı ayarla",
    "Show articles of this publisher again": "Bu yayıncının haberlerini yeniden göster",
    "Show every setting of this server and where it comes from": (
        "Bu sunucunun her ayarını ve nereden geldiğini göster"
    ),
    "Show it to you alone": "Yalnızca size göster",
    "Show the answer to you alone": "Yanıtı yalnızca size göster",
    "Show the configured sources": "Ayarlanmış kaynakları göster",
    "Show the kept snapshots and who did what": "Saklanan anlık görüntüleri ve kimin ne yaptığını göster",
    "Show what people here found helpful in the last 30 days, and what not": (
        "Son 30 günde buradakilerin neyi yararlı bulduğunu, neyi bulmadığını göster"
    ),
    "Show what the corpus holds, what ran last and what runs next": (
        "Derlemde ne olduğunu, en son neyin çalıştığını, sırada ne olduğunu göster"
    ),
    "Take a role off the list of those that may ask": "Bir rolü sorabilenler listesinden çıkar",
    "Take a setting back to its default; you are asked before it happens": (
        "Bir ayarı varsayılana döndür; yapılmadan önce size sorulur"
    ),
    "Take a source off the list; you are asked before it goes": "Bir kaynağı listeden çıkar; önce size sorulur",
    "The file": "Dosya",
    "The language of my own words; quotes stay as they were printed": (
        "Kendi sözlerimin dili; alıntılar yayımlandığı gibi kalır"
    ),
    "Type a few words of the title and choose": "Başlıktan birkaç sözcük yazıp seçin",
    "What I have stored about you; get a copy, or delete it": "Sizinle ilgili sakladıklarım; kopyasını alın veya silin",
    "What happened at a place, in order of time, with sources": "Bir yerde olanlar, zaman sırasıyla, kaynaklarıyla",
    "What to call it here": "Burada ona ne denileceği",
    "What to look for: words, names, a sentence": "Ne aranacağı: sözcükler, adlar, bir cümle",
    "What you can ask me, and how": "Bana ne sorabilirsiniz, nasıl",
    "What you want to know": "Bilmek istediğiniz",
    "When to read it by itself, such as “every 30 minutes” or “daily at 06:00”": (
        "Kendiliğinden ne zaman okunacağı: “every 30 minutes” veya “daily at 06:00” gibi"
    ),
    "Where I answer; with none named, everywhere": "Nerede yanıtladığım; hiçbiri yazılmazsa her yerde",
    "Where an answer opens a thread of its own": "Yanıtın kendi alt başlığını açtığı yerler",
    "Where the sources differ on something, side by side": "Kaynakların ayrıldığı yerler, yan yana",
    "Whether slash commands answer the asker alone, unless asked otherwise": (
        "Aksi istenmedikçe komutların yalnızca sorana yanıt verip vermeyeceği"
    ),
    "Which budget": "Hangi bütçe",
    "Which channel": "Hangi kanal",
    "Which language": "Hangi dil",
    "Which one (default: all of them)": "Hangisi (varsayılan: hepsi)",
    "Which one": "Hangisi",
    "Which publisher": "Hangi yayıncı",
    "Which role": "Hangi rol",
    "Which snapshot (default: the one before)": "Hangi anlık görüntü (varsayılan: bir önceki)",
    "Who may ask me; with none named, everybody": "Kimlerin sorabileceği; hiçbiri yazılmazsa herkes",
    "Who printed it, where the file does not say": "Dosyada yazmıyorsa, kimin yayımladığı",
    "Who prints it, where the pages do not say": "Sayfalarda yazmıyorsa, kimin yayımladığı",
    "Whose articles I hide, or prefer": "Kimin haberlerini gizlediğim veya öne aldığım",
    "Whose articles I read, whose voice they are, how new they are": (
        "Kimin haberlerini okuduğum, kimin sesi oldukları, ne kadar yeni oldukları"
    ),
    "Whose voice it is, such as “Syrian state media”; shown beside its citations": (
        "Kimin sesi olduğu, örneğin “Suriye devlet medyası”; alıntılarının yanında görünür"
    ),
    "Yes: to the asker alone; no: for all to see": "Evet: yalnızca sorana; hayır: herkes görür",
}

LABELS: dict[str, str] = {
    "Check against sources": "Kaynaklarla karşılaştır",
    "Explain place": "Yeri açıkla",
    "English": "İngilizce",
    "Arabic": "Arapça",
    "Turkish": "Türkçe",
    "Russian": "Rusça",
    "Channels where I answer": "Yanıtladığım kanallar",
    "Roles that may ask": "Sorabilen roller",
    "Language": "Dil",
    "Slash commands answer the asker alone": "Komutlar yalnızca sorana yanıt verir",
    "Channels where an answer opens a thread": "Yanıtın alt başlık açtığı kanallar",
    "Wait between two questions of one person": "Bir kişinin iki sorusu arasındaki bekleme",
    "Questions a day for one person": "Bir kişi için günlük soru",
    "Questions a day for the server": "Sunucu için günlük soru",
    "Language model tokens a day for one person": "Bir kişi için günlük dil modeli belirteci",
    "Language model tokens a day for the server": "Sunucu için günlük dil modeli belirteci",
    "Money a day for the server": "Sunucu için günlük para",
    "Hidden publishers": "Gizlenen yayıncılar",
    "Preferred publishers": "Öne alınan yayıncılar",
}
