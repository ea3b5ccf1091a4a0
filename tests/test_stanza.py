"""The second backend without stanza: what it says when something is not there, and its documents as ours.

With stanza, on models made for it: `make test-stanza`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pipeline import cli, stages
from pipeline import fingerprint as code
from pipeline.analyse import analyse, stanza, stanza_models
from pipeline.analyse.models import ModelsError
from pipeline.document import Document, Stage
from pipeline.settings import Settings, SettingsError

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "models" / "train"))


def doc(text: str, *tokens: tuple[str, str], names: tuple[tuple[str, str], ...] = ()) -> Any:
    """What stanza makes of a text: tokens of `form` and `UPOS/lemma` (`+` before a second word), names."""

    def place(words: str) -> dict[str, int]:
        start = text.index(words)
        return {"start_char": start, "end_char": start + len(words)}

    made = []
    for form, tags in tokens:
        words = [SimpleNamespace(upos=pos or None, lemma=lemma or None, feats=None)
                 for pos, lemma in (one.split("/") for one in tags.split("+"))]  # fmt: skip
        made.append(SimpleNamespace(text=form, words=words, **place(form)))
    found = [SimpleNamespace(text=words, type=kind, **place(words)) for words, kind in names]
    return SimpleNamespace(sentences=[SimpleNamespace(tokens=made)], ents=found)


TEXT = "Menü\nAnna fährt\nzum Werk. Ein Preis.\nWerbung"
BODY = (5, len(TEXT) - 8)


def given() -> tuple[Document, list[tuple[int, int]], str]:
    document = Document("d", "d", TEXT, TEXT, body=(BODY,), language="de")
    spans = [(5, 25), (26, 36)]
    return document, spans, stanza.prepare(TEXT, spans)


def test_stanza_reads_a_paragraph_for_each_of_our_sentences() -> None:
    assert given()[2] == "Anna fährt zum Werk.\n\nEin Preis."


def test_tokens_and_names_come_back_to_their_places() -> None:
    document, spans, text = given()
    analysed = doc(
        text, ("Anna", "PROPN/Anna"), ("zum", "ADP/zu+DET/der"), ("Werk", "/"), ("Preis", "NOUN/Preis"),
        names=(("Werk", "ORG"), ("Anna", "PERSON"), ("Preis", "MISC")),
    )  # fmt: skip
    found = stanza.convert(document, spans, analysed)
    first, second = found.sentences
    assert [(s.start, s.end) for s in (first, second)] == spans
    assert [(t.text, t.pos, t.lemma, t.feats) for t in first.tokens] == [
        ("Anna", "PROPN", "Anna", ""), ("zum", "ADP", "zu", ""), ("Werk", "", "", ""),
    ]  # fmt: skip
    assert [t.text for t in second.tokens] == ["Preis"]
    assert all(TEXT[t.start : t.end] == t.text for s in found.sentences for t in s.tokens)
    assert [(TEXT[n.start : n.end], n.value.type, n.rule) for n in found.names] == [
        ("Anna", "PER", "stanza"), ("Werk", "ORG", "stanza"),
    ]  # fmt: skip


def test_what_goes_beyond_a_sentence_is_left_out() -> None:
    document, spans, text = given()
    beyond = doc(text, ("Werk.\n\nEin", "X/x"), names=(("Werk.\n\nEin", "ORG"),))
    found = stanza.convert(document, spans, beyond)
    assert (found.names, found.sentences[0].tokens) == ((), ())


def test_documents_go_through_together_and_empty_ones_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[list[str]] = []

    def bulk_process(texts: list[str]) -> list[Any]:
        calls.append(texts)
        return [doc(text, (text.split()[0], "NOUN/x")) for text in texts]

    monkeypatch.setattr(stanza, "model", lambda language: SimpleNamespace(bulk_process=bulk_process))
    texts = ["Eins.", "", "Один.", "Zwei."]
    batch = [Document(t, t, t, t, body=((0, len(t)),), language="ru" if t == "Один." else "de") for t in texts]
    found = analyse(batch, "stanza")
    assert sorted(calls) == [["Eins.", "Zwei."], ["Один."]]
    assert [len(d.sentences) for d in found] == [1, 0, 1, 1]
    assert [d.text for d in found] == texts


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as stanza fills it, German only, its files empty; and a machine that seems to have stanza."""
    monkeypatch.setenv("DEPESCHE_MODELS", str(tmp_path))
    monkeypatch.setattr(stanza_models, "find_spec", lambda name: object())
    packages = {"tokenize": "gsd", "mwt": "gsd", "pos": "gsd_charlm", "ner": "germeval", "depparse": "gsd_charlm"}
    needs = {"dependencies": [{"model": "pretrain", "package": "vectors"}]}
    known = {
        "lang_name": "German",
        "packages": {"default": packages},
        "pos": {"gsd_charlm": needs},
        "ner": {"germeval": needs},
    }
    where = tmp_path / "stanza"
    for name in ("tokenize/gsd", "mwt/gsd", "pos/gsd_charlm", "ner/germeval", "pretrain/vectors"):
        path = where / "de" / f"{name}.pt"
        path.parent.mkdir(parents=True)
        path.write_bytes(name.encode())
    (where / "resources.json").write_text(json.dumps({"url": "", "de": known}), encoding="utf-8")
    return where


