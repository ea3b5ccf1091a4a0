"""depesche on small models of stanza's own kind: `make test-stanza`. Nothing here goes beyond this machine."""

from __future__ import annotations

import functools
import gzip
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import tiny
import torch

from pipeline import cli, fingerprint, tables
from pipeline.analyse import analyse, stanza_models
from pipeline.analyse import stanza as backend
from pipeline.document import Document

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "models" / "train"))
TEXTS = {
    "werk.txt": "Nordglas baut in Minsk\n\nMinister Anna Weber sprach in Berlin. Die Firma Nordglas baut in Minsk ein "
    "Werk.\n\nAnna Weber fuhr zum Werk der Nordglas in Minsk. Das Werk kostet 40 Millionen Euro.\n",
    "завод.txt": "Северстекло строит завод\n\nМинистр Анна Орлова выступила в Минске. Компания Северстекло строит "
    "завод в Астане.\n\nЗавод стоит 40 миллионов евро.\n",
}
Result = tuple[int, str, str]
Call = Callable[..., Result]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The models, trained once (or those of $TINY_STANZA, to try out tests)."""
    if kept := os.environ.get("TINY_STANZA"):
        return Path(kept)
    work = tmp_path_factory.mktemp("tiny")
    tiny.make(work / "models" / "stanza", work / "training")
    return work / "models"


@pytest.fixture
def models(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "models"))


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    for name, text in TEXTS.items():
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    return tmp_path / "in"


def forget() -> None:
    """What a process reads once."""
    for read_once in (backend.model, fingerprint.code, fingerprint.model_checksums):
        read_once.cache_clear()


@pytest.fixture
def depesche(models: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Call]:
    """The command in this process, on a copy of the models that a test may spoil: exit code, output, errors."""
    monkeypatch.setenv("DEPESCHE_MODELS", str(models))

    def call(*arguments: object) -> Result:
        forget()
        with pytest.raises(SystemExit) as stopped:
            cli.main([str(a) for a in arguments])
        out, err = capsys.readouterr()
        return int(stopped.value.code or 0), out, err

    yield call
    forget()


def alone(models: Path, *arguments: object, **variables: str) -> Result:
    """The command in a process of its own, where no address outside answers."""
    offline = {"HTTP_PROXY": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1"}
    ran = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *map(str, arguments)],
        env={**os.environ, **offline, "DEPESCHE_MODELS": str(models), **variables},
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert "Traceback" not in ran.stderr, ran.stderr
    return ran.returncode, ran.stdout, ran.stderr


@pytest.fixture
def here(made: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The models for this process."""
    monkeypatch.setenv("DEPESCHE_MODELS", str(made))
    yield


def document(text: str, language: str, *body: tuple[int, int]) -> Document:
    return Document("d", "d", text, text, body=body or ((0, len(text)),), language=language)


