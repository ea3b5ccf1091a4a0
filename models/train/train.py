"""Train the German pipeline from the data folder: `python models/train/train.py --data DIR`.

Steps, each kept in the work folder and skipped when already there: vectors; a teacher on the annotated sets; names
that the teacher finds again and again in raw text (self-training) and marks missing in our news sentences; the model
that ships; a clean copy of it in models/de.
"""

import argparse
import json
import random
import re
import resource
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import corpora
import spacy
import vectors
from augment import Names, vary
from corpora import SHIPPED, Sentence, Tagged
from spacy.language import Language
from spacy.lookups import Lookups, load_lookups
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import compile_infix_regex
from spacy.vectors import Vectors
from thinc.api import Adam, Config, NumpyOps, fix_random_seed, set_current_ops
from thinc.schedules import warmup_linear

HERE = Path(__file__).parent
LABELS = (*SHIPPED, "DERIV", "PART", "OTH")
DROPOUT = 0.25
BLEND = 0.3  # of the teacher in the model that ships
LOOKUPS_MIN_COUNT = 4  # a form must stand this often in the raw text to keep its lemma


def blank(vector_file: Path) -> Language:
    """The untrained pipeline of config.cfg with a tokenizer that also splits at dashes between words."""
    nlp = spacy.util.load_model_from_config(Config().from_disk(HERE / "config.cfg"), auto_fill=True)
    infixes = [*nlp.Defaults.infixes, r"(?<=\w)[–—](?=\w)"]
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    nlp.vocab.vectors = vectors.load(vector_file, nlp.vocab)
    return nlp


def example(nlp: Language, sentence: Sentence) -> Example:
    """Names fitted to the tokenizer's words; what cannot be fitted counts as unknown."""
    reference = nlp.make_doc(sentence.text)
    names, unknown = [], [reference.char_span(s, e, alignment_mode="expand") for s, e in sentence.unknown]
    for start, end, label in sentence.names:
        span = reference.char_span(start, end, label=label)
        if span is None:
            unknown.append(reference.char_span(start, end, alignment_mode="expand"))
        else:
            names.append(span)
    taken = {i for span in names for i in range(span.start, span.end)}
    open_ = {i for span in unknown if span for i in range(span.start, span.end)} - taken
    blank_spans = [reference[i : i + 1] for i in sorted(open_)]
    reference.set_ents(names, missing=blank_spans, default="outside")
    return Example(Doc(nlp.vocab, [t.text for t in reference], [bool(t.whitespace_) for t in reference]), reference)


def tagged_example(nlp: Language, tagged: Tagged) -> Example:
    reference = Doc(nlp.vocab, tagged.words, tagged.spaces, pos=tagged.pos, morphs=tagged.morphs)
    reference.set_ents([], default="missing")
    return Example(Doc(nlp.vocab, tagged.words, tagged.spaces), reference)


def one_pass(
    sentences: list[tuple[Sentence, int]],
    tagged: list[Tagged],
    nlp: Language,
    names: Names,
    rng: random.Random,
) -> Iterator[Example]:
    """An epoch: every sentence as often as its weight says, varied, some joined in twos, with the treebanks between."""
    items: list[Sentence | Tagged] = [s for s, weight in sentences for _ in range(weight)]
    items += tagged
    rng.shuffle(items)
    held: Sentence | None = None
    for item in items:
        if isinstance(item, Tagged):
            yield tagged_example(nlp, item)
            continue
        item = vary(item, names, rng)
        if held is None and rng.random() < 0.25:
            held = item
            continue
        if held is not None:
            item, held = join(held, item), None
        yield example(nlp, item)
    if held is not None:
        yield example(nlp, held)


def join(a: Sentence, b: Sentence) -> Sentence:
    n = len(a.text) + 1
    return Sentence(
        f"{a.text} {b.text}", (*a.names, *((s + n, e + n, x) for s, e, x in b.names)), a.source,
        (*a.unknown, *((s + n, e + n) for s, e in b.unknown)),
    )  # fmt: skip


