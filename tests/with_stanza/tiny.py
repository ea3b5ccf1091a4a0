"""Small stanza models of both languages, made here by stanza's own trainers and kept in stanza's layout.

They know a dozen sentences by heart and nothing else: enough to see that depesche reads a model, not how good one is.
A token is written `form/UPOS/lemma/feats/name`, parts that say nothing left out from the end; `zum=zu+dem` is a word
that stands for two.
"""

from __future__ import annotations

import hashlib
import json
import logging
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from stanza.models import lemmatizer, mwt_expander, ner_tagger, tagger, tokenizer
from stanza.models.common.pretrain import Pretrain

SENTENCES = {
    "de": """
        Minister/NOUN/Minister/Case=Nom Anna/PROPN/Anna/_/B-PER Weber/PROPN/Weber/_/I-PER sprach/VERB/sprechen
            in/ADP/in Berlin/PROPN/Berlin/Case=Dat/B-LOC ./PUNCT/.
        Die/DET/der Firma/NOUN/Firma/Case=Nom Nordglas/PROPN/Nordglas/_/B-ORG baut/VERB/bauen in/ADP/in
            Minsk/PROPN/Minsk/Case=Dat/B-LOC ein/DET/ein Werk/NOUN/Werk/Case=Acc ./PUNCT/.
        Anna/PROPN/Anna/_/B-PER Weber/PROPN/Weber/_/I-PER fuhr/VERB/fahren zum=zu+dem/ADP/zu Werk/NOUN/Werk/Case=Dat
            der/DET/der Nordglas/PROPN/Nordglas/_/B-ORG in/ADP/in Minsk/PROPN/Minsk/Case=Dat/B-LOC ./PUNCT/.
        In/ADP/in Berlin/PROPN/Berlin/Case=Dat/B-LOC sprach/VERB/sprechen die/DET/der Firma/NOUN/Firma/Case=Nom
            vom=von+dem/ADP/von Werk/NOUN/Werk/Case=Dat ,/PUNCT/, sagte/VERB/sagen Weber/PROPN/Weber/_/B-PER ./PUNCT/.
        Das/DET/der Werk/NOUN/Werk/Case=Nom kostet/VERB/kosten 40/NUM/40 Millionen/NOUN/Million Euro/NOUN/Euro
            ./PUNCT/.
        """,
    "ru": """
        Министр/NOUN/министр/Case=Nom Анна/PROPN/Анна/Case=Nom/B-PER Орлова/PROPN/Орлова/Case=Nom/I-PER
            выступила/VERB/выступить в/ADP/в Минске/PROPN/Минск/Case=Loc/B-LOC ./PUNCT/.
        Компания/NOUN/компания/Case=Nom Северстекло/PROPN/Северстекло/_/B-ORG строит/VERB/строить
            завод/NOUN/завод/Case=Acc в/ADP/в Астане/PROPN/Астана/Case=Loc/B-LOC ./PUNCT/.
        Анна/PROPN/Анна/Case=Nom/B-PER Орлова/PROPN/Орлова/Case=Nom/I-PER была/VERB/быть в/ADP/в
            Астане/PROPN/Астана/Case=Loc/B-LOC ,/PUNCT/, где/ADV/где завод/NOUN/завод/Case=Nom ./PUNCT/.
        В/ADP/в Минске/PROPN/Минск/Case=Loc/B-LOC компания/NOUN/компания/Case=Nom
            Северстекло/PROPN/Северстекло/_/B-ORG строит/VERB/строить завод/NOUN/завод/Case=Acc ./PUNCT/.
        Завод/NOUN/завод/Case=Nom стоит/VERB/стоить 40/NUM/40 миллионов/NOUN/миллион евро/NOUN/евро ./PUNCT/.
        """,
}
COPIES = 12  # of each sentence, in a new order, so that a batch is full
CPU = ["--cpu", "--seed", "7"]


def make(folder: Path, work: Path) -> None:
    """Train the models of both languages, files in between under `work`, and write them with `resources.json`."""
    logging.getLogger("stanza").setLevel("ERROR")
    torch.set_num_threads(1)
    resources: dict[str, Any] = {"url": "http://127.0.0.1:9/{lang}/{filename}"}
    for language in SENTENCES:
        resources[language] = _language(language, folder / language, work / language)
    (folder / "resources.json").write_text(json.dumps(resources, indent=1), encoding="utf-8")


