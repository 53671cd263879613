from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

import pytest

from ingest.corpus.gazetteer import find_places, places_called, same_name, same_place
from ingest.corpus.places import all_places, parsed, table_lines
from ingest.corpus.spelling import fold_name, keys

if TYPE_CHECKING:
    from ingest.corpus.gazetteer import Place

NAYRAB = [
    "Nayrab",
    "Neirab",
    "Al-Nayrab",
    "An Nayrab",
    "an-Nayrab",
    "Alnayrab",
    "Annayrab",
    "Nerab",
    "النيرب",
    "Эн-Найраб",
]
SARAQIB = ["Saraqib", "Saraqeb", "Saraqb", "Seraqib", "سراقب", "Серакиб"]


@pytest.mark.parametrize("group", [NAYRAB, SARAQIB], ids=["Nayrab", "Saraqib"])
def test_spellings_of_a_name_are_one_name_and_one_key(group: list[str]) -> None:
    assert all(same_name(a, b) for a in group for b in group)
    assert len({fold_name(n.removeprefix("Al").removeprefix("An")) for n in group}) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("Deir ez-Zor", "Deir Ezzor", "Dayr al-Zawr", "Deir az-Zour", "Deirezzor", "دير الزور", "Дейр-эз-Зор"),
        ("Maarrat an-Numan", "Ma'arat al-Numan", "Maarat al-Noman", "Ma‘arrat an Nu‘mān"),
        ("Tell Abyad", "Tel Abyad", "Tall Abyad", "Tal Abiad", "تل أبيض"),
        ("Kobani", "Kobane", "Kobanî", "Kobanê"),
        ("Raqqa", "Ar-Raqqah", "Rakka", "Raqqah", "الرقة", "Ракка"),
        ("Halab", "Haleb", "حلب", "Халеб"),
        ("Idlib", "Edlib", "Idleb", "İdlib", "إدلب", "Идлиб"),
        ("Homs", "Hims", "حمص", "Хомс"),
        ("Kafr Nabl", "Kafr Nabel", "Kafrnabl", "كفر نبل"),
        ("Jisr al-Shughur", "Jisr ash-Shughour", "Cisr eş-Şuğur", "جسر الشغور", "Джиср-эш-Шугур"),
        ("Khan Shaykhun", "Khan Sheikhoun", "خان شيخون", "Хан-Шейхун"),
    ],
    ids=lambda names: names[0],
)
def test_transliterations_of_one_name_meet(names: tuple[str, ...]) -> None:
    assert [n for n in names if not same_name(names[0], n)] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Homs", "Hama"),
        ("Hama", "Hamas"),
        ("Binnish", "Baniyas"),
        ("Daraa", "Darayya"),
        ("Hassan", "Hussein"),
        ("Jafar", "Jafari"),
        ("Salim", "Salam"),
        ("Maarrat al-Numan", "Maarrat Misrin"),
        ("Deir Hafir", "Deir ez-Zor"),
        ("Tel Abyad", "Tel Rifaat"),
        ("Raqqa", "Iraq"),
        ("BBC", "PKK"),
        ("T4", "T5"),
        ("دوما", "Adam"),
        ("", "Homs"),
    ],
)
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert not same_name(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aleppo", "Halab"),
        ("Aleppo", "حلب"),
        ("Kobani", "Ayn al-Arab"),
        ("Palmyra", "Tadmur"),
        ("Ras al-Ayn", "Serekaniye"),
    ],
)
def test_other_names_of_one_place_are_known(one: str, other: str) -> None:
    assert same_place(one, other)
    assert not same_name(one, other)


def test_places_of_one_name_stay_two() -> None:
    assert [p.region for p in places_called("Neirab")] == ["Idlib", "Aleppo"]
    assert [p.country for p in places_called("سنجار")] == ["IQ", "SY"]
    assert len(places_called("Saraqeb")) == 1
    assert not same_place("Homs", "Hama")


def test_places_are_found_in_running_text_with_their_spans() -> None:
    text = (
        "As troops left Ma'arrat al-Nu'man for al-Nayrab and Deir ez-Zor, Halep'te and Алеппо, in June, Reuters said."
    )
    found = find_places(text)
    assert [text[m.start : m.end] for m in found] == [
        "Ma'arrat al-Nu'man",
        "al-Nayrab",
        "Deir ez-Zor",
        "Halep'te",
        "Алеппо",
    ]
    assert [len(m.places) for m in found] == [1, 2, 1, 1, 1]


def test_names_in_sentences_lose_what_the_language_adds() -> None:
    assert [m.places[0].name for m in find_places("бои в Хомсе и Идлибе")] == ["Homs", "Idlib"]
    assert find_places("القصف بالنيرب وحلب")[0].places[0].name == "Nayrab"
    assert [m.places[0].name for m in find_places("Saraqeb's market")] == ["Saraqib"]


@pytest.mark.parametrize(
    "text",
    [
        "the man saved salt in the hole of a van",
        "War came, and a Centre for SANA and the UN was at hand",
        "an order as of June, said Ali Hassan, a Syrian",
        "",
    ],
)
def test_everyday_words_and_persons_are_no_places(text: str) -> None:
    assert find_places(text) == []
    assert find_places(text, any_case=True) == []


def test_small_letters_are_read_only_on_request() -> None:
    assert find_places("who holds nayrab and homs?") == []
    assert [m.name for m in find_places("who holds nayrab and homs?", any_case=True)] == ["nayrab", "homs"]


def test_the_made_file_holds_all_of_ours_and_its_keys_are_those_of_its_spellings() -> None:
    ours = resources.files("ingest.corpus").joinpath("places.csv").read_text("utf-8")
    made = {(p.name, p.country, p.region): p for p in all_places()}
    stale = [p.name for p in map(parsed, table_lines(ours)) if not _is_held(p, made.get((p.name, p.country, p.region)))]
    assert stale == [], "run: python -m ingest.geonames"
    lines = table_lines(resources.files("ingest.corpus").joinpath("gazetteer.csv").read_text("utf-8"))
    for line in lines[::7]:
        expected = {k for s in parsed(line).spellings for k in keys(s) if k}
        assert set(line.rpartition("\t")[2].split("|")) == expected, line


def _is_held(mine: Place, held: Place | None) -> bool:
    return held is not None and set(mine.spellings) <= set(held.spellings) and mine.note == held.note
