"""What the tests in the browser share: the browser, and pages that watch what they do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright")

from browser import ALLOWED, chromium
from playwright.sync_api import Browser, Locator, Page

from pipeline import report

import report_output

READY = "main:not([aria-busy]) h1, main:not([aria-busy]) .empty"
VIEWS = (
    "overview", "timeline", "network", "tables/documents", "tables/agreements", "tables/agreement_parties",
    "tables/entities", "tables/mentions", "tables/roles", "tables/money", "tables/dates", "tables/quarantine",
    "tables/runs", "article/ru01", "article/de01", "article/page01", "article/bare01", "entity/org%3Asever",
    "entity/loc%3Aby",
)  # fmt: skip


@dataclass
class Opened:
    """A page of the report, and what it said and asked for."""

    page: Page
    path: Path
    complaints: list[str] = field(default_factory=list)

    def go(self, view: str) -> None:
        """To a view, as its address would be opened by somebody else."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.path.as_uri()}#/{view}")
        self.ready()

    def ready(self) -> None:
        self.page.wait_for_selector(READY, state="attached")

    def rows(self) -> Locator:
        return self.page.locator(".tabulator-row")

    def first_cells(self) -> list[str]:
        self.page.wait_for_timeout(400)  # what is typed is searched for once typing stops
        return self.page.locator(".row-link").all_inner_texts()

    def seek(self, said: str) -> tuple[float, float]:
        """Moves over the picture until its hint says this; the place."""
        box = self.page.locator(".chart").first
        box.scroll_into_view_if_needed()
        area = box.bounding_box()
        assert area
        for y in range(8, int(area["height"]), 9):
            for x in range(8, int(area["width"]), 9):
                place = area["x"] + x, area["y"] + y
                self.page.mouse.move(*place)
                hint = box.locator("> div").last
                if hint.is_visible() and said in (hint.text_content() or ""):
                    return place
        raise AssertionError(f"no hint says {said}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as made:
        yield made


@pytest.fixture(scope="session")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return report_output.write(tmp_path_factory.mktemp("out") / "out")


@pytest.fixture(scope="session")
def written(out: Path) -> Path:
    return report.write(out, out.parent / "a page.html", f"Korpus {report_output.HOSTILE}").path


@pytest.fixture
def opened(browser: Browser, written: Path) -> Iterator[Callable[..., Opened]]:
    """Opens the report; at the end no page may have complained, or have asked for anything."""
    contexts, pages = [], []

    def make(view: str = "overview", path: Path = written, **how: Any) -> Opened:
        how = {"viewport": {"width": 1280, "height": 900}, "locale": "de-DE", "offline": True} | how
        context = browser.new_context(**how)
        contexts.append(context)
        one = Opened(context.new_page(), path)
        pages.append(one)
        one.page.set_default_timeout(10_000)
        one.page.on("console", lambda m: one.complaints.append(f"console: {m.text}"))
        one.page.on("pageerror", lambda e: one.complaints.append(f"error: {e}"))
        one.page.on("dialog", lambda d: one.complaints.append(f"dialog: {d.message}"))
        one.page.on("request", lambda r: r.url.startswith(ALLOWED) or one.complaints.append(f"request: {r.url}"))
        one.go(view)
        return one

    yield make
    said = [complaint for one in pages for complaint in one.complaints]
    hacked = [one.page.evaluate("'hacked' in window") for one in pages]
    for context in contexts:
        context.close()
    assert said == [] and not any(hacked)
