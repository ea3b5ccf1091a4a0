"""Train a German NER for stanza on the data of train.py: `python models/train/stanza_ner.py --data DIR`.

Needs `pip install 'depesche[stanza]'` and stanza's German models (`depesche models fetch stanza --lang de`): the
network builds on their word vectors and character models, as stanza's own German NER does. Wants a GPU; on one, some
hours. The result stands beside stanza's own and is what `depesche extract --models stanza` uses from then on; fetching
again goes back to stanza's. What follows `--` goes to stanza's trainer, such as `-- --max_steps 50000`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import corpora

from pipeline.analyse import stanza_models

PACKAGE = "depesche"
BUILT_ON = {
    "pretrain": "--wordvec_pretrain_file",
    "forward_charlm": "--charlm_forward_file",
    "backward_charlm": "--charlm_backward_file",
}
WORD = re.compile(r"\w+(?:[-’'.,]\w+)*|[^\w\s]")  # much as the UD treebanks, hence stanza's tokenizer, cut German


def rows(sentence: corpora.Sentence) -> list[dict[str, str]]:
    """A sentence as stanza reads it: words with BIO tags, of the labels that ship.

    A word that is a name only in part is cut at the name's edge. What nobody said anything of counts as no name:
    stanza's trainer has no third answer.
    """
    names = sorted(name for name in sentence.names if name[2] in corpora.SHIPPED)
    found: list[dict[str, str]] = []
    last = 0
    for start, end, label in [*names, (len(sentence.text), len(sentence.text), "")]:
        found += [{"text": word, "ner": "O"} for word in WORD.findall(sentence.text, last, start)]
        inside = WORD.findall(sentence.text, start, end)
        found += [{"text": word, "ner": f"{'I' if i else 'B'}-{label}"} for i, word in enumerate(inside)]
        last = end
    return found


def write(sentences: Iterable[corpora.Sentence], path: Path) -> int:
    """A file of stanza's trainer; returns the number of sentences."""
    converted = [made for sentence in sentences if (made := rows(sentence))]
    path.write_text(json.dumps(converted, ensure_ascii=False), encoding="utf-8")
    return len(converted)


def convert(data: Path, work: Path, news: Path) -> None:
    """train.json (our own sentences three times, as in train.py), dev.json, test.json in the work folder."""
    work.mkdir(parents=True, exist_ok=True)
    public = [
        *corpora.germeval(data / "germeval2014/train.jsonl.gz"),
        *corpora.mobie(data / "mobie/train.jsonl.gz"),
        *corpora.ler(data / "ler/dev.jsonl.gz"),
    ]
    counts = {
        "train": write([*public, *list(corpora.news(news)) * 3], work / "train.json"),
        "dev": write(corpora.germeval(data / "germeval2014/dev.jsonl.gz"), work / "dev.json"),
        "test": write(corpora.news(news, test=True), work / "test.json"),
    }
    print(", ".join(f"{name}: {count} sentences" for name, count in counts.items()), flush=True)


def network(models: Path) -> tuple[list[str], list[dict[str, str]]]:
    """What stanza's own German NER (or, failing that, its tagger) builds on: trainer's arguments, dependencies."""
    known = json.loads((models / "resources.json").read_text(encoding="utf-8"))["de"]
    packages = known["packages"]["default"]
    processor = "ner" if "ner" in packages else "pos"
    dependencies = known[processor][packages[processor]].get("dependencies") or []
    needed = [one for one in dependencies if one["model"] in BUILT_ON]
    arguments: list[str] = []
    for one in needed:
        arguments += [BUILT_ON[one["model"]], str(models / "de" / one["model"] / f"{one['package']}.pt")]
    if any(one["model"] != "pretrain" for one in needed):
        arguments += ["--charlm", "--charlm_shorthand", f"de_{PACKAGE}"]
    return arguments, needed


def register(models: Path, dependencies: list[dict[str, str]]) -> None:
    """Make the trained NER the default one in `resources.json`."""
    path = models / "resources.json"
    known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    md5 = hashlib.md5((models / "de" / "ner" / f"{PACKAGE}.pt").read_bytes()).hexdigest()
    known["de"].setdefault("ner", {})[PACKAGE] = {"md5": md5, "dependencies": dependencies}
    known["de"]["packages"]["default"]["ner"] = PACKAGE
    path.write_text(json.dumps(known), encoding="utf-8")


def main(arguments: list[str] | None = None) -> None:
    given = sys.argv[1:] if arguments is None else arguments
    ours, more = (given[: given.index("--")], given[given.index("--") + 1 :]) if "--" in given else (given, [])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with germeval2014, mobie, ler")
    parser.add_argument("--news", type=Path, default=Path(__file__).parent / "news", help="our own sentences")
    parser.add_argument("--work", type=Path, default=Path("build/stanza-ner"), help="the converted data is kept here")
    parser.add_argument("--convert-only", action="store_true", help="write train.json, dev.json, test.json and stop")
    args = parser.parse_args(ours)
    convert(args.data, args.work, args.news)
    if args.convert_only:
        return
    models = stanza_models.folder()
    if not stanza_models.complete("de"):
        parser.error(f"stanza's German models are not in {models}; type: depesche models fetch stanza --lang de")
    from stanza.models import ner_tagger

    built_on, dependencies = network(models)
    common = [*built_on, "--shorthand", f"de_{PACKAGE}", "--save_dir", str(models / "de" / "ner")]
    common += ["--save_name", f"{PACKAGE}.pt", "--train_file", str(args.work / "train.json")]
    ner_tagger.main([*common, "--eval_file", str(args.work / "dev.json"), *more])
    print("on the news styles kept for test:", flush=True)
    ner_tagger.main([*common, "--eval_file", str(args.work / "test.json"), "--mode", "predict", *more])
    register(models, dependencies)
    print(f"{models / 'de' / 'ner' / PACKAGE}.pt is now the German NER of --models stanza")


if __name__ == "__main__":
    main()