def fit(
    vector_file: Path, sentences: list[tuple[Sentence, int]], tagged: list[Tagged], epochs: int, seed: int,
    dev: list[Sentence], start: Path | None = None,
) -> Language:  # fmt: skip
    """Train from nothing, or on from the pipeline in `start`; parameters are averaged over all steps."""
    fix_random_seed(seed)
    rng = random.Random(seed)
    nlp = blank(vector_file)
    names = Names([s for s, _ in sentences], rng)
    for label in LABELS:
        nlp.get_pipe("ner").add_label(label)
    first = [example(nlp, s) for s, _ in sentences[:500] + sentences[-500:]]
    nlp.initialize(lambda: first + [tagged_example(nlp, t) for t in tagged])
    if start:
        nlp.from_disk(start, exclude=["vocab", "tokenizer"])
    words = sum(w * (s.text.count(" ") + 3) for s, w in sentences) + sum(len(t.words) for t in tagged)
    steps = int(words * epochs / 900)
    rate = warmup_linear(0.001 if start else 0.0015, 250, int(steps * (1.3 if start else 1.1)))
    optimizer = Adam(rate, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=True)  # type: ignore[arg-type]
    started = time.time()
    for epoch in range(epochs):
        losses: dict[str, float] = {}
        batch: list[Example] = []
        size = 0
        for eg in one_pass(sentences, tagged, nlp, names, rng):
            batch.append(eg)
            size += len(eg.reference)
            if size > 900:
                nlp.update(batch, sgd=optimizer, drop=DROPOUT, losses=losses)
                optimizer.step_schedules()
                batch, size = [], 0
        with nlp.use_params(optimizer.averages):
            score = f1(nlp, dev)
        print(f"epoch {epoch + 1} {time.time() - started:.0f} s losses {losses} dev F1 {score:.4f}", flush=True)
    for _, pipe in nlp.pipeline:  # the averages are the model
        for node in pipe.model.walk():
            for name in node.param_names:
                if (node.id, name) in optimizer.averages:
                    node.set_param(name, optimizer.averages[node.id, name].copy())
    return nlp


def blend(nlp: Language, other: Language, share: float) -> None:
    """Mix in the weights of an earlier state of the same network: `share` of each number is the other's."""
    for (_, pipe), (_, old) in zip(nlp.pipeline, other.pipeline, strict=True):
        for node, old_node in zip(pipe.model.walk(), old.model.walk(), strict=True):
            for name in node.param_names:
                if node.has_param(name):
                    node.set_param(name, (1 - share) * node.get_param(name) + share * old_node.get_param(name))


def f1(nlp: Language, sentences: list[Sentence]) -> float:
    """Strict F1 of PER, LOC, ORG together."""
    hit = found = gold = 0
    kinds = {"PER", "LOC", "ORG"}
    for doc, sentence in zip(nlp.pipe([s.text for s in sentences]), sentences, strict=True):
        a = {(e.start_char, e.end_char, e.label_) for e in doc.ents if e.label_ in kinds}
        b = {n for n in sentence.names if n[2] in kinds}
        hit, found, gold = hit + len(a & b), found + len(a), gold + len(b)
    return 2 * hit / max(1, found + gold)


def complete(nlp: Language, sentences: list[Sentence]) -> list[Sentence]:
    """Settle what a set leaves unknown: DERIV and PART where the teacher sees them, nothing elsewhere."""
    out = []
    for doc, sentence in zip(nlp.pipe([s.text for s in sentences]), sentences, strict=True):
        extra = []
        for ent in doc.ents:
            clash = any(ent.start_char < e and s < ent.end_char for s, e, _ in sentence.names)
            if ent.label_ in {"DERIV", "PART"} and not clash:
                extra.append((ent.start_char, ent.end_char, ent.label_))
        names = tuple(sorted([*sentence.names, *extra]))
        out.append(Sentence(sentence.text, names, sentence.source))
    return out


BLOCK = 60  # sentences on end: a name tends to come again in the same text
SPLIT = re.compile(r"(?<=[a-zäöüß]{3}[.!?]) (?=[A-ZÄÖÜ„])")


