"""The pictures of the README: `make screenshots` extracts the repository's articles and photographs their report."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from browser import chromium
from reviewing import served

from pipeline import engines, report, tables
from pipeline.review.desk import Desk
from pipeline.settings import Settings

ROOT = Path(__file__).parents[2]
READY = "main:not([aria-busy]) h1"


def main(to: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out, page = Path(folder) / "out", Path(folder) / "report.html"
        engines.extract([ROOT / "data" / "raw", ROOT / "data" / "gold" / "own"], out, Settings())
        report.write(out, page, "depesche")
        told = {a["agreement_id"]: 0 for a in tables.read(out, "agreements").to_pylist()}
        for party in tables.read(out, "agreement_parties").to_pylist():
            told[party["agreement_id"]] += 1
        german = {d["doc_id"] for d in tables.read(out, "documents").to_pylist() if d["language"] == "de"}
        agreements = (a for a in tables.read(out, "agreements").to_pylist() if a["doc_id"] in german)
        chosen = next(a for a in agreements if a["amount_max"] and told[a["agreement_id"]] > 1)
        article = f"article/{chosen['doc_id']}?at=agreements:{chosen['start']}-{chosen['end']}"
        pictures = {
            "overview": ("overview", "light", 1180),
            "network": ("network", "light", 980),
            "timeline": ("timeline", "dark", 900),
            "article": (article, "light", 1000),
        }
        to.mkdir(parents=True, exist_ok=True)
        with chromium() as browser:
            for name, (view, theme, height) in pictures.items():
                tab = browser.new_page(
                    viewport={"width": 1280, "height": height}, locale="en", color_scheme=theme, reduced_motion="reduce"
                )
                tab.goto(f"{page.as_uri()}#/{view}")
                tab.wait_for_selector(READY)
                if name == "article":
                    tab.evaluate("scrollTo(0, 0)")
                    tab.locator(".find.money.related").first.hover()
                tab.wait_for_timeout(500)
                tab.screenshot(path=to / f"{name}.png")
                print(to / f"{name}.png")
                tab.close()
            with served(Desk(out, Path(folder) / "gold")) as address:
                tab = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en", color_scheme="light")
                tab.goto(f"{address}#smailov-golovchenko-2023")
                tab.locator(".m").first.click()
                tab.screenshot(path=to / "review.png")
                print(to / "review.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