def test_extract_writes_proven_rows_in_both_languages(depesche: Call, articles: Path, tmp_path: Path) -> None:
    code, out, err = depesche("extract", articles, "--out", tmp_path / "out", "--models", "stanza", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["rows"]["documents"] == 2
    texts = {d["doc_id"]: d["text"] for d in tables.read(tmp_path / "out", "documents").to_pylist()}
    mentions = tables.read(tmp_path / "out", "mentions").to_pylist()
    assert all(texts[m["doc_id"]][m["start"] : m["end"]] == m["text"] for m in mentions)
    found = {(m["text"], m["type"]) for m in mentions}
    assert {("Anna Weber", "PER"), ("Nordglas", "ORG"), ("Анна Орлова", "PER"), ("Северстекло", "ORG")} <= found
    assert tables.read(tmp_path / "out", "money").column("currency").to_pylist() == ["EUR", "EUR"]
    (run,) = tables.read(tmp_path / "out", "runs").to_pylist()
    assert json.loads(run["config"])["models"] == "stanza"
    about = json.loads(run["models"])
    assert {name: model["files"] for name, model in about.items()} == {"stanza-ru": 5, "stanza-de": 6}


def test_workers_carry_the_backend(models: Path, articles: Path, tmp_path: Path) -> None:
    (tmp_path / "depesche.toml").write_text('models = "stanza"\nworkers = 2\nshard_size = 1\n', encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "extract", str(articles), "--out", "out"],
        env={**os.environ, "DEPESCHE_MODELS": str(models), "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert {"Nordglas", "Северстекло"} <= set(tables.read(tmp_path / "out", "mentions").column("text").to_pylist())


def test_what_was_done_by_other_models_is_done_again(
    depesche: Call, models: Path, articles: Path, tmp_path: Path
) -> None:
    def shards_run(*options: str) -> int:
        code, out, err = depesche("extract", articles, "--out", tmp_path / "out", "--json", *options)
        assert (code, err) == (0, "")
        return int(json.loads(out)["shards_run"])

    assert [shards_run(), shards_run("--models", "stanza"), shards_run("--models", "stanza")] == [1, 1, 0]
    shutil.copy(models / "stanza/ru/lemma/tiny.pt", models / "stanza/de/lemma/tiny.pt")  # another of the same name
    assert shards_run("--models", "stanza") == 1


def test_explain_names_stanza(depesche: Call) -> None:
    code, out, _ = depesche("explain", "Die Firma Nordglas baut in Minsk ein Werk.", "--models", "stanza")
    assert code == 0
    assert [line.split()[2] for line in out.splitlines() if line.endswith("[stanza]")] == ["Nordglas"]


@pytest.mark.usefixtures("here")
def test_tokens_and_names_lie_where_they_say_and_within_the_body() -> None:
    text = TEXTS["werk.txt"].replace("Werk der", "Werk\nder")
    skipped = text.index("Die Firma"), text.index("Anna Weber fuhr")
    found = analyse([document(text, "de", (0, skipped[0]), (skipped[1], len(text)))], "stanza")[0]
    tokens = [token for sentence in found.sentences for token in sentence.tokens]
    assert [text[s.start : s.end] for s in found.sentences][1] == "Minister Anna Weber sprach in Berlin."
    assert all(text[t.start : t.end] == t.text for t in tokens)
    assert all(t.end <= skipped[0] or t.start >= skipped[1] for t in tokens)
    words = {t.text: t for t in tokens}
    assert (words["fuhr"].pos, words["fuhr"].lemma) == ("VERB", "fahren")
    assert words["Minsk"].feats == "Case=Dat"
    assert (words["zum"].pos, words["zum"].lemma) == ("ADP", "zu")  # one token of two words
    assert {(text[n.start : n.end], n.value.type) for n in found.names} >= {("Anna Weber", "PER"), ("Berlin", "LOC")}
    assert all(n.rule == "stanza" for n in found.names)


@pytest.mark.usefixtures("here")
def test_any_text_passes_and_gives_the_same_alone_and_in_a_batch() -> None:
    odd = ["", " ", ".", "\u0097", "a\u0085b \x0b c", "…" * 30, "zum " * 700, "х" * 3000,
           "Ω≈ç√∫˜µ≤ 漢字 \U0001f600.", "www.a.de, a@b.de\n\n\u200b\n\nAnna Weber", "\ufeff\u00ad",
           "1 000 000\u00a0€", TEXTS["werk.txt"]]  # fmt: skip
    for language in ("de", "ru"):
        batch = [document(text, language) for text in odd]
        together = analyse(batch, "stanza")
        for given, one, other in zip(batch, together, (analyse([d], "stanza")[0] for d in batch), strict=True):
            assert (one.sentences, one.names) == (other.sentences, other.names)
            assert one.text == given.text
            for token in (t for s in one.sentences for t in s.tokens):
                assert one.text[token.start : token.end] == token.text != ""


@pytest.mark.usefixtures("here")
def test_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    torch.set_num_threads(2)
    backend.model.cache_clear()
    backend.model("de")
    assert torch.get_num_threads() == 1


def test_what_is_missing_or_broken_is_told(depesche: Call, models: Path, articles: Path, tmp_path: Path) -> None:
    def says(*expected: str) -> None:
        code, _, err = depesche("extract", articles, "--out", tmp_path / "out", "--models", "stanza")
        assert code == 1 and all(words in err for words in expected), err

    (models / "stanza" / "ru" / "ner" / "tiny.pt").write_bytes(b"no model")
    says("cannot be read", "depesche models fetch stanza --lang ru")
    (models / "stanza" / "ru" / "pretrain" / "tiny.pt").unlink()
    says("stanza's models for ru are not in", "depesche models fetch stanza --lang ru")
    shutil.rmtree(models / "stanza")
    says("are not in", "depesche models fetch stanza")
    assert depesche("models", "list")[1].count("not there; type: depesche models fetch stanza --lang") == 2
    assert not list((tmp_path / "out").rglob("documents/*.parquet"))


def test_fetch_without_a_network(tmp_path: Path) -> None:
    code, _, err = alone(tmp_path, "models", "fetch", "stanza", "--lang", "de")
    assert code == 1 and "for de could not be fetched" in err and "Is there a network?" in err


@pytest.fixture
def server(made: Path, tmp_path: Path) -> Iterator[str]:
    """stanza's server as far as its client sees it: a list, and a file for each model."""
    site = tmp_path / "site"
    shutil.copytree(made / "stanza", site)

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site))) as httpd:
        address = f"http://127.0.0.1:{httpd.server_address[1]}"
        known = json.loads((site / "resources.json").read_text(encoding="utf-8"))
        known["url"] = address + "/{lang}/{filename}"
        from stanza.resources.common import DEFAULT_RESOURCES_VERSION

        (site / f"resources_{DEFAULT_RESOURCES_VERSION}.json").write_text(json.dumps(known), encoding="utf-8")
        thread = threading.Thread(target=httpd.serve_forever, daemon=True)
        thread.start()
        yield address
        httpd.shutdown()