def self_train(nlp: Language, data: Path, rng: random.Random, texts: int, keep: int) -> list[Sentence]:
    """Raw sentences whose names the teacher labels alike wherever they stand.

    A name counts when it stands at least 3 times with one label in 85 of 100 cases; a sentence is kept when all its
    names count, it has one at least, and no word that is a name elsewhere is left bare.
    """
    picked: list[str] = []
    for file, share in (("wikipedia-klexikon.txt.xz", 0.7), ("bundestag-20.txt.xz", 0.3)):
        lines = vectors.raw_lines(data, {file: 1})
        pieces = [p for line in lines for p in SPLIT.split(line) if 40 < len(p) < 280]
        starts = range(0, len(pieces), BLOCK)
        for start in rng.sample(starts, min(len(starts), int(texts * share / BLOCK))):
            picked += pieces[start : start + BLOCK]
    found: list[tuple[str, list[tuple[int, int, str]]]] = []
    votes: dict[str, Counter[str]] = {}
    bare: Counter[str] = Counter()
    with nlp.select_pipes(disable=["morphologizer"]):
        for doc in nlp.pipe(picked):
            names = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
            found.append((doc.text, names))
            for ent in doc.ents:
                votes.setdefault(ent.text, Counter())[ent.label_] += 1
            bare.update(t.text for t in doc if not t.ent_type_ and t.text[:1].isupper())
    sure = set()
    for name, labels in votes.items():
        label, n = labels.most_common(1)[0]
        if n >= 3 and n / (labels.total() + bare[name]) >= 0.85:
            sure.add((name, label))
    certain = {name for name, label in sure if label in SHIPPED and " " not in name}
    kept = []
    for text, names in found:
        marked = {text[s:e] for s, e, _ in names}
        covered = " ".join(marked).split()
        if not any(label in SHIPPED for *_, label in names) or not all((text[s:e], x) in sure for s, e, x in names):
            continue
        if any(w.strip('.,;:!?„“"()') in certain and w.strip('.,;:!?„“"()') not in covered for w in text.split()):
            continue
        kept.append((text, names))
    # Rare names teach more than „Bundestag“ once again.
    seen: Counter[str] = Counter()
    out = []
    rng.shuffle(kept)
    for text, names in kept:
        words = [text[s:e] for s, e, x in names if x in SHIPPED]
        if min(seen[w] for w in words) < 4:
            seen.update(words)
            out.append(Sentence(text, tuple(names), "self"))
    print(
        f"self-training: {len(picked)} sentences labelled, {len(kept)} agree, {min(keep, len(out))} kept",
        flush=True,
    )
    return out[:keep]


def add_lemmas(nlp: Language, data: Path) -> None:
    """Lemmas by lookup: the spacy-lookups-data table cut to forms that the raw text knows."""
    lookups = Lookups()
    table = load_lookups("de", ["lemma_lookup"]).get_table("lemma_lookup")
    counts: Counter[str] = Counter()
    for line in vectors.raw_lines(data, {"wikipedia-klexikon.txt.xz": 1, "bundestag-20.txt.xz": 1}):
        counts.update(line.split())
    strings = spacy.blank("de").vocab.strings
    kept = {}
    for form, n in counts.items():
        form = form.strip('.,;:!?()„“"')
        key = strings.add(form)
        if n >= LOOKUPS_MIN_COUNT and key in table and table[key] != form:
            kept[form] = table[key]
    lookups.add_table("lemma_lookup", kept)
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"}, last=True).initialize(lookups=lookups)