def test_the_files_are_read_off_the_list(shelf: Path) -> None:
    assert [p.relative_to(shelf / "de").as_posix() for p in stanza_models.files("de")] == [
        "mwt/gsd.pt", "ner/germeval.pt", "pos/gsd_charlm.pt", "pretrain/vectors.pt", "tokenize/gsd.pt",
    ]  # fmt: skip
    assert stanza_models.complete("de") and not stanza_models.complete("ru")
    stanza_models.check()
    stanza_models.check("de")
    with pytest.raises(ModelsError, match=r"for ru are not in .*fetch stanza --lang ru"):
        stanza_models.check("ru")
    (shelf / "de" / "pretrain" / "vectors.pt").unlink()
    with pytest.raises(ModelsError, match=r"depesche models fetch stanza$"):
        stanza_models.check()


@pytest.mark.parametrize("broken", ["", "[]", "{", '{"de": {"alias": "x"}}', '{"de": {"packages": []}}'])
def test_a_broken_list_is_no_list(shelf: Path, broken: str) -> None:
    (shelf / "resources.json").write_text(broken, encoding="utf-8")
    assert stanza_models.files("de") == [] and not stanza_models.complete("de")


def test_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("DEPESCHE_MODELS", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert stanza_models.folder() == tmp_path / ".cache" / "depesche" / "stanza"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "c"))
    assert stanza_models.folder() == tmp_path / "c" / "depesche" / "stanza"
    monkeypatch.setenv("DEPESCHE_MODELS", "~/m")
    assert stanza_models.folder() == tmp_path / "m" / "stanza"


def test_a_model_s_contents_are_in_the_fingerprint(shelf: Path) -> None:
    def fingerprint(models: str) -> str:
        code.code.cache_clear()
        code.model_checksums.cache_clear()
        return code.engine(Settings(models=models))

    try:
        builtin, first = fingerprint("builtin"), fingerprint("stanza")
        (shelf / "de" / "ner" / "germeval.pt").write_bytes(b"ner/germevaL")
        assert len({builtin, first, fingerprint("stanza")}) == 3
        assert fingerprint("builtin") == builtin
        assert set(code.model_checksums("stanza")) == {"stanza-de"}
    finally:
        code.code.cache_clear()
        code.model_checksums.cache_clear()


def test_models_that_are_missing_stop_a_run_and_quarantine_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(documents: object) -> list[Document]:
        raise ModelsError("type this")

    with pytest.raises(ModelsError, match="type this"):
        stages.run([Document("d", "d", "т", "т")], [Stage("analyse", missing)])
    assert [s.name for s in stages.with_models("stanza")] == [s.name for s in stages.STAGES]


def test_settings_name_the_backends() -> None:
    with pytest.raises(SettingsError, match="models is one of builtin, stanza, not 'natasha'"):
        Settings(models="natasha")
    assert Settings(models="stanza").asdict()["models"] == "stanza"


NOT_INSTALLED = [
    ["extract", "{root}/data/raw", "--out", "{tmp}/out", "--models", "stanza"],
    ["explain", "Берлин и Минск подписали соглашение о торговле.", "--models", "stanza"],
    ["models", "fetch", "stanza", "--lang", "de", "--dir", "{tmp}"],
]


