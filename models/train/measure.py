"""Figures of a trained pipeline: `python models/train/measure.py [--data DIR] [--gold DIR --gold-reader gold.py]`.

Strict F1 (exact span and label) per label on the news test styles, on GermEval 2014 dev (`--data`) and on gold
articles (`--gold`, bodies only); words a second, load time, size.
"""

import argparse
import importlib.util
import json
import re
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

sys.path.insert(0, str(Path(__file__).parent))
import corpora

from pipeline.analyse import wordclass  # noqa: F401 (a layer of the network)

HERE = Path(__file__).parent
KEYS = (*corpora.SHIPPED, "all")
Figures = dict[str, dict[str, float]]
Pair = tuple[set[corpora.Span], set[corpora.Span]]


def score(pairs: list[Pair], labels: tuple[str, ...] = corpora.SHIPPED) -> Figures:
    """Precision, recall, F1 and gold count per label and for `all`; pairs are (gold, found)."""
    out: Figures = {}
    for name in (*labels, "all"):
        kinds = set(labels) if name == "all" else {name}
        hit = found = gold = 0
        for want, got in pairs:
            a, b = {x for x in want if x[2] in kinds}, {x for x in got if x[2] in kinds}
            hit, found, gold = hit + len(a & b), found + len(b), gold + len(a)
        p, r = hit / max(1, found), hit / max(1, gold)
        out[name] = {"p": p, "r": r, "f": 2 * p * r / max(1e-9, p + r), "n": gold}
    return out


def found(nlp: Language, texts: list[str]) -> list[set[corpora.Span]]:
    return [{(e.start_char, e.end_char, e.label_) for e in doc.ents} for doc in nlp.pipe(texts)]


def sentences(nlp: Language, items: list[corpora.Sentence], labels: tuple[str, ...] = corpora.SHIPPED) -> Figures:
    got = found(nlp, [s.text for s in items])
    return score([(set(s.names), g) for s, g in zip(items, got, strict=True)], labels)


def news(nlp: Language, folder: Path = HERE / "news") -> dict[str, Figures]:
    """Per test style, and `all news` over them."""
    by_style: dict[str, list[corpora.Sentence]] = defaultdict(list)
    for sentence in corpora.news(folder, test=True):
        by_style[sentence.source].append(sentence)
    out = {style: sentences(nlp, items) for style, items in by_style.items()}
    everything = [s for items in by_style.values() for s in items]
    return {**out, "all news": sentences(nlp, everything)} if everything else {}


def articles(nlp: Language, folder: Path, reader: Path) -> tuple[Figures, list[str]]:
    """German gold articles: each body paragraph is read for itself. Also lists the differences."""
    spec = importlib.util.spec_from_file_location("gold", reader)
    assert spec and spec.loader
    gold: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(gold)
    pairs, wrong = [], []
    for path in sorted(folder.glob("*.json")):
        doc = gold.load(path.with_suffix(""))
        if doc["language"] != "de" or doc.get("quarantine"):
            continue
        text = doc["text"]
        pieces = [(m.start() + s, m.end() + s) for s, e in doc["body"] for m in re.finditer(r"[^\n]+", text[s:e])]
        got: set[corpora.Span] = set()
        for (s, _), names in zip(pieces, found(nlp, [text[s:e] for s, e in pieces]), strict=True):
            got |= {(a + s, b + s, x) for a, b, x in names if x in corpora.SHIPPED}
        want = {(m["start"], m["end"], m["type"]) for m in doc["mentions"]}
        pairs.append((want, got))
        for sign, spans in (("missed", want - got), ("wrong", got - want)):
            wrong += [
                f"{path.stem} {sign} {x} {text[a:b]!r} … {text[max(0, a - 25) : b + 15]!r}" for a, b, x in sorted(spans)
            ]
    return score(pairs), wrong


