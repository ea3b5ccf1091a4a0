"""Trains the linear model of `money.kind` and writes its weights as a word table.

    python models/train/kinds/train.py [--measure]

Reads ru.tsv and de.tsv beside it (a passage a line, amounts in marks `[20 млн руб.|loan]`), the seeds, the articles
01 to 06 of each language in data/gold/own and the cases of money, and writes the table money_kind_model.tsv of each
language: `feature<TAB>kind weight kind weight …`. `--measure` prints the accuracy on *.test.tsv of the rules alone and
of the model, and writes nothing. Needs scikit-learn. The seed is fixed.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from pipeline.evaluate import gold
from pipeline.extractors.money import surroundings_of, tokens_of
from pipeline.extractors.money.features import features
from pipeline.extractors.money.kind import by_model, by_rules
from pipeline.records import AMOUNT_KINDS

HERE = Path(__file__).parent
TABLES = HERE.parents[2] / "pipeline" / "lang"
MARK = re.compile(r"\[([^\[\]|]+)\|([a-z]+)\]")
STRENGTH = 0.6  # of the regularisation (C), chosen by cross-validation on the training passages
LEAST = 0.04  # weights below this are left out


def passages(path: Path) -> Iterator[tuple[str, dict[int, str]]]:
    """The plain text of each passage, and the kind of the amount that begins at each offset."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        line = re.sub(r" ?¶ ?", "\n", line)
        text, kinds, last = "", {}, 0
        for mark in MARK.finditer(line):
            if mark[2] not in AMOUNT_KINDS:
                raise SystemExit(f"{path.name}:{number}: no kind is called {mark[2]}")
            text += line[last : mark.start()]
            kinds[len(text)] = mark[2]
            text += mark[1]
            last = mark.end()
        yield text + line[last:], kinds


def articles(language: str) -> Iterator[tuple[str, dict[int, str]]]:
    """The bodies of the gold articles that may be trained on, as passages."""
    folders = [HERE.parents[2] / "data" / "gold" / name for name in ("seeds", "own")]
    for path in sorted(p for f in folders for p in f.rglob("*.ann") if not re.search("0[7-9]|10", p.stem[-2:])):
        document = gold.load(path)
        if document.language == language:
            start, end = document.body[0][0], document.body[-1][1]
            yield document.text[start:end], {m["start"] - start: m["kind"] for m in document.money.values()}


def cases(language: str) -> Iterator[tuple[str, dict[int, str]]]:
    """The cases of money that name a kind."""
    for line in (TABLES / language / "cases" / "money.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        kinds, text = {}, ""
        for part, expected in zip(case["text"].split("[")[1:], case["money"], strict=True):
            before = text or case["text"].split("[")[0]
            kind = [w for w in expected.split()[2:] if w in AMOUNT_KINDS]
            if kind:
                kinds[len(before)] = kind[0]
            text = before + part.replace("]", "", 1)
        if kinds:
            yield text, kinds


def examples(
    given: Iterable[tuple[str, dict[int, str]]], language: str
) -> Iterator[tuple[list[list[str]], list[str], list[str], list[str]]]:
    """Of each passage the features of its amounts, their kinds, and what rules and model say; the found ones only."""
    for text, kinds in given:
        around, amounts = surroundings_of(text, language)
        sentence = {id(one): tokens_of(one, around) for one in amounts}
        rules, told = by_rules(amounts, lambda one, s=sentence: s[id(one)], around.names)
        model = by_model(amounts, lambda one, s=sentence: s[id(one)], rules, told, around.topic)
        rows, right, said, modelled = [], [], [], []
        last = "none"
        for k, one in enumerate(amounts):
            kind = kinds.get(one.start)
            before = amounts[k - 1] if k else None
            if kind is not None:
                rows.append(list(features(one, before, sentence[id(one)], rules[k], told[k], last, around.topic)))
                right.append(kind)
                said.append(rules[k])
                modelled.append(model[k])
            last = kind or rules[k]
        yield rows, right, said, modelled


def train(language: str) -> None:
    rows, right = [], []
    given = [*passages(HERE / f"{language}.tsv"), *articles(language), *cases(language)]
    for r, k, _, _ in examples(given, language):
        rows += [dict.fromkeys(x, 1.0) for x in r]
        right += k
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(rows)
    model = LogisticRegression(C=STRENGTH, max_iter=2000, random_state=0).fit(matrix, right)
    names = vectorizer.get_feature_names_out()
    often = np.asarray(matrix.sum(axis=0))[0]
    lines = [f"# Made by models/train/kinds/train.py from {len(right)} labelled amounts; do not edit."]
    for i, name in enumerate(names):
        weights = [(k, w) for k, w in zip(model.classes_, model.coef_[:, i], strict=True) if abs(w) >= LEAST]
        if weights and often[i] > 1:
            lines.append(f"{name}\t" + " ".join(f"{k} {w:.2f}" for k, w in weights))
    path = TABLES / language / "money_kind_model.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{language}: {len(right)} amounts, {len(lines) - 1} features, {path.stat().st_size / 1e3:.0f} KB")


def measure(language: str) -> None:
    found = [x for x in examples(passages(HERE / f"{language}.test.tsv"), language)]
    right = [k for _, ks, _, _ in found for k in ks]
    for name, column in (("rules", 2), ("model", 3)):
        said = [k for x in found for k in x[column]]
        share = sum(a == b for a, b in zip(right, said, strict=True)) / max(1, len(right))
        print(f"{language} {name}: {share:.3f} of {len(right)} amounts")


if __name__ == "__main__":
    for chosen in ("ru", "de"):
        measure(chosen) if "--measure" in sys.argv else train(chosen)
