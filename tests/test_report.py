"""The report: what stands in the page, without a browser. In a browser: tests/with_browser."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import re
from collections import Counter
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from pipeline import cli, report, tables
from pipeline import records as R
from pipeline.report import columns, page, texts

import report_output as given

APP = Path(page.__file__).parent / "app"
VENDOR = Path(page.__file__).parent / "vendor"


class Elements(HTMLParser):
    """The elements of a page, with their attributes and what stands in them."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), []))

    def handle_data(self, data: str) -> None:
        if self.found:
            self.found[-1][2].append(data)

    def handle_endtag(self, tag: str) -> None:
        self.found.append((f"/{tag}", {}, []))  # what follows stands in no element that was begun


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return given.write(tmp_path_factory.mktemp("report") / "out")


@pytest.fixture(scope="module")
def written(out: Path) -> str:
    made = report.write(out, out.parent / "page" / "report.html", f"Корпус {given.HOSTILE}")
    text = made.path.read_text(encoding="utf-8")
    assert (made.articles, made.size) == (4, len(made.path.read_bytes()))
    return text


@pytest.fixture(scope="module")
def elements(written: str) -> list[tuple[str, dict[str, str | None], str]]:
    return [(tag, attrs, "".join(text)) for tag, attrs, text in Elements(written).found]


@pytest.fixture(scope="module")
def data(elements: list[tuple[str, dict[str, str | None], str]]) -> dict[str, Any]:
    """Every piece of data, unpacked as the page does it."""
    pieces = {str(a["id"]): text for tag, a, text in elements if tag == "script" and a.get("type") == "text/plain"}
    return {name.removeprefix("data-"): json.loads(gzip.decompress(base64.b64decode(t))) for name, t in pieces.items()}


def test_asks_nothing_of_a_network(elements: list[tuple[str, dict[str, str | None], str]]) -> None:
    loaded = [(tag, a) for tag, a, _ in elements if {"src", "srcset", "data", "action"} & a.keys()]
    assert loaded == []
    assert [a["href"] for _, a, _ in elements if "href" in a] == ["data:,"]
    styles = "".join(text for tag, _, text in elements if tag == "style")
    assert "@import" not in styles and not re.search(r"url\((?!['\"]?data:)", styles)


def test_only_our_scripts_may_run(elements: list[tuple[str, dict[str, str | None], str]]) -> None:
    (policy,) = (a["content"] for tag, a, _ in elements if tag == "meta" and "http-equiv" in a)
    rules = dict(rule.strip().split(" ", 1) for rule in str(policy).split(";"))
    running = [text for tag, a, text in elements if tag == "script" and "type" not in a]
    digests = [f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in running]
    assert rules["default-src"] == "'none'" and "connect-src" not in rules
    assert rules["script-src"].split() == digests and len(digests) == 2
    assert not any(key.startswith("on") for _, a, _ in elements for key in a)


def test_nothing_of_an_article_stands_in_the_markup(written: str) -> None:
    assert "window.hacked" not in written.replace(html.escape(given.HOSTILE), "")
    assert written.count(html.escape(given.HOSTILE)) == 1  # the corpus' name, as text in <title>
    assert "\u2028" not in written


def unpacked(data: dict[str, Any], table: str, column: str) -> list[Any]:
    """The values of a column, as app/store.js reads them."""
    packed = data[table]["columns"][column]
    rows = range(data[table]["n"])
    if isinstance(packed, list):
        return packed
    if "made" in packed:
        parts = {c: unpacked(data, table, c) for c in re.findall(r"\{(\w+)\}", packed["made"])}
        return [packed["made"].format(**{c: values[row] for c, values in parts.items()}) for row in rows]
    values = unpacked(data, packed["ref"], columns.KEYS[packed["ref"]]) if "ref" in packed else packed["d"]
    return [None if i < 0 else values[i] for i in packed["i"]]


@pytest.mark.parametrize("table", R.TABLES)
def test_every_row_and_column_is_there(out: Path, data: dict[str, Any], table: str) -> None:
    found = tables.read(out, table)
    assert data[table]["n"] == found.num_rows
    for column in tables.columns(R.TABLES[table]):
        if (table, column.name) in columns.LEFT_OUT:
            continue
        wanted = found[column.name].to_pylist()
        if column.type == list[str]:
            wanted = [" · ".join(v) or None for v in wanted]
        elif column.type not in columns.NUMBERS:
            wanted = [None if v is None else columns.plain(v) for v in wanted]
        if column.type in (R.Score, float):
            wanted = [None if v is None else round(v, 4) for v in wanted]
        assert unpacked(data, table, column.name) == wanted, column.name


def test_keys_are_kept_small(data: dict[str, Any]) -> None:
    assert data["mentions"]["columns"]["mention_id"] == {"made": "{doc_id}:m{start}-{end}"}
    assert data["mentions"]["columns"]["doc_id"]["ref"] == "documents"
    assert data["money"]["columns"]["agreement_id"] == {"ref": "agreements", "i": [0, -1]}


