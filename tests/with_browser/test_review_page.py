"""The review page in a real browser: marks, values, saving, and that nothing is lost on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright")
pytest.importorskip("fastapi")

from playwright.sync_api import Browser, Page, expect
from reviewing import served

from pipeline import engines
from pipeline.evaluate import gold as G
from pipeline.review.desk import Desk
from pipeline.settings import Settings

ROOT = Path(__file__).parent.parent.parent
SCRIPT = "<script>window.hacked = 1</script>"
HOSTILE = f"{SCRIPT} 😀 Минск и Астана подписали соглашение о торговле. Анна Петрова довольна.\n"


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text(HOSTILE * 3, encoding="utf-8")
    engines.extract([folder / "in", ROOT / "data" / "raw"], folder / "out", Settings())
    return folder / "out"


@pytest.fixture
def desk(tables: Path, tmp_path: Path) -> Desk:
    return Desk(tables, tmp_path / "gold")


@pytest.fixture
def page(browser: Browser, desk: Desk) -> Iterator[Page]:
    with served(desk) as address:
        yield from watched(browser, address)


def watched(browser: Browser, address: str) -> Iterator[Page]:
    """The page, of which nothing may complain."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    made = context.new_page()
    complaints: list[str] = []
    made.on("pageerror", lambda error: complaints.append(str(error)))
    made.on("console", lambda said: said.type == "error" and "422" not in said.text and complaints.append(said.text))
    made.on("dialog", lambda dialog: dialog.accept())
    made.goto(address)
    made.wait_for_selector("#article [data-from]")
    yield made
    hacked = made.evaluate("'hacked' in window")
    context.close()
    assert complaints == [] and not hacked


def select(page: Page, words: str) -> None:
    """Select words of the article as a reader's mouse would."""
    page.evaluate(
        """words => {
          const walk = document.createTreeWalker(document.getElementById('article'), NodeFilter.SHOW_TEXT);
          for (let node; (node = walk.nextNode());) {
            const at = node.data.indexOf(words);
            if (at >= 0) { getSelection().setBaseAndExtent(node, at, node, at + words.length); return; }
          }
          throw new Error('no ' + words);
        }""",
        words,
    )
    page.wait_for_selector("#tools:not([hidden])")


def gold_of(desk: Desk, name: str) -> G.Gold:
    return G.load(desk.folder / f"{name}.ann")


def test_mark_correct_save(page: Page, desk: Desk) -> None:
    expect(page.locator("nav button")).to_have_count(6)
    select(page, "довольна")
    page.get_by_role("toolbar").get_by_role("button", name="Organisation").click()
    expect(page.locator("#inspector h2")).to_have_text("довольна")
    page.locator("#inspector input[name=name]").fill("Довольна")
    page.locator("#inspector input[name=name]").press("Tab")
    page.get_by_role("button", name="Save gold").click()
    expect(page.locator("#state")).to_have_text("gold saved")
    found = gold_of(desk, "a")
    assert found.text == HOSTILE * 3
    (mention,) = (m for m in found.mentions if m["text"] == "довольна")
    assert found.entities[mention["entity"]]["name"] == "Довольна" and mention["type"] == "ORG"
    page.get_by_role("button", name="Evaluate").click()
    expect(page.locator("dialog pre")).to_contain_text("mentions")


def test_a_reload_loses_nothing_and_undo_takes_back(page: Page, desk: Desk) -> None:
    before = page.locator(".mark").count()
    select(page, "торговле")
    page.keyboard.press("Alt+7")
    page.reload()
    page.wait_for_selector("#article [data-from]")
    assert page.locator(".mark").count() == before + 1
    page.locator(".mark", has_text="торговле").first.click()
    page.get_by_role("button", name="Remove this mark").click()
    assert page.locator(".mark").count() == before
    page.get_by_role("button", name="Undo").click()
    assert page.locator(".mark").count() == before + 1
    expect(page.locator("#state")).to_have_text("draft kept")
    kept = json.loads((desk.folder / ".drafts" / "a.json").read_text())
    assert any(tag.startswith("d:") for _, _, tag in kept["tags"])
    page.get_by_role("button", name="As found").click()
    expect(page.locator("#state")).to_have_text("as found")
    assert page.locator(".mark").count() == before and not (desk.folder / ".drafts" / "a.json").exists()


def test_what_is_wrong_is_told_and_not_written(page: Page, desk: Desk) -> None:
    page.locator("nav button", has_text="готовят новые совместные").click()
    page.wait_for_selector(".m")
    page.locator(".m").first.click()
    page.locator("#inspector input[name=period_start]").fill("gestern")
    page.locator("#inspector input[name=period_start]").press("Tab")
    page.keyboard.press("Control+s")
    expect(page.locator(".errors")).to_contain_text("no ISO date")
    assert not (desk.folder / "smailov-golovchenko-2023.ann").exists()
    page.locator("#inspector input[name=period_start]").fill("2022-01-01")
    page.locator("#inspector input[name=period_start]").press("Tab")
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_have_text("gold saved")
    assert any(m["period_start"] == "2022-01-01" for m in gold_of(desk, "smailov-golovchenko-2023").money.values())


def test_parties_and_ends_of_marks(page: Page, desk: Desk) -> None:
    page.locator("nav button", has_text="готовят новые совместные").click()
    page.wait_for_selector(".m")
    select(page, "двусторонний товарооборот")
    page.get_by_role("toolbar").get_by_role("button", name="Agreement").click()
    page.get_by_role("button", name="End earlier").click()
    expect(page.locator("#inspector h2")).to_have_text("двусторонний")
    page.locator("#inspector select[name=status]").select_option("planned")
    select(page, "роста")
    page.get_by_role("toolbar").get_by_role("button", name="Party").click()
    page.locator("#inspector select[name=role]").select_option("witness")
    page.get_by_role("button", name="Save gold").click()
    expect(page.locator("#state")).to_have_text("gold saved")
    (agreement,) = gold_of(desk, "smailov-golovchenko-2023").agreements.values()
    assert (agreement["status"], [p["role"] for p in agreement["parties"]]) == ("planned", ["witness"])


def test_every_control_has_a_name(page: Page) -> None:
    page.locator(".mark").first.click()
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll('button, input, select')].filter(e =>
             !(e.textContent.trim() || e.ariaLabel || e.closest('label')?.textContent.trim())).map(e => e.outerHTML)"""
    )
    assert unnamed == []