def ship(nlp: Language, out: Path, meta: dict[str, str]) -> None:
    """Write the pipeline without the training words in its string store."""
    tmp = out.parent / (out.name + ".tmp")
    nlp.meta.update(meta)
    nlp.to_disk(tmp)
    clean = spacy.util.load_model_from_config(Config().from_disk(tmp / "config.cfg"), auto_fill=True)
    v = nlp.vocab.vectors
    clean.vocab.vectors = Vectors(
        strings=clean.vocab.strings, data=v.data, mode="floret", minn=v.minn, maxn=v.maxn, hash_count=v.hash_count,
        hash_seed=v.hash_seed, bow=v.bow, eow=v.eow,
    )  # fmt: skip
    clean.from_disk(tmp, exclude=["vocab"])
    clean.meta.update(meta)
    out.mkdir(parents=True, exist_ok=True)
    for old in [*clean.pipe_names, "vocab", "tokenizer"]:
        target = out / old
        shutil.rmtree(target) if target.is_dir() else target.unlink(missing_ok=True)
    clean.to_disk(out)
    shutil.rmtree(tmp)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with germeval2014, mobie, ler, ud_gsd, ud_pud, raw"
    )
    parser.add_argument(
        "--work", type=Path, default=Path("build/train-de"), help="vectors and the teacher are kept here"
    )
    parser.add_argument("--out", type=Path, default=HERE.parent / "de")
    parser.add_argument("--teacher-epochs", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--self-texts", type=int, default=60_000, help="raw sentences that the teacher labels")
    parser.add_argument("--self-keep", type=int, default=9_000, help="of these at most so many are learnt from")
    parser.add_argument("--seed", type=int, default=17)
    args = parser.parse_args()
    set_current_ops(NumpyOps(use_blis=False))  # numpy's own BLAS is three times as fast here
    started = time.time()
    args.work.mkdir(parents=True, exist_ok=True)
    data, work = args.data, args.work

    vector_file = vectors.build(data, work)
    print(f"vectors ready after {time.time() - started:.0f} s", flush=True)
    dev = list(corpora.germeval(data / "germeval2014/dev.jsonl.gz"))
    base = list(corpora.germeval(data / "germeval2014/train.jsonl.gz"))
    partial = list(corpora.mobie(data / "mobie/train.jsonl.gz")) + list(corpora.ler(data / "ler/dev.jsonl.gz"))
    ours = list(corpora.news(HERE / "news"))
    banks = ("ud_gsd/gsd_dev", "ud_gsd/gsd_test", "ud_pud/pud")
    tagged = [t for bank in banks for t in corpora.conllu(data / f"{bank}.conllu.gz")]
    print(
        f"{len(base)} GermEval, {len(partial)} MobIE and LER, {len(ours)} news, {len(tagged)} UD sentences",
        flush=True,
    )

    if (work / "teacher").exists():
        teacher = load(work / "teacher")
    else:
        weighted = [(s, 1) for s in base + partial] + [(s, 3) for s in ours]
        teacher = fit(vector_file, weighted, tagged, args.teacher_epochs, args.seed, dev)
        ship(teacher, work / "teacher", {})
    pseudo_file = work / "self.json"
    if not pseudo_file.exists():
        found = self_train(teacher, data, random.Random(args.seed), args.self_texts, args.self_keep)
        pseudo_file.write_text(json.dumps([[s.text, s.names] for s in found], ensure_ascii=False), encoding="utf-8")
    pseudo = [
        Sentence(t, tuple((s, e, x) for s, e, x in n), "self") for t, n in json.loads(pseudo_file.read_text("utf-8"))
    ]

    weighted = [(s, 1) for s in base + complete(teacher, partial) + pseudo] + [(s, 3) for s in complete(teacher, ours)]
    nlp = fit(vector_file, weighted, tagged, args.epochs, args.seed + 1, dev, work / "teacher")
    blend(nlp, teacher, BLEND)
    print(f"blended: dev F1 {f1(nlp, dev):.4f}", flush=True)
    add_lemmas(nlp, data)
    ship(nlp, args.out, META)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"done after {time.time() - started:.0f} s, peak memory {peak:.0f} MB", flush=True)


def load(path: Path) -> Language:
    return spacy.load(path)


META = {
    "name": "depesche_news",
    "version": "0.1.0",
    "description": "German news: names (PER, ORG, LOC, EVENT), coarse tags, lemmas by lookup",
    "license": "CC BY-SA 4.0",
    "author": "depesche",
}

if __name__ == "__main__":
    main()
