"""The page and what it asks for, on this machine only."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.middleware.trustedhost import TrustedHostMiddleware

from pipeline import records as R
from pipeline.evaluate.gold import GoldError
from pipeline.review.desk import Desk, Sheet

HOSTS = ["127.0.0.1", "localhost"]  # no other name leads here, whatever a page elsewhere lets a browser believe
_APP = files("pipeline.review") / "app"
_TYPES = {"js": "text/javascript", "css": "text/css"}
_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:"
CHOICES = {
    "entity": {"type": R.ENTITY_TYPES, "kind": tuple(dict.fromkeys(R.LOC_KINDS + R.ORG_KINDS))},
    "money": {"modifier": R.AMOUNT_MODIFIERS, "kind": R.AMOUNT_KINDS},
    "dates": {"type": R.DATE_TYPES, "anchor": R.ANCHORS, "modifier": R.DATE_MODIFIERS},
    "agreements": {"type": R.AGREEMENT_TYPES, "status": R.STATUSES},
    "party": {"role": R.PARTY_ROLES},
}


def app(desk: Desk) -> FastAPI:
    """The web application over a desk."""
    web = FastAPI(title="depesche review", docs_url=None, redoc_url=None, openapi_url=None)
    web.add_middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)

    @web.exception_handler(KeyError)
    def unknown(_: Request, error: Exception) -> JSONResponse:
        return JSONResponse({"wrong": [f"there is no article {error}"]}, 404)

    @web.exception_handler(GoldError)
    def wrong(_: Request, error: Exception) -> JSONResponse:
        return JSONResponse({"wrong": str(error).splitlines()}, 422)

    @web.exception_handler(OSError)
    def unwritten(_: Request, error: Exception) -> JSONResponse:
        return JSONResponse({"wrong": [str(error)]}, 507)

    @web.get("/")
    def page() -> HTMLResponse:
        headers = {"Content-Security-Policy": _POLICY}
        return HTMLResponse((_APP / "index.html").read_text(encoding="utf-8"), headers=headers)

    @web.get("/app/{name}")
    def part(name: str) -> Response:
        file = _APP / name
        ending = name.rpartition(".")[2]
        if "/" in name or ending not in _TYPES or not file.is_file():
            raise HTTPException(404)
        return Response(file.read_bytes(), media_type=_TYPES[ending])

    @web.get("/api/articles")
    def articles() -> dict[str, Any]:
        return {"articles": desk.articles(), "choices": CHOICES}

    @web.get("/api/article")
    def article(name: str) -> Sheet:
        return desk.open(name)

    @web.put("/api/draft")
    def draft(name: str, sheet: Sheet) -> dict[str, Any]:
        desk.draft(name, sheet)
        return {"state": "draft"}

    @web.put("/api/gold")
    def gold(name: str, sheet: Sheet) -> dict[str, Any]:
        desk.save(name, sheet)
        return {"state": "saved"}

    @web.delete("/api/gold")
    def reset(name: str) -> Sheet:
        return desk.reset(name)

    @web.get("/api/figures")
    def figures() -> dict[str, Any]:
        return {"lines": desk.figures()}

    return web
