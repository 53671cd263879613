"""The real `nayrab` in processes of its own, where a process is the point: start-up, pipes, signals, a real `run`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from tests.fakes.terminal import ARTICLE

if TYPE_CHECKING:
    import pytest

    from tests.fakes.terminal import Terminal

REPOSITORY = Path(__file__).resolve().parents[2]


def nayrab(*arguments: str, data: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NAYRAB_DATA_DIR": str(data), **variables}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_articles_go_in_and_a_cited_answer_comes_out(tmp_path: Path) -> None:
    (tmp_path / "nayrab.md").write_text(ARTICLE, encoding="utf-8")
    data = tmp_path / "data"
    assert json.loads(nayrab("ingest", str(tmp_path / "nayrab.md"), "--json", data=data).stdout)["added"] == 1
    record = json.loads(nayrab("ask", "Where do the M4 and the M5 meet?", "--json", data=data).stdout)
    assert record["answered"] is True
    assert record["sources"][0]["quotes"]


def test_other_settings_than_the_snapshots_are_refused_with_the_way_out(
    furnished: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NAYRAB_SPLITTER__PASSAGE_TOKENS", "120")
    ran = furnished.run("ask", "why?")
    assert ran.code == 1
    assert "nayrab ingest --rebuild" in ran.complaint


def test_an_interrupted_ingest_leaves_the_corpus_as_it_was(furnished: Terminal) -> None:
    lines = (json.dumps({"id": n, "text": f"Convoy {n} passed the town. " * 40}) for n in range(400))
    many = furnished.write("many.jsonl", "\n".join(lines))
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "ingest", str(many), "--data-dir", str(furnished.data)],
        cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as running:  # fmt: skip
        assert running.stderr is not None
        assert any(line.startswith("embed 0/") for line in running.stderr)
        running.send_signal(signal.SIGTERM)
        said = running.stderr.read()
        assert running.wait(timeout=60) == 143
    assert said.endswith("Interrupted: the live corpus is as it was.\n")
    assert len(furnished.stored()) == 1


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


def test_a_reader_that_goes_away_gets_no_complaint(corpus: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    environment = {**os.environ, "NAYRAB_DATA_DIR": str(corpus)}
    ran = subprocess.run(
        [sys.executable, "-m", "bot", "corpus", "export"],
        cwd=REPOSITORY, env=environment, stdout=writing, stderr=subprocess.PIPE, text=True, check=False, timeout=60,
    )  # fmt: skip
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (1, "")


def test_without_a_token_the_bot_says_so(corpus: Path) -> None:
    ran = nayrab("run", data=corpus)
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


def test_a_wrong_token_is_said_in_one_sentence_and_never_shown(corpus: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), RefusingDiscord) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        address = f"http://127.0.0.1:{server.server_address[1]}"
        ran = nayrab(
            "run",
            data=corpus,
            NAYRAB_DISCORD__TOKEN="wrong-token",
            NAYRAB_DISCORD__API_URL=address,
            NAYRAB_SERVICE__ANSWER_PROCESSES="0",
        )
        server.shutdown()
        thread.join()
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1].startswith("nayrab: Discord does not accept the token")
    assert "Traceback" not in ran.stderr
    assert "wrong-token" not in ran.stderr