def _language(language: str, folder: Path, work: Path) -> dict[str, Any]:
    work.mkdir(parents=True)
    sentences = [[_token(word) for word in sentence] for sentence in _read(SENTENCES[language])]
    many = random.Random(7).sample(sentences * COPIES, k=len(sentences) * COPIES)
    conllu, names, vectors = work / "all.conllu", work / "ner.json", folder / "pretrain" / "tiny.pt"
    conllu.write_text("".join(_conllu(s) for s in many), encoding="utf-8")
    names.write_text(json.dumps([[{"text": t["text"], "ner": t["name"]} for t in s] for s in many]), encoding="utf-8")
    expansions = {t["text"]: t["words"] for s in sentences for t in s if len(t["words"]) > 1}
    (work / "mwt.json").write_text(json.dumps([[pair, 1] for pair in expansions.items()]), encoding="utf-8")
    text, labels = zip(*(_labelled(s) for s in many), strict=True)
    (work / "all.txt").write_text("\n\n".join(text) + "\n\n", encoding="utf-8")
    (work / "all.labels").write_text("\n\n".join(labels) + "\n\n", encoding="utf-8")
    _vectors(vectors, sorted({t["text"].lower() for s in sentences for t in s}), work)

    gold = ["--train_file", str(conllu), "--eval_file", str(conllu)]
    about = ["--lang", language, "--shorthand", f"{language}_tiny"]
    words = ["--wordvec_pretrain_file", str(vectors)]
    steps: list[tuple[str, Callable[[list[str]], Any], list[str]]] = [
        ("tokenize", tokenizer.main, [
            *about, "--txt_file", f"{work}/all.txt", "--label_file", f"{work}/all.labels",
            "--dev_txt_file", f"{work}/all.txt", "--dev_label_file", f"{work}/all.labels",
            "--dev_conll_gold", str(conllu), "--mwt_json_file", f"{work}/mwt.json",
            "--steps", "120", "--eval_steps", "60", "--hidden_dim", "32", "--conv_filters", "1,5",
            "--lr0", "0.01", "--dropout", "0.1", "--unit_dropout", "0",
            "--max_seqlen", "100",
        ]),
        ("pos", tagger.main, [
            *about, *gold, *words, "--max_steps", "60", "--eval_interval", "30", "--fix_eval_interval",
            "--hidden_dim", "32", "--char_hidden_dim", "32", "--deep_biaff_hidden_dim", "32",
            "--composite_deep_biaff_hidden_dim", "16", "--char_emb_dim", "16", "--dropout", "0.1",
            "--word_dropout", "0.05", "--lr", "0.01", "--batch_size", "120",
        ]),
        ("lemma", lemmatizer.main, [*about[2:], *gold, "--dict_only"]),
        ("ner", ner_tagger.main, [
            *about[2:], *words, "--train_file", str(names), "--eval_file", str(names), "--max_steps", "120",
            "--eval_interval", "60", "--hidden_dim", "32", "--char_hidden_dim", "16", "--char_emb_dim", "16",
            "--dropout", "0.1", "--optim", "adam", "--lr", "0.01", "--batch_size", "16",
        ]),
    ]  # fmt: skip
    if expansions:
        steps.append(("mwt", mwt_expander.main, [*about[2:], *gold, "--gold_file", str(conllu), "--dict_only"]))
    found: dict[str, Any] = {"lang_name": language, "packages": {"default": {}}}
    for processor, train, arguments in steps:
        (folder / processor).mkdir(parents=True)
        train([*arguments, *CPU, "--save_dir", str(folder / processor), "--save_name", "tiny.pt"])
        built_on = [{"model": "pretrain", "package": "tiny"}] if "--wordvec_pretrain_file" in arguments else []
        found["packages"]["default"][processor] = "tiny"
        found[processor] = {"tiny": {"md5": _md5(folder / processor / "tiny.pt"), "dependencies": built_on}}
    found["pretrain"] = {"tiny": {"md5": _md5(vectors)}}
    return found


def _read(sentences: str) -> list[list[str]]:
    """The words of each sentence; a sentence ends with its full stop."""
    found: list[list[str]] = [[]]
    for word in sentences.split():
        found[-1].append(word)
        if word.startswith("./"):
            found.append([])
    return found[:-1]


def _token(word: str) -> dict[str, Any]:
    given = word.split("/")
    form, pos, lemma, feats, name = given + ["_", "O"][len(given) - 3 :]
    text, _, words = form.partition("=")
    return {"text": text, "words": words.split("+") if words else [text], "pos": pos, "lemma": lemma, "feats": feats,
            "name": name}  # fmt: skip


def _labelled(sentence: list[dict[str, Any]]) -> tuple[str, str]:
    """The sentence as a text, and what each character is to stanza's tokenizer: 1 ends a word, 2 a sentence, 3 two."""
    text, labels = "", ""
    for token in sentence:
        if text and token["text"] not in ".,":
            text, labels = text + " ", labels + "0"
        text += token["text"]
        labels += "0" * (len(token["text"]) - 1) + ("3" if len(token["words"]) > 1 else "1")
    return text, labels[:-1] + "2"


def _conllu(sentence: list[dict[str, Any]]) -> str:
    rows: list[str] = []
    number = 0
    for i, token in enumerate(sentence):
        close = i + 1 < len(sentence) and sentence[i + 1]["text"] in ".,"
        space = "SpaceAfter=No" if close else "_"
        parts = token["words"]
        if len(parts) > 1:
            rows.append(f"{number + 1}-{number + len(parts)}\t{token['text']}" + "\t_" * 7 + f"\t{space}")
        for part, pos, lemma in zip(parts, (token["pos"], "DET"), (token["lemma"], "der"), strict=False):
            number += 1
            head, relation = (0, "root") if number == 1 else (1, "dep")
            last = space if len(parts) == 1 else "_"
            rows.append(f"{number}\t{part}\t{lemma}\t{pos}\t_\t{token['feats']}\t{head}\t{relation}\t_\t{last}")
    return f"# text = {_labelled(sentence)[0]}\n" + "\n".join(rows) + "\n\n"


def _vectors(path: Path, words: list[str], work: Path) -> None:
    """Vectors of no meaning, each word's its own."""
    chance = random.Random(7)
    lines = [f"{word} " + " ".join(f"{chance.gauss(0, 0.5):.4f}" for _ in range(16)) for word in words]
    (work / "vectors.txt").write_text(f"{len(words)} 16\n" + "\n".join(lines) + "\n", encoding="utf-8")
    path.parent.mkdir(parents=True)
    Pretrain(str(path), str(work / "vectors.txt")).load()


def _md5(path: Path) -> str:
    return hashlib.md5(path.read_bytes()).hexdigest()
