"""The frame of an answer in Turkish. Pure data; `bot.phrases.catalogue` says what each field is."""

from __future__ import annotations

from bot.phrases.catalogue import Phrases

_MONTHS = (
    "Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık",
)  # fmt: skip

PHRASES = Phrases(
    months=_MONTHS,
    months_alone=_MONTHS,
    comma=", ",
    semicolon="; ",
    conjunction=" ve ",
    askable=(
        "Bana bu haberlerde anlatılanları sorabilirsiniz: yerler, olaylar, tarihler, kimin ne yaptığı veya ne dediği."
    ),
    help=(
        "Çatışmayla ilgili soruları, bana verilen haberlerden yanıtlarım ve her cümlenin dayandığı bölümü aynen "
        "gösteririm.\n"
        "- `/ask` komutuyla, benden bahsederek veya özel mesajla sorun: “Neyrab neden önemli?”, “Şubat 2020'de "
        "Serakib'i kim aldı?”\n"
        "- Devam sorusu için bir yanıta karşılık yazın: “Ondan önce kimin elindeydi?”\n"
        "- `/timeline` bir yerde olanları sıralar, `/accounts` kaynakların nerede ayrıldığını gösterir.\n"
        "- [1], [2] işaretleri yanıtın altındaki kaynakları gösterir; **Alıntılar** düğmesi onların sözlerini aynen ve "
        "yalnızca size gösterir.\n"
        "- Haberlerde yoksa bunu söylerim. Kendimden bir şey eklemem."
    ),
    too_long="Gerisi buraya sığmıyor; daha fazlası için bir bölümünü sorun.",
    nothing_to_say="Bölümler buldum ama onlarla ilgili söylenecek bir şey yok.",
    left_out="Kaynaklar doğrulamadığı için çıkarılan cümle sayısı: {count}.",
    as_of="{day} itibarıyla.",
    no_date="Kaynaklarda tarih yok.",
    understood_as="Soru şöyle anlaşıldı: {question}",
    differ_on="**Kaynaklar ayrılıyor**, konu: {about}:",
    differ="**Kaynaklar ayrılıyor:**",
    unanswered="Elimdeki haberler bunu yanıtlamıyor.",
    nearest="Elimdeki en yakın haberler:",
    tell_admin="Önce botun bir yöneticisi `nayrab ingest` çalıştırmalı.",
    untitled="başlıksız",
    unknown_publisher="bilinmeyen yayıncı",
    undated="tarihsiz",
    gone_since="sayfa {day} tarihinden beri yok",
    also_printed=" (ayrıca yayımlayan: {names})",
    and_more=" ve {count} yayıncı daha",
    quoting=", aktarılan: {speaker}",
    openings={
        "no_evidence": "Haberlerim bunu söylemiyor.",
        "off_topic": "Haberlerim bu konuyla ilgili değil; anlattıkları olayları ve yerleri sorun.",
        "false_premise": "Haberlerim, sorunun doğru saydığı şeyi doğrulamıyor.",
        "bad_question": "Bir soru çıkaramadım.",
        "empty_corpus": "Henüz haberim yok.",
    },
    they_say="Haberlere göre:",
    searched="Aranan haber sayısı: {count}{by}{dated}.",
    searched_by="; yayıncılar: {names}",
    searched_dated="; tarih aralığı: {first} – {last}",
    page="Sayfa {page}/{pages}",
    continued="devamı",
    no_quotes="Hiçbir bölüm alıntılanmadı.",
    open_at="Sayfayı bu alıntıda aç",
    key="Küçük yazı: alıntının haberde çevresinde duranlar.",
    passages="Alıntılar",
    accounts="Anlatımlar",
    follow_up="Devam sorusu",
    helpful="Yararlı",
    not_helpful="Yararlı değil",
    previous_page="Önceki",
    next_page="Sonraki",
)