def test_fetched_models_are_the_ones_that_are_read(server: str, articles: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    fetch = ("models", "fetch", "stanza", "--dir", cache)
    code, out, err = alone(tmp_path, *fetch, "--lang", "de", STANZA_RESOURCES_URL=server)
    assert code == 0, err
    assert f"export DEPESCHE_MODELS={cache}" in out
    assert stanza_models.complete("de", cache / "stanza") and not (cache / "stanza" / "ru").exists()
    extract = ("extract", articles / "werk.txt", "--out", tmp_path / "out", "--models", "stanza", "--quiet")
    assert alone(cache, *extract) == (0, "", "")
    code, out, err = alone(cache, *fetch, STANZA_RESOURCES_URL=server)
    assert code == 0 and "DEPESCHE_MODELS" not in out and stanza_models.complete("ru", cache / "stanza")


@pytest.mark.usefixtures("here")
def test_extract_never_asks_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("somebody asked the network")

    backend.model.cache_clear()
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert analyse([document(TEXTS["werk.txt"], "de"), document(TEXTS["завод.txt"], "ru")], "stanza")[1].names


def test_a_language_that_is_not_there_stops_the_run(depesche: Call, models: Path, articles: Path) -> None:
    shutil.rmtree(models / "stanza" / "ru")
    assert depesche("explain", articles / "werk.txt", "--models", "stanza")[0] == 0
    code, _, err = depesche("explain", articles / "завод.txt", "--models", "stanza")
    assert code == 1 and "fetch stanza --lang ru" in err


def test_a_german_ner_of_our_own_is_trained_and_used(
    depesche: Call, models: Path, articles: Path, tmp_path: Path
) -> None:
    import stanza_ner

    data, sentence = (
        tmp_path / "data",
        {"tokens": ["Anna", "Weber", "sprach", "."], "spaces": [True, True, False, False]},
    )
    for name in ("germeval2014/train", "germeval2014/dev", "mobie/train", "ler/dev"):
        path = data / f"{name}.jsonl.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        label = {"germeval2014": "PER", "mobie": "person", "ler": "PER"}[path.parent.name]
        with gzip.open(path, "wt", encoding="utf-8") as lines:
            lines.write((json.dumps({**sentence, "ner": [f"B-{label}", f"I-{label}", "O", "O"]}) + "\n") * 20)
    news = tmp_path / "news"
    news.mkdir()
    for name in ("agentur.txt", "ticker.test.txt"):
        (news / name).write_text("Die Firma [Nordglas|ORG] baut in [Minsk|LOC] ein Werk.\n" * 20, encoding="utf-8")
    small = ["--max_steps", "60", "--eval_interval", "30", "--hidden_dim", "32", "--char_hidden_dim", "16",
             "--char_emb_dim", "16", "--optim", "adam", "--lr", "0.01", "--batch_size", "16", "--cpu"]  # fmt: skip
    stanza_ner.main(["--data", str(data), "--news", str(news), "--work", str(tmp_path / "work"), "--", *small])
    names = {path.parent.name: path.name for path in stanza_models.files("de")}
    assert names["ner"] == "depesche.pt" and names["lemma"] == "tiny.pt"
    code, out, _ = depesche("explain", "Die Firma Nordglas baut in Minsk ein Werk.", "--models", "stanza")
    assert code == 0 and any("Nordglas" in line and line.endswith("[stanza]") for line in out.splitlines())
