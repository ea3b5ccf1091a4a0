"""Very many inputs through the checks of test_fuzz.py: `python tests/fuzz.py INPUTS [SEED]`.

Made by chance alone, which is many times faster than hypothesis; what fails is printed with its input, as a
line of Python, and kept in fuzz-failures.txt. Exit code 1 where anything failed.
"""

from __future__ import annotations

import json
import random
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any

import test_fuzz as t

DATES = (None, date(2024, 2, 29), date(1, 1, 1), date(9999, 12, 31))
ODD = [chr(c) for c in (*range(0x250), *range(0x300, 0x600), *range(0x2000, 0x2200), *range(0xFB00, 0xFB50), 0x1F600)]


def text(r: random.Random) -> str:
    glue = r.choice((" ", "", "\n"))
    found = glue.join(
        r.choice(t.PIECES) if r.random() < 0.85 else "".join(r.choices(ODD, k=3)) for _ in range(r.randint(0, 25))
    )
    return found.encode("utf-8", "replace").decode()


def changed(r: random.Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(r.randint(0, 4)):
        at, size = r.randint(0, len(out)), r.randint(0, 12)
        match r.randint(0, 5):
            case 0:
                out[at : at + size] = r.randbytes(size)
            case 1:
                del out[at : at + size]
            case 2:
                out[at:at] = out[at : at + 5 * size]
            case 3:
                out[at:at] = r.choice((b'"', b"\n", b",", b"\x00", b"\xff", b"{", b"[" * 3000, b"\\u", b"\r", b'"\n'))
            case 4:
                out[at : at + 1] = bytes([r.randrange(256)])
            case _:
                del out[at:]
    return bytes(out)


def words(r: random.Random) -> bytes:
    return text(r).encode(r.choice(("utf-8", "cp1251", "utf-16", "cp1252", "utf-8-sig")), "replace")


def value(r: random.Random) -> Any:
    return r.choice((text(r), text(r), None, r.random(), r.randint(-9, 10**20), True, [text(r)], {"name": text(r)}))


def lines(r: random.Random) -> bytes:
    return "\n".join(
        json.dumps({k: value(r) for k in r.sample(t.KEYS, r.randint(0, 5))}) for _ in range(r.randint(0, 3))
    ).encode()


def records(r: random.Random) -> list[list[str]]:
    def one() -> str:
        return r.choice((text(r), '"', ',"', "a\nb", '"a', "")).translate(t.CONTROLS)

    return [[one() for _ in range(3)] for _ in range(r.randint(0, 4))]


def table(r: random.Random) -> bytes:
    return "\n".join(["id,text,title", *map(t.quoted, records(r))]).encode()


def article(r: random.Random) -> str:
    return r.choice(t.PROSE) * 2 + "\n\n".join((text(r), r.choice(t.PROSE), text(r))) + r.choice(t.PROSE)


def gzipped(r: random.Random) -> bytes:
    return t.gzip.compress(lines(r) * 2, compresslevel=1)


CHECKS: list[tuple[int, Callable[..., None], Callable[[random.Random], tuple[Any, ...]]]] = [
    (12, t.test_bytes_are_text_or_have_a_reason, lambda r: (changed(r, words(r)),)),
    (8, t.test_any_file_as_any_format, lambda r: (changed(r, words(r)), r.choice(("", *t.FORMATS)))),
    (8, t.test_json_lines_in_any_state, lambda r: (changed(r, lines(r)),)),
    (5, t.test_a_right_csv_comes_back_whole, lambda r: (records(r),)),
    (8, t.test_csv_in_any_state, lambda r: (changed(r, table(r)),)),
    (6, t.test_parquet_in_any_state, lambda r: (changed(r, t.PARQUET),)),
    (4, t.test_gzip_in_any_state, lambda r: (changed(r, gzipped(r)),)),
    (12, t.test_a_reading_leads_back, lambda r: (text(r),)),
    (10, t.test_layout_of_anything, lambda r: (text(r), r.random() < 0.5)),
    (12, t.test_dates_in_anything, lambda r: (text(r), r.choice(("ru", "de")), r.choice(DATES))),
    (12, t.test_money_in_anything, lambda r: (text(r), r.choice(("ru", "de")))),
    (1, t.test_the_whole_pipeline_on_anything, lambda r: ([article(r) for _ in range(8)], r.random() < 0.3)),
]


def main(inputs: int, seed: int) -> int:
    r, done, failed, began, said = random.Random(seed), Counter[str](), Counter[str](), monotonic(), monotonic()
    weights = [weight for weight, _, _ in CHECKS]
    while done.total() < inputs:
        _, test, make = r.choices(CHECKS, weights)[0]
        given = make(r)
        name = test.__name__
        done[name] += len(given[0]) if name == "test_the_whole_pipeline_on_anything" else 1
        try:
            test.hypothesis.inner_test(*given)  # type: ignore[attr-defined]
        except Exception:
            failed[name] += 1
            told = f"{name}(*{given!r})\n{traceback.format_exc(limit=-4)}\n"
            with Path("fuzz-failures.txt").open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(told)
            print(told[:3000], flush=True)
        if monotonic() - said > 30:
            said = monotonic()
            print(f"{done.total()} inputs, {failed.total()} failures, {said - began:.0f} s", flush=True)
    for name, number in sorted(done.items()):
        print(f"{name}\t{number} inputs\t{failed[name]} failures")
    print(f"{done.total()} inputs, {failed.total()} failures, {monotonic() - began:.0f} s, seed {seed}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6)))
