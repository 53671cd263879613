from __future__ import annotations

import pytest

from bot.answering.speakers import last_speaker_in, leaves_speaker_open, quotes_speech, speaker_in


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We hold the town,” said the spokesman Idris Kamal.", "the spokesman Idris Kamal"),
        ('"At least 30 are dead today" said Watch director Lena Ard Sommer.', "Watch director Lena Ard Sommer"),
        (
            "The spokesman for the Coast-backed Northern Front (NF) Idris Kamal told Wire: “We have it back.”",
            "the spokesman for the Coast-backed Northern Front (NF) Idris Kamal",
        ),
        ('"A minister was killed there" Sami al-Jund told Wire by telephone.', "Sami al-Jund"),
        ("Idris Kamal, who leads the Front, said: “We stay here for long.”", "Idris Kamal"),
        ("The Tellin Watch for Human Rights said “tens of people” were dead.", "the Tellin Watch for Human Rights"),
        ("“This will happen soon and at night,” he said.", ""),
        ("“We go now and for good,” said Idris Kamal. “We stay here,” said Lena Sommer.", ""),
        ("The bridge fell in May.", ""),
    ],
)
def test_who_speaks_is_read_as_it_is_written(text: str, speaker: str) -> None:
    assert speaker_in(text) == speaker


def test_of_several_speakers_he_is_the_last() -> None:
    assert last_speaker_in("Lena Sommer said no. Idris Kamal said yes.") == "Idris Kamal"


def test_a_quotation_by_he_or_she_leaves_open_who_speaks() -> None:
    assert leaves_speaker_open("“This will happen soon and at night,” he said.")
    assert leaves_speaker_open("She added: “It will be over by then.”")
    assert not leaves_speaker_open("“This will happen soon,” said Idris Kamal.")
    assert not leaves_speaker_open("He said that the bridge was gone.")


def test_a_term_in_quotation_marks_is_nobody_s_speech() -> None:
    assert not quotes_speech("The “truce” held.")
    assert quotes_speech("“We shall hold the truce.”")