@pytest.mark.parametrize("arguments", NOT_INSTALLED, ids=lambda a: " ".join(a[:2]))
def test_without_stanza_the_command_says_what_to_type(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(stanza_models, "find_spec", lambda name: None)
    monkeypatch.setitem(sys.modules, "stanza", None)
    with pytest.raises(SystemExit) as stopped:
        cli.main([a.format(root=ROOT, tmp=tmp_path) for a in arguments])
    assert stopped.value.code == 1
    assert "pip install 'depesche[stanza]'" in capsys.readouterr().err


def test_fetch_tells_of_a_network_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def download(language: str, **options: Any) -> None:
        assert options["model_dir"] == str(tmp_path / "stanza")
        raise ConnectionError("no\nroute to host")

    monkeypatch.setitem(sys.modules, "stanza", SimpleNamespace(download=download))
    with pytest.raises(ModelsError, match=r"for ru could not be fetched \(ConnectionError: no route to host\)"):
        stanza_models.fetch(["ru"], tmp_path)


def test_fetch_asks_for_what_is_read_and_says_where_it_is(
    monkeypatch: pytest.MonkeyPatch, shelf: Path, tmp_path: Path
) -> None:
    asked: list[tuple[str, str]] = []
    module = SimpleNamespace(download=lambda language, **options: asked.append((language, options["processors"])))
    monkeypatch.setitem(sys.modules, "stanza", module)
    assert stanza_models.fetch(["de"]) == stanza_models.fetch(["de"], tmp_path) == shelf
    assert asked == [("de", "tokenize,pos,lemma,ner")] * 2
    with pytest.raises(ModelsError, match="models for ru, but not"):
        stanza_models.fetch(["ru"])


def test_models_list(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["models", "list"])
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert stopped.value.code == 0
    assert [line[:3] for line in lines[2:]] == [["stanza", "ru", "not"], ["stanza", "de", "5"]]
    assert [line[:2] for line in lines[:2]] == [["builtin", "ru"], ["builtin", "de"]]


def test_sentences_as_stanza_s_trainer_reads_them() -> None:
    import corpora
    import stanza_ner

    def rows(marked: str) -> list[str]:
        text, names = corpora.unmark(marked)
        made = stanza_ner.rows(corpora.Sentence(text, tuple(names), "test"))
        return [f"{row['text']}/{row['ner']}" if row["ner"] != "O" else row["text"] for row in made]

    assert rows("[Bern|LOC] ([SDA|ORG]) – Die [Bank Linth & Cie.|ORG] wächst um 3,5 Prozent.") == [
        "Bern/B-LOC", "(", "SDA/B-ORG", ")", "–", "Die", "Bank/B-ORG", "Linth/I-ORG", "&/I-ORG", "Cie/I-ORG",
        "./I-ORG", "wächst", "um", "3,5", "Prozent", ".",
    ]  # fmt: skip
    assert rows("[Astana|LOC]-[Minsk|LOC], EU-Gipfel") == ["Astana/B-LOC", "-", "Minsk/B-LOC", ",", "EU-Gipfel"]
    odd = corpora.Sentence("Berliner Post", ((0, 8, "DERIV"), (9, 13, "OTH")), "test")
    assert [row["ner"] for row in stanza_ner.rows(odd)] == ["O", "O"]


def test_a_trained_ner_becomes_the_default_and_brings_what_it_builds_on(shelf: Path) -> None:
    import stanza_ner

    arguments, needed = stanza_ner.network(shelf)
    assert arguments == ["--wordvec_pretrain_file", str(shelf / "de" / "pretrain" / "vectors.pt")]
    assert not stanza_models.complete("ru")
    (shelf / "de" / "ner" / "depesche.pt").write_bytes(b"weights")
    stanza_ner.register(shelf, needed)
    names = [path.name for path in stanza_models.files("de")]
    assert "depesche.pt" in names and "germeval.pt" not in names and "vectors.pt" in names


def test_character_models_are_handed_to_the_trainer(shelf: Path) -> None:
    import stanza_ner

    known = json.loads((shelf / "resources.json").read_text(encoding="utf-8"))
    known["de"]["ner"]["germeval"]["dependencies"] = [
        {"model": "forward_charlm", "package": "news"}, {"model": "backward_charlm", "package": "news"},
    ]  # fmt: skip
    (shelf / "resources.json").write_text(json.dumps(known), encoding="utf-8")
    assert stanza_ner.network(shelf)[0] == [
        "--charlm_forward_file", str(shelf / "de/forward_charlm/news.pt"),
        "--charlm_backward_file", str(shelf / "de/backward_charlm/news.pt"),
        "--charlm", "--charlm_shorthand", "de_depesche",
    ]  # fmt: skip