def test_a_key_that_nothing_has_is_kept_as_it_stands(out: Path) -> None:
    read = {table: tables.read(out, table) for table in R.TABLES}
    keys = {table: read[table][key].combine_chunks() for table, key in columns.KEYS.items()}
    keys["entities"] = keys["entities"].slice(0, 1)
    packed = columns.pack("mentions", read["mentions"], keys)
    assert packed["columns"]["entity_id"]["d"] == ["loc:minsk", "org:sever", "per:anna", "org:tester"]


@drawn(st.decimals(min_value=-(10**33), max_value=10**33, places=4))
def test_amounts_are_exact(amount: Decimal) -> None:
    text = columns.plain(amount)
    assert Decimal(text) == amount
    assert "E" not in text and not ("." in text and text.endswith(("0", ".")))


def test_texts_and_places(out: Path, data: dict[str, Any]) -> None:
    order = unpacked(data, "documents", "doc_id")
    shown = dict(zip(order, data["texts-0"], strict=True))
    for key in (given.RU_KEY, given.DE_KEY, given.BARE_KEY):
        assert shown[key]["text"] == given.TEXTS[key]
    for row in tables.read(out, "mentions").to_pylist():
        article = shown[row["doc_id"]]
        start, end = (read_at(article, row[c]) for c in ("start", "end"))
        assert article["text"][start:end] == row["text"]


def read_at(article: dict[str, Any], offset: int) -> int:
    """The place in the text shown, as app/store.js finds it."""
    runs = article.get("at")
    if not runs:
        return offset
    before = [run for run in runs if run[1] <= offset]
    following = runs[len(before)][0] if len(before) < len(runs) else len(article["text"])
    return min(before[-1][0] + offset - before[-1][1], following) if before else 0


def test_of_a_saved_page_its_reading_is_shown(data: dict[str, Any]) -> None:
    shown = data["texts-0"][2]
    assert "<" not in shown["text"] and "Start" in shown["text"] and "hacked" not in shown["text"]
    place = given.at(given.PAGE_KEY, "19.&nbsp;September 2024")
    assert shown["text"][read_at(shown, place["start"]) : read_at(shown, place["end"])] == "19. September 2024"


def test_texts_come_in_chunks() -> None:
    rows = [{"source": "a.txt", "text": str(i), "body": []} for i in range(texts.CHUNK + 1)]
    assert [len(chunk) for chunk in texts.chunks(pa.Table.from_pylist(rows))] == [texts.CHUNK, 1]


def test_counts_of_the_overview(data: dict[str, Any]) -> None:
    found = data["about"]["summary"]
    assert found["rows"] == {table: len(rows) for table, rows in given.rows().items()}
    assert found["languages"] == {"ru": 2, "de": 2} and found["undated"] == 1
    assert found["months"] == [["2024-09", {"ru": 1, "de": 1}], ["2025-05", {"de": 1}]]
    assert found["kinds"] == {"LOC": 2, "ORG": 2, "PER": 1}
    assert [p["id"] for p in found["people"]] == ["per:anna"]
    top = found["organisations"][0]
    assert (top["id"], top["documents"], top["months"]) == (
        "org:sever", {"ru": 1, "de": 2}, {"2024-09": 2, "2025-05": 1},
    )  # fmt: skip
    assert found["agreements"] == [["contract", "planned", 1], ["memorandum", "signed", 2]]
    assert found["quarantine"] == {"language": 1}
    exact = next(cell for cell in found["money"] if cell["currency"] == "EUR")
    assert exact == {"kind": "contract", "currency": "EUR", "n": 1} | dict.fromkeys(
        ("least", "middle", "greatest"), str(given.EXACT)
    )


def test_the_same_tables_give_the_same_page(out: Path, tmp_path: Path) -> None:
    one, other = (report.write(out, tmp_path / name).path.read_bytes() for name in ("1.html", "2.html"))
    assert one == other


def test_empty_tables_give_a_page(tmp_path: Path) -> None:
    for table in R.TABLES:
        (tmp_path / "out" / table).mkdir(parents=True)
        tables.write(table, [], tmp_path / "out" / table / "part-0.parquet")
    assert report.write(tmp_path / "out", tmp_path / "r.html").articles == 0


