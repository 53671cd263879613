"""The real `nayrab` in processes of its own: real model, real snapshot, real pipes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
ARTICLE = """---
title: The town at the junction
publisher: The Idlib Courier
date: 2020-02-25
---
Al-Nayrab lies where the M4 highway meets the M5. The town changed hands twice in February 2020. Opposition fighters
retook it on 24 February with the support of Turkish artillery.
"""


def nayrab(*arguments: str, data: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NAYRAB_DATA_DIR": str(data), **variables}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "nayrab.md").write_text(ARTICLE, encoding="utf-8")
    place = tmp_path_factory.mktemp("data")
    ran = nayrab("ingest", str(folder), "--json", data=place)
    assert json.loads(ran.stdout)["added"] == 1, ran.stderr
    return place


def test_a_question_is_answered_with_verbatim_quotes(data: Path) -> None:
    ran = nayrab("ask", "Where do the M4 and the M5 meet?", "--json", data=data)
    record = json.loads(ran.stdout)
    article = json.loads(nayrab("corpus", "export", data=data).stdout)
    assert ran.returncode == 0
    assert record["answered"] is True
    for quote in record["sources"][0]["quotes"]:
        assert article["text"][quote["start"] : quote["end"]] == quote["text"]


def test_the_snapshot_is_whole_and_its_status_fits(data: Path) -> None:
    assert json.loads(nayrab("corpus", "verify", "--json", data=data).stdout)["ok"] is True
    status = json.loads(nayrab("corpus", "status", "--json", data=data).stdout)
    assert (status["articles"], status["mismatch"]) == (1, None)


def test_other_settings_than_the_snapshots_are_refused_with_the_way_out(data: Path) -> None:
    ran = nayrab("ask", "why?", data=data, NAYRAB_SPLITTER__PASSAGE_TOKENS="120")
    assert ran.returncode == 1
    assert "nayrab ingest --rebuild" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_sources_are_kept_and_read_without_being_named(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.md").write_text(ARTICLE, encoding="utf-8")
    place = tmp_path / "data"
    assert nayrab("ingest", data=place).returncode == 2
    assert nayrab("sources", "add", str(articles), "--name", "courier", data=place).returncode == 0
    (row,) = json.loads(nayrab("sources", "list", "--json", data=place).stdout)["sources"]
    assert (row["name"], row["location"]) == ("courier", str(articles))
    assert json.loads(nayrab("ingest", "--json", data=place).stdout)["added"] == 1
    assert nayrab("sources", "remove", "courier", data=place).returncode == 0
    assert json.loads(nayrab("sources", "list", "--json", data=place).stdout)["sources"] == []


def test_a_missing_path_is_named_and_nothing_is_published(tmp_path: Path) -> None:
    ran = nayrab("ingest", str(tmp_path / "nowhere"), "--json", data=tmp_path / "data")
    assert ran.returncode == 1
    assert "nowhere" in json.loads(ran.stdout)["failed"][0]["where"]


def test_questions_of_a_file_are_all_answered(data: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"id": "a", "question": "Who retook the town?"}\n{"id": "b"', encoding="utf-8")
    ran = nayrab("eval", str(questions), "--out", str(tmp_path / "out.jsonl"), data=data)
    assert ran.returncode == 0
    assert "line 2" in ran.stderr
    assert json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))["id"] == "a"


def test_help_comes_without_the_heavy_libraries(tmp_path: Path) -> None:
    heavy = [
        "chromadb",
        "discord",
        "langchain_core",
        "numpy",
        "onnxruntime",
        "pydantic",
        "rich",
        "sqlalchemy",
        "tantivy",
    ]
    code = f"import sys; from bot.cli import main; main(['--help']); print([m for m in {heavy} if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


def test_a_reader_that_goes_away_gets_no_complaint(data: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    environment = {**os.environ, "NAYRAB_DATA_DIR": str(data)}
    ran = subprocess.run(
        [sys.executable, "-m", "bot", "corpus", "export"],
        cwd=REPOSITORY, env=environment, stdout=writing, stderr=subprocess.PIPE, text=True, check=False, timeout=60,
    )  # fmt: skip
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (1, "")


def test_without_a_token_the_bot_says_so(data: Path) -> None:
    ran = nayrab("run", data=data)
    assert ran.returncode == 1
    assert ran.stderr == (
        "nayrab: There is no Discord token; set NAYRAB_DISCORD__TOKEN or discord.token in the config file.\n"
    )


class RefusingDiscord(BaseHTTPRequestHandler):
    """Says to every request that the token is wrong."""

    def do_GET(self) -> None:
        body = b'{"message": "401: Unauthorized", "code": 0}'
        self.send_response(401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


def test_a_wrong_token_is_said_in_one_sentence_and_never_shown(data: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), RefusingDiscord) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        address = f"http://127.0.0.1:{server.server_address[1]}"
        ran = nayrab("run", data=data, NAYRAB_DISCORD__TOKEN="wrong-token", NAYRAB_DISCORD__API_URL=address)
        server.shutdown()
        thread.join()
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1].startswith("nayrab: Discord does not accept the token")
    assert "Traceback" not in ran.stderr
    assert "wrong-token" not in ran.stderr
