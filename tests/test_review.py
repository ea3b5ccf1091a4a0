"""depesche review: the desk keeps what people correct, and the server serves this machine only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi")
pytest.importorskip("httpx")

from fastapi.testclient import TestClient

from pipeline import cli
from pipeline.evaluate import gold as G
from pipeline.evaluate.gold import GoldError
from pipeline.review.desk import Desk
from pipeline.review.web import app

HERE = "http://127.0.0.1"


@pytest.fixture
def desk(seeds_out: Path, tmp_path: Path) -> Desk:
    return Desk(seeds_out, tmp_path)


@pytest.fixture
def web(desk: Desk) -> TestClient:
    return TestClient(app(desk), base_url=HERE)


def first(desk: Desk) -> tuple[str, dict[str, Any]]:
    key = desk.articles()[0]["name"]
    return key, desk.open(key)


def states(desk: Desk) -> list[str]:
    return [article["state"] for article in desk.articles()]


def test_what_was_found_is_saved_as_gold_that_evaluate_reads(desk: Desk) -> None:
    for article in desk.articles():
        desk.save(article["name"], desk.open(article["name"]))
    assert states(desk) == ["saved"] * 5 and len(G.folder(desk.folder)) == 5
    assert any(line.split()[-1] and "mentions" in line and "1.000" in line for line in desk.figures())


def test_a_draft_outlives_the_process(desk: Desk) -> None:
    key, sheet = first(desk)
    sheet["card"]["title"] = "Другой заголовок"
    desk.draft(key, sheet)
    again = Desk(desk.out, desk.folder)
    assert again.open(key)["card"]["title"] == "Другой заголовок" and states(again)[0] == "draft"
    again.save(key, again.open(key))
    assert states(again)[0] == "saved" and Desk(desk.out, desk.folder).open(key)["card"]["title"] == "Другой заголовок"
    assert again.reset(key)["card"]["title"] != "Другой заголовок" and states(again)[0] == "new"


def test_gold_that_contradicts_itself_is_not_written(desk: Desk) -> None:
    key, sheet = first(desk)
    start, end, _ = next(tag for tag in sheet["tags"] if tag[2].startswith("e:"))
    sheet["tags"].append((start + 1, end + 3, "d:d99"))
    with pytest.raises(GoldError, match="cross"):
        desk.save(key, sheet)
    sheet["tags"][-1] = (start, end, "d:d99")
    with pytest.raises(GoldError, match="d99"):
        desk.save(key, sheet)
    assert list(desk.folder.rglob("*.ann")) == []


def test_only_its_articles_are_reached(desk: Desk, web: TestClient) -> None:
    for name in ("../../etc/passwd", "nothing"):
        with pytest.raises(KeyError):
            desk.open(name)
        assert web.get("/api/article", params={"name": name}).status_code == 404
        assert web.put("/api/draft", params={"name": name}, json={"text": ""}).status_code == 404
    assert web.get("/app/..%2Fdesk.py").status_code == 404 and web.get("/app/index.html").status_code == 404


def test_no_other_name_leads_to_it(desk: Desk) -> None:
    elsewhere = TestClient(app(desk), base_url="http://evil.example")
    assert elsewhere.get("/api/articles").status_code == 400


def test_the_server_round_trip(web: TestClient) -> None:
    found = web.get("/api/articles").json()
    assert len(found["articles"]) == 5 and "contract" in found["choices"]["money"]["kind"]
    name = found["articles"][0]["name"]
    sheet = web.get("/api/article", params={"name": name}).json()
    assert web.put("/api/draft", params={"name": name}, json=sheet).json() == {"state": "draft"}
    assert web.put("/api/gold", params={"name": name}, json=sheet).json() == {"state": "saved"}
    assert any("mentions" in line for line in web.get("/api/figures").json()["lines"])
    sheet["card"]["language"] = "xx"
    refused = web.put("/api/gold", params={"name": name}, json=sheet)
    assert refused.status_code == 422 and refused.json()["wrong"] == ["language 'xx'"]
    assert web.put("/api/gold", params={"name": name}, json={"tags": 3}).status_code == 422


def test_the_page_runs_nothing_from_elsewhere(web: TestClient) -> None:
    page = web.get("/")
    assert "script-src 'self'" in page.headers["content-security-policy"] and "http" not in page.text
    for name in ("main.js", "inspector.js", "sheet.js", "review.css"):
        assert web.get(f"/app/{name}").status_code == 200
        assert "innerHTML" not in web.get(f"/app/{name}").text


def test_a_mistake_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["review", str(tmp_path), "--gold", str(tmp_path / "gold")])
    assert stopped.value.code == 1 and "depesche extract" in capsys.readouterr().err
