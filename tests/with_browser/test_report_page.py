"""The report in a real browser, opened from disk: `make test-browser`."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import many
import pytest
from conftest import VIEWS, Opened
from playwright.sync_api import Browser, expect

from pipeline import engines, report, tables
from pipeline.settings import Settings

import report_output as given

ROOT = Path(__file__).parents[2]
Open = Callable[..., Opened]
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
CONTROLS = {"button", "link", "textbox", "searchbox", "combobox", "checkbox", "DisclosureTriangle", "Date"}


# --- every view -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [{}, PHONE], ids=["desk", "phone"])
def test_every_view_is_quiet_named_and_fits(opened: Open, how: dict[str, object]) -> None:
    one = opened(**how)
    session = one.page.context.new_cdp_session(one.page)
    for view in VIEWS:
        one.go(view)
        assert one.page.locator("main h1").count() == 1, view
        assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), view
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        bare = [n for n in nodes if not n.get("ignored") and n.get("role", {}).get("value") in CONTROLS
                and not n.get("name", {}).get("value", "").strip()]  # fmt: skip
        assert bare == [], view


def test_no_name_is_left_untranslated(opened: Open) -> None:
    for language in ("de", "ru", "en"):
        one = opened(locale=language)
        for view in VIEWS:
            one.go(view)
            assert not re.search(r"\b(column|kinds|table|status|n|by)\.\w+", one.page.inner_text("body")), view


NOWHERE = (
    "article/nothing", "entity/nothing", "article/ru01?at=money:1-2", "nowhere", "tables/x", "article/%E0%A4%A",
    "network?node=nothing", "network?pair=a|b", "tables/money?kind=x&sort=y&page=99", "timeline?type=x&by=y&from=z",
)  # fmt: skip


@pytest.mark.parametrize("view", NOWHERE)
def test_an_address_that_leads_nowhere_says_so(opened: Open, view: str) -> None:
    one = opened(view)
    assert one.page.locator("main").inner_text().strip()


def test_an_output_without_rows(opened: Open, tmp_path: Path) -> None:
    from pipeline import records as R

    for table in R.TABLES:
        (tmp_path / "out" / table).mkdir(parents=True)
        tables.write(table, [], tmp_path / "out" / table / "part-0.parquet")
    path = report.write(tmp_path / "out", tmp_path / "empty.html").path
    one = opened(path=path)
    assert one.page.locator(".empty").count() >= 5
    for view in VIEWS[:13]:
        one.go(view)


# --- overview ---------------------------------------------------------------------------------------------------------


def test_overview_counts_and_leads_on(opened: Open) -> None:
    one = opened()
    figures = dict(reversed(f.split("\n")) for f in one.page.locator(".figure").all_inner_texts())
    assert [figures[f] for f in ("Artikel", "Vereinbarungen", "Personen", "Quarantäne")] == ["4", "3", "1", "1"]
    titles = one.page.locator(".heat").evaluate_all("(all) => all.map((one) => one.title)")
    assert any("12.345.678.901.234.567.890,1234" in title for title in titles)
    one.page.get_by_role("link", name="Memorandum, geschlossen: 2").click()
    one.page.wait_for_selector(".tabulator-row")
    assert one.rows().count() == 2 and "type=memorandum" in one.page.url and "status=signed" in one.page.url


def test_a_month_leads_to_its_articles(opened: Open) -> None:
    one = opened()
    one.page.mouse.click(*one.seek("Mai 2025"))
    one.page.wait_for_selector(".tabulator-row")
    assert one.first_cells() == ["😀 Tester AG 😀 baut"]


# --- tables -----------------------------------------------------------------------------------------------------------


def test_search_narrow_and_sort(opened: Open) -> None:
    one = opened("tables/mentions")
    assert one.rows().count() == 8
    one.page.get_by_role("searchbox").fill("север")
    assert len(one.first_cells()) == 4  # by the entity's name, in whatever words it is mentioned
    one.page.get_by_role("searchbox").fill("пробн PER")
    assert one.first_cells() == ["Анна Пробная"]
    one.page.get_by_role("searchbox").fill("")
    one.page.get_by_label("Sprache", exact=True).select_option("ru")
    assert len(one.first_cells()) == 4
    one.page.get_by_label("Art", exact=True).select_option("PER")
    assert one.first_cells() == ["Анна Пробная"]
    one.page.get_by_role("button", name="Zurücksetzen").click()
    one.page.wait_for_selector(".tabulator-row")
    one.page.locator(".tabulator-col-title", has_text="Wortlaut").click()
    up = one.first_cells()
    one.page.locator(".tabulator-col-title", has_text="Wortlaut").click()
    assert one.first_cells() == up[::-1] and len(up) == 8
    assert "sort=text" in one.page.url and "dir=desc" in one.page.url
    one.go(one.page.url.split("#/")[1])
    assert one.first_cells() == up[::-1]


def test_sorting_by_keyboard(opened: Open) -> None:
    one = opened("tables/money")
    before = one.first_cells()
    one.page.locator(".tabulator-col[tabulator-field=amount_max]").focus()
    one.page.keyboard.press("Enter")
    assert one.first_cells() == before[::-1]
    expect(one.page.locator(".tabulator-col[tabulator-field=amount_max]")).to_have_attribute("aria-sort", "descending")


def test_amounts_are_exact_and_in_the_language(opened: Open) -> None:
    one = opened("tables/money")
    shown = one.page.locator("[tabulator-field=amount_max].tabulator-cell").all_inner_texts()
    assert [s.replace("\xa0", " ") for s in shown] == ["5.000.000 USD", "12.345.678.901.234.567.890,1234 EUR"]
    one = opened("tables/money", locale="en")
    assert "EUR 12,345,678,901,234,567,890.1234" in one.page.inner_text("main").replace("\xa0", " ")


def test_narrowed_by_months(opened: Open) -> None:
    one = opened("tables/documents")
    one.page.get_by_label("Von").fill("2025-01")
    assert one.first_cells() == ["😀 Tester AG 😀 baut"]
    one.page.get_by_label("Von").fill("")
    one.page.get_by_label("Bis").fill("2024-12")
    assert len(one.first_cells()) == 2


def test_a_click_on_any_row_shows_it_in_its_article(opened: Open) -> None:
    one = opened()
    for table, rows in given.rows().items():
        if table in ("quarantine", "runs", "entities"):
            continue
        for number in range(len(rows)):
            one.go(f"tables/{table}")
            one.rows().nth(number).click(position={"x": 300, "y": 36})
            one.page.wait_for_selector(".paper")
            if table != "documents":
                one.page.wait_for_selector(".find.chosen")
                pieces = one.page.locator(".find.chosen").all_inner_texts()
                words = rows[number].text.replace("&nbsp;", " ").replace("\u2028", "\n")
                assert "".join(pieces).replace("\u2028", "\n") == words, (table, number)
                expect(one.page.locator(".detail")).to_contain_text("Link kopieren")


# --- an article -------------------------------------------------------------------------------------------------------


def test_article_tells_body_and_the_rest_apart(opened: Open) -> None:
    one = opened("article/ru01")
    text = one.page.locator(".paper").evaluate("(paper) => paper.textContent")
    inside = "".join(one.page.locator(".inside").evaluate_all("(all) => all.map((one) => one.textContent)"))
    assert given.HOSTILE in text and inside == given.RU[given.RU.index(given.TITLE_RU) : given.RU.index("Похожие")]
    assert one.page.locator(".outside").first.inner_text().startswith("Погода")
    before = len(one.page.locator(".paper").inner_text())
    one.page.get_by_role("button", name="weitere Zeichen").click()
    assert len(one.page.locator(".paper").inner_text()) > before
    assert one.page.locator(".paper").evaluate("(p) => p.textContent") == given.RU


def test_values_on_hover_and_on_focus(opened: Open) -> None:
    one = opened("article/ru01")
    one.page.locator(".find.money").hover()
    hint = one.page.get_by_role("tooltip")
    expect(hint).to_be_visible()
    expect(hint).to_contain_text("5.000.000")
    expect(hint).to_contain_text("US-Dollar")
    one.page.mouse.move(5, 5)
    expect(hint).to_be_hidden()
    one.page.locator(".find[tabindex='0']").focus()
    expect(hint).to_be_visible()
    keys = []
    for _ in range(6):
        keys.append(one.page.evaluate("document.activeElement.dataset.key"))
        one.page.keyboard.press("ArrowRight")
    assert len(set(keys)) == 6
    one.page.keyboard.press("Enter")
    assert "at=" in one.page.url
    expect(one.page.locator(".detail")).to_be_visible()
    one.page.keyboard.press("Escape")
    expect(one.page.locator(".detail")).to_be_hidden()


def test_an_agreement_shows_its_parties_and_sentence(opened: Open) -> None:
    one = opened("tables/agreements")
    one.page.get_by_role("link", name="меморандум").first.click()
    one.page.wait_for_selector(".find.agreement.chosen")
    assert one.page.locator(".find.party.related").count() == 3
    expect(one.page.locator(".find.money")).to_have_class(re.compile("related"))
    assert one.page.evaluate("CSS.highlights.get('sentence').size") == 1
    detail = one.page.locator(".detail")
    for said in ("geschlossen", "19.09.2024", "молоке", "Минск", "Minsk"):
        if said != "Минск":
            expect(detail).to_contain_text(said)
    detail.get_by_role("button", name="Анна Пробная").click()
    expect(detail).to_contain_text("unterzeichnet")
    assert "agreement_parties" in one.page.url
    one.go(one.page.url.split("#/")[1])  # somebody else opens the link
    expect(one.page.locator(".find.chosen")).to_have_text("Анна Пробная")


def test_kinds_can_be_hidden(opened: Open) -> None:
    one = opened("article/ru01")
    find = one.page.locator(".find.money")
    colour = find.evaluate("(e) => getComputedStyle(e).backgroundColor")
    one.page.get_by_role("checkbox", name="Geld").uncheck()
    assert find.evaluate("(e) => getComputedStyle(e).backgroundColor") not in (colour, "")
    assert find.evaluate("(e) => getComputedStyle(e).borderBottomColor") == "rgba(0, 0, 0, 0)"


# --- network and timeline ---------------------------------------------------------------------------------------------


def test_network_counts_an_agreement_once_and_filters(opened: Open) -> None:
    one = opened("network")
    ties = one.page.locator(".tie")
    assert [t.split("\n")[-1] for t in ties.all_inner_texts()] == ["1", "1"]
    one.page.get_by_label("Stand").select_option("planned")
    assert ties.count() == 1 and "Tester AG" in ties.inner_text()
    one.page.get_by_role("button", name="Zurücksetzen").click()
    one.page.get_by_label("Art", exact=True).select_option("memorandum")
    assert "Minsk" in ties.inner_text()
    ties.click()
    side = one.page.locator(".side")
    assert side.locator(".agreements > li").count() == 2  # told by two articles
    expect(one.page).to_have_url(re.compile("pair="))
    one.go(one.page.url.split("#/")[1])
    assert side.locator(".agreements > li").count() == 2
    one.page.get_by_label("Von").fill("2025-01")
    one.page.get_by_label("Von").dispatch_event("change")
    expect(one.page.locator(".chart .empty")).to_be_visible()


def test_a_click_on_a_node_and_on_an_edge(opened: Open) -> None:
    one = opened("network")
    one.page.mouse.click(*one.seek("Tester AG1"))
    expect(one.page.locator(".side h2")).to_have_text("Tester AG")
    one.page.locator(".side .agreements a").click()
    one.page.wait_for_selector(".find.agreement.chosen")
    one.go("network")
    one.page.mouse.click(*one.seek("– "))
    expect(one.page).to_have_url(re.compile("pair="))


def test_timeline_narrows_and_opens(opened: Open) -> None:
    one = opened("timeline")
    one.page.wait_for_selector(".tabulator-row")
    assert one.rows().count() == 3
    one.page.mouse.click(*one.seek("geplant: 1"))
    assert one.first_cells() == ["Vertrag"]
    assert "from=2025-05" in one.page.url
    one.page.get_by_role("button", name="Zurücksetzen").click()
    one.page.get_by_label("Datiert nach").select_option("term")
    expect(one.page.locator(".card")).to_contain_text("2 Vereinbarungen haben keinen solchen Tag")
    one.page.mouse.click(*one.seek("меморандум"))
    one.page.wait_for_selector(".find.agreement.chosen")


# --- language, theme, keyboard, phone ---------------------------------------------------------------------------------


def test_language_is_switched_and_remembered(opened: Open) -> None:
    one = opened("entity/loc%3Aminsk")
    choice = one.page.locator("#language")
    seen = {}
    for language in ("ru", "en", "de"):
        choice.select_option(language)
        one.ready()
        seen[language] = (one.page.inner_text(".tabs"), one.page.inner_text("h1"))
        assert one.page.get_attribute("html", "lang") == language
    assert "Обзор" in seen["ru"][0] and "Overview" in seen["en"][0] and "Überblick" in seen["de"][0]
    assert (seen["ru"][1], seen["de"][1]) == ("Минск", "Minsk")
    choice.select_option("ru")
    one.page.reload()
    one.ready()
    assert one.page.get_attribute("html", "lang") == "ru"
    assert opened(locale="ru-RU").page.inner_text("h1") == "Обзор"
    assert opened(locale="fr-FR").page.inner_text("h1") == "Overview"


def test_theme_is_switched_and_remembered(opened: Open) -> None:
    one = opened("network")

    def ground() -> str:
        return str(one.page.evaluate("getComputedStyle(document.body).backgroundColor"))

    light = ground()
    button = one.page.locator("#theme")
    button.click()
    assert ground() == light
    button.click()
    dark = ground()
    assert dark != light
    one.page.reload()
    one.ready()
    assert ground() == dark and "dunkel" in (button.get_attribute("aria-label") or "")
    assert opened(color_scheme="dark").page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


def test_by_keyboard_alone(opened: Open) -> None:
    one = opened()
    one.page.keyboard.press("Tab")
    assert one.page.evaluate("document.activeElement.className") == "skip"
    one.page.keyboard.press("Enter")
    assert one.page.evaluate("document.activeElement.id") == "main"
    one.page.locator(".tabs a", has_text="Tabellen").focus()
    one.page.keyboard.press("Enter")
    one.page.wait_for_selector(".tabulator-row")
    for _ in range(40):
        one.page.keyboard.press("Tab")
        if one.page.evaluate("document.activeElement.className") == "row-link":
            break
    outline = one.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    one.page.keyboard.press("Enter")
    one.page.wait_for_selector(".paper")
    assert outline == "solid"
    one.page.go_back()
    one.page.wait_for_selector(".tabulator-row")


def test_phone_shows_cards_and_a_sheet(opened: Open) -> None:
    one = opened("tables/agreements", **PHONE)
    assert one.page.locator(".card-values").count() == 3
    one.page.get_by_role("button", name="Filter").tap()
    one.page.get_by_label("Stand").select_option("planned")
    assert one.first_cells() == ["Vertrag"]
    one.page.locator(".row-link").first.tap()
    sheet = one.page.locator(".detail.open")
    sheet.wait_for()
    box, find = sheet.bounding_box(), one.page.locator(".find.chosen").bounding_box()
    assert box and find and box["width"] == 390 and find["y"] + find["height"] <= box["y"]
    sheet.get_by_role("button", name="Schließen").tap()
    expect(sheet).to_be_hidden()


# --- size and speed ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> report.Page:
    """Ten thousand articles, made of the seeds and our own ones."""
    folder = tmp_path_factory.mktemp("large")
    engines.extract([ROOT / "data" / "raw", ROOT / "data" / "gold" / "own"], folder / "small", Settings())
    return report.write(many.write(folder / "small", folder / "large", 10_000), folder / "large.html")


def test_ten_thousand_articles(browser: Browser, large: report.Page, capsys: pytest.CaptureFixture[str]) -> None:
    assert large.articles == 10_000
    took = {}
    row = ".tabulator-row"
    for view, ready in (("overview", ".figure"), ("timeline", row), ("network", ".tie"), ("tables/mentions", row)):
        page = browser.new_page()
        begun = time.monotonic()
        page.goto(f"{large.path.as_uri()}#/{view}", wait_until="commit")
        page.wait_for_selector(ready)
        took[view] = time.monotonic() - begun
        if view == "tables/mentions":
            begun = time.monotonic()
            page.get_by_role("searchbox").fill("Минск")
            page.wait_for_selector(".tabulator-page-counter:not(:has-text('280'))")
            took["search"] = time.monotonic() - begun
            begun = time.monotonic()
            page.locator(".row-link").first.click()
            page.wait_for_selector(".find.chosen")
            took["article"] = time.monotonic() - begun
        page.close()
    with capsys.disabled():
        seconds = ", ".join(f"{view} {s:.1f}" for view, s in took.items())
        size = f"{large.size / 1e6:.1f} MB ({large.texts / large.size:.0%} texts)"
        print(f"\n10,000 articles, {size}, seconds: {seconds}")
    assert took["overview"] < 3