def test_command(out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stopped:
            cli.main(["report", *arguments])
        said = capsys.readouterr()
        return int(stopped.value.code or 0), said.out, said.err

    to = tmp_path / "new" / "page.html"
    assert run(str(out), "--to", str(to))[:2] == (0, f"4 articles in {to} (1.0 MB)\n")
    assert "<title>out · depesche</title>" in to.read_text(encoding="utf-8")
    code, _, error = run(str(tmp_path / "nothing"), "--to", str(to))
    assert code == 1 and "no tables there; run `depesche extract" in error
    code, _, error = run(str(out), "--to", str(tmp_path))
    assert code == 1 and "is a folder" in error


# --- the words --------------------------------------------------------------------------------------------------------


def test_every_language_has_every_word() -> None:
    words = page.words()
    assert set(words) == {"en", "de", "ru"}
    for key, english in words["en"].items():
        forms = {language: words[language][key].split(" | ") for language in words}
        assert all(all(f) for f in forms.values()), key
        named = [set(re.findall(r"\{\w+\}", form)) for fs in forms.values() for form in fs]
        assert all(names == named[0] for names in named), key
        if english.count("{n}") and " | " in english:
            assert {language: len(fs) for language, fs in forms.items()} == {"en": 2, "de": 2, "ru": 3}, key


def test_every_word_asked_for_is_there() -> None:
    known = page.words()["en"].keys()
    asked = {
        key for js in APP.glob("*.js") for key in re.findall(r'\b(?:t|counted)\("([^"]+)"', js.read_text("utf-8"))
    }
    assert asked <= known


def test_every_column_and_value_has_a_word() -> None:
    known = page.words()["en"].keys()
    sets = dict(re.findall(r'"(\w+\.\w+)": "(\w+)"', (APP / "records.js").read_text("utf-8")))
    for table, described in columns.schema().items():
        assert f"table.{table}" in known
        for column in described:
            name = column["name"]
            assert {f"column.{name}", f"column.{table}.{name}"} & known, (table, name)
            if name not in ("language", "country"):
                prefix = sets.get(f"{table}.{name}")
                assert {f"{prefix}.{value}" for value in column.get("values", ())} <= known, (table, name)


# --- the parts --------------------------------------------------------------------------------------------------------


def test_modules_come_after_what_they_import() -> None:
    assert {f"{name}.js" for name in page.APP} == {path.name for path in APP.iterdir()}
    for place, name in enumerate(page.APP):
        source = (APP / f"{name}.js").read_text("utf-8")
        imported = re.findall(r'from "\./(\w+)\.js"', source)
        assert set(imported) <= set(page.APP[:place]), name
        for names, other in re.findall(r'^import \{([^}]*)\}\s*from "\./(\w+)\.js";$', source, re.MULTILINE):
            exports = page._EXPORT.findall((APP / f"{other}.js").read_text("utf-8"))
            assert {n.strip() for n in names.split(",") if n.strip()} <= set(exports), (name, other)
        assert len(imported) == len(page._IMPORT.findall(source)), name


def test_no_module_writes_markup() -> None:
    for path in APP.glob("*.js"):
        source = path.read_text("utf-8")
        for forbidden in (".innerHTML", ".outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
            assert forbidden not in source, (path.name, forbidden)


def test_the_libraries_are_named_with_their_licences() -> None:
    wanted = json.loads((VENDOR / "package.json").read_text("utf-8"))["devDependencies"]
    about, licences = ((VENDOR / name).read_text("utf-8") for name in ("README.md", "LICENSES.txt"))
    for name, version in wanted.items():
        if name != "esbuild":
            assert re.search(rf"\| {re.escape(version)} \|.*`{name}`", about), name
            assert f"==== {name}/LICENSE" in licences
    assert sum((VENDOR / name).stat().st_size for name in ("vendor.js", "tabulator.css")) < 1_200_000
    assert "</script" not in (VENDOR / "vendor.js").read_text("utf-8").lower()


def test_counting_is_over_documents_not_rows(data: dict[str, Any]) -> None:
    mentions = Counter(zip(unpacked(data, "mentions", "entity_id"), unpacked(data, "mentions", "doc_id"), strict=True))
    assert mentions["org:sever", given.RU_KEY] == 2
    top = data["about"]["summary"]["organisations"][0]
    assert top["documents"]["ru"] == 1 and top["mentions"] == 4


# --- what can be read -------------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mixed(colour: str, share: float, ground: str) -> str:
    pairs = [(int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def themes() -> dict[str, dict[str, str]]:
    """The colours of each block of custom properties: light, dark by the system, dark by choice."""
    style = (APP.parent / "style" / "base.css").read_text("utf-8")
    blocks = [b for b in re.findall(r"color-scheme: \w+;(.*?)\n\}|$", style, re.DOTALL) if "--ink" in b]
    found = (dict(re.findall(r"--([\w-]+): (#\w{6})", block)) for block in blocks)
    return dict(zip(("light", "dark", "chosen"), found, strict=True))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast(theme: str) -> None:
    """Texts 4.5:1, marks and bars 3:1, in both themes."""
    colours = themes()[theme]
    for ground in ("surface", "ground", "surface-2"):
        for ink in ("ink", "ink-2", "accent"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    for kind in ("per", "org", "loc", "event", "office", "money", "date", "agreement", "party"):
        assert contrast(colours[kind], mixed(colours[kind], 0.12, colours["surface"])) >= 4.5, kind  # a tag's words
        assert contrast(colours["ink"], mixed(colours[kind], 0.34, colours["surface"])) >= 4.5, kind  # a find's words
    for name, colour in colours.items():
        if name.startswith(("status-", "language-", "kind-")):
            assert contrast(colour, colours["surface"]) >= 3, name


def test_dark_is_dark_however_it_is_chosen() -> None:
    assert themes()["dark"] == themes()["chosen"]
