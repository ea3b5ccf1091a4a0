"""Train the German pipeline from the data folder: `python models/train/train.py --data DIR`.

Vectors (kept in the work folder, and not made again when there); the network on all the annotated sets, with the
classes of a million words; a clean copy of it in models/de.
"""

import argparse
import random
import resource
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import corpora
import spacy
import spacy_lookups_data
import srsly
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

from pipeline.analyse import wordclass

HERE = Path(__file__).parent
LABELS = (*SHIPPED, "DERIV", "PART", "OTH")
DROPOUT = 0.25
LOOKUPS_MIN_COUNT = 4  # a form must stand this often in the raw text to keep its lemma


def blank(vector_file: Path) -> Language:
    """The untrained pipeline of config.cfg with a tokenizer that also splits at dashes between words."""
    nlp = spacy.util.load_model_from_config(Config().from_disk(HERE / "config.cfg"), auto_fill=True)
    infixes = [*nlp.Defaults.infixes, r"(?<=\w)[–—](?=\w)"]
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    nlp.vocab.vectors = vectors.load(vector_file, nlp.vocab)
    learn_classes(nlp)
    return nlp


def learn_classes(nlp: Language) -> None:
    """Give the network its list: Brown classes of a million words, the most frequent first."""
    lists = spacy_lookups_data.de["lexeme_cluster"].with_suffix(".json.gz")
    words, classes = wordclass.table(srsly.read_gzip_json(lists))
    for node in nlp.get_pipe("tok2vec").model.walk():
        if node.name == "word_classes":
            node.attrs.update(words=words, classes=classes)


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
    dev: list[Sentence],
) -> Language:  # fmt: skip
    """Train from nothing; parameters are averaged over all steps."""
    fix_random_seed(seed)
    rng = random.Random(seed)
    nlp = blank(vector_file)
    names = Names([s for s, _ in sentences], rng)
    for label in LABELS:
        nlp.get_pipe("ner").add_label(label)
    first = [example(nlp, s) for s, _ in sentences[:500] + sentences[-500:]]
    nlp.initialize(lambda: first + [tagged_example(nlp, t) for t in tagged])
    words = sum(w * (s.text.count(" ") + 3) for s, w in sentences) + sum(len(t.words) for t in tagged)
    steps = int(words * epochs / 900)
    rate = warmup_linear(0.0015, 250, int(steps * 1.1))
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


def f1(nlp: Language, sentences: list[Sentence]) -> float:
    """Strict F1 of PER, LOC, ORG together."""
    hit = found = gold = 0
    kinds = {"PER", "LOC", "ORG"}
    for doc, sentence in zip(nlp.pipe([s.text for s in sentences]), sentences, strict=True):
        a = {(e.start_char, e.end_char, e.label_) for e in doc.ents if e.label_ in kinds}
        b = {n for n in sentence.names if n[2] in kinds}
        hit, found, gold = hit + len(a & b), found + len(a), gold + len(b)
    return 2 * hit / max(1, found + gold)


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
    parser.add_argument("--work", type=Path, default=Path("build/train-de"), help="vectors are kept here")
    parser.add_argument("--out", type=Path, default=HERE.parent / "de")
    parser.add_argument("--epochs", type=int, default=5)
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

    weighted = [(s, 1) for s in base + partial] + [(s, 3) for s in ours]
    nlp = fit(vector_file, weighted, tagged, args.epochs, args.seed, dev)
    add_lemmas(nlp, data)
    ship(nlp, args.out, META)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"done after {time.time() - started:.0f} s, peak memory {peak:.0f} MB", flush=True)


META = {
    "name": "depesche_news",
    "version": "0.2.0",
    "description": "German news: names (PER, ORG, LOC, EVENT), coarse tags, lemmas by lookup",
    "license": "CC BY-SA 4.0",
    "author": "depesche",
}

if __name__ == "__main__":
    main()
