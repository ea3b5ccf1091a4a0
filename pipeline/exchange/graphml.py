"""Annotated documents -> the network of who agrees with whom, as GraphML (Gephi, yEd, networkx)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from pipeline.evaluate.gold import Gold

_NODE = ("name", "type", "kind", "country")
_EDGE = ("type", "status", "signed_on_begins", "subject", "source")


def write(documents: Iterable[Gold], path: Path) -> int:
    """One file; how many documents. A node is a party, an edge an agreement of one article between two of them."""
    nodes: dict[str, dict[str, Any]] = {}
    edges: list[tuple[str, str, dict[str, Any]]] = []
    count = 0
    for document in documents:
        count += 1
        for agreement in document.agreements.values():
            parties = {}
            for party in agreement["parties"]:
                if party["role"] == "party" and party["entity"]:
                    card = document.entities[party["entity"]]
                    parties[card.get("link") or f"{document.name}/{party['entity']}"] = card
            nodes |= parties
            edges += [(a, b, agreement | {"source": document.name}) for a, b in combinations(sorted(parties), 2)]
    ET.ElementTree(_graph(nodes, edges)).write(path, encoding="utf-8", xml_declaration=True)
    return count


def _graph(nodes: dict[str, dict[str, Any]], edges: list[tuple[str, str, dict[str, Any]]]) -> ET.Element:
    root = ET.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    for of, names in (("node", _NODE), ("edge", _EDGE)):
        for key in names:
            attributes = {"id": f"{of}-{key}", "for": of, "attr.name": key, "attr.type": "string"}
            ET.SubElement(root, "key", attributes)
    graph = ET.SubElement(root, "graph", edgedefault="undirected")
    for ident, card in sorted(nodes.items()):
        _data(ET.SubElement(graph, "node", id=ident), "node", _NODE, card)
    for number, (one, other, item) in enumerate(edges):
        _data(ET.SubElement(graph, "edge", id=f"a{number}", source=one, target=other), "edge", _EDGE, item)
    return root


def _data(element: ET.Element, of: str, names: Iterable[str], values: dict[str, Any]) -> None:
    for key in names:
        if values.get(key) is not None:
            text = "".join(c for c in str(values[key]) if c.isprintable())
            ET.SubElement(element, "data", key=f"{of}-{key}").text = text