def speed(nlp: Language, texts: list[str]) -> dict[str, float]:
    """Words per second of processor time of this pipeline and of an untrained one of spaCy's small size, in one run.

    The yardstick has what de_core_news_sm has: a 96 x 4 network on hash embeddings with tagger, morphologizer,
    parser, names, with about as many labels each; its trained lemmatizer is left out.
    """
    other = spacy.blank("de")
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}
    tag = {"@architectures": "spacy.Tagger.v2", "tok2vec": listener}
    moves = {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner", "extra_state_tokens": False,
             "hidden_width": 64, "maxout_pieces": 2, "use_upper": True, "tok2vec": listener}  # fmt: skip
    models = {"tagger": tag, "morphologizer": tag, "parser": {**moves, "state_type": "parser"}, "ner": moves}
    labels = {"tagger": [f"T{i}" for i in range(54)], "morphologizer": [f"POS=X|Case=C{i}" for i in range(660)],
              "parser": [f"d{i}" for i in range(40)], "ner": ["PER", "LOC", "ORG", "MISC"]}  # fmt: skip
    embed = {"@architectures": "spacy.MultiHashEmbed.v2", "width": 96, "rows": [5000, 1000, 2500, 2500, 50, 50],
             "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
             "include_static_vectors": False}  # fmt: skip
    encode = {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 96, "window_size": 1, "maxout_pieces": 3,
              "depth": 4}  # fmt: skip
    other.add_pipe(
        "tok2vec", config={"model": {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}}
    )
    for name, model in models.items():
        pipe: Any = other.add_pipe(name, config={"model": model})
        for label in labels[name]:
            pipe.add_label(label)
    other.initialize()
    out: dict[str, float] = {}
    for name, pipeline in (("this", nlp), ("small", other), ("this", nlp), ("small", other)):
        started = time.process_time()
        words = sum(len(doc) for doc in pipeline.pipe(texts))
        out[name] = max(out.get(name, 0.0), words / (time.process_time() - started))
    out["ratio"] = out["this"] / out["small"]
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=HERE.parent / "de")
    parser.add_argument("--data", type=Path, help="the data folder: GermEval 2014 dev")
    parser.add_argument("--gold", type=Path, help="a folder of gold articles")
    parser.add_argument("--gold-reader", type=Path, help="gold.py, which reads them")
    parser.add_argument("--errors", action="store_true", help="list the differences in the gold articles")
    parser.add_argument("--floors", type=Path, help="write floors, three points under the news figures, to this file")
    args = parser.parse_args()
    started = time.perf_counter()
    nlp = spacy.load(args.model)
    loaded = time.perf_counter() - started
    size = sum(f.stat().st_size for f in args.model.rglob("*") if f.is_file()) / 1e6
    print(f"loads in {loaded:.2f} s, {size:.1f} MB")
    rows: dict[str, Figures] = news(nlp)
    if args.data:
        dev = list(corpora.germeval(args.data / "germeval2014/dev.jsonl.gz"))
        rows["GermEval dev"] = sentences(nlp, dev, ("PER", "ORG", "LOC"))
        print(
            "speed",
            {
                k: round(v, 2)
                for k, v in speed(nlp, [" ".join(s.text for s in dev[i : i + 10]) for i in range(0, 2200, 10)]).items()
            },
        )
    wrong: list[str] = []
    if args.gold and args.gold_reader:
        rows["gold articles"], wrong = articles(nlp, args.gold, args.gold_reader)
    print("| set | PER | ORG | LOC | EVENT | all | P / R |\n|---|---|---|---|---|---|---|")
    for name, figures in rows.items():
        cells = [f"{figures[k]['f']:.3f} ({figures[k]['n']:.0f})" if k in figures else "" for k in KEYS]
        print(f"| {name} | {' | '.join(cells)} | {figures['all']['p']:.3f} / {figures['all']['r']:.3f} |")
    if args.errors:
        print("\n".join(wrong))
    if args.floors:
        floors = {k: {x: round(max(0.0, v["f"] - 0.03), 3) for x, v in figures.items() if v["n"] >= 10}
                  for k, figures in news(nlp).items()}  # fmt: skip
        args.floors.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
