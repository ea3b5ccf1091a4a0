"""The stages in order. Data flows one way: each reads what those before it wrote into the document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from pipeline.analyse import analyse
from pipeline.analyse.models import ModelsError
from pipeline.document import Document, Quarantined, Stage
from pipeline.extractors.agreements import agreements
from pipeline.extractors.dates import dates
from pipeline.extractors.entities import entities
from pipeline.extractors.money import money
from pipeline.extractors.roles import roles
from pipeline.language import language
from pipeline.layout import layout
from pipeline.link import link


def each(
    function: Callable[[Document], Document | Quarantined],
) -> Callable[[Sequence[Document]], list[Document | Quarantined]]:
    """A stage that needs no batch."""

    def run(documents: Sequence[Document]) -> list[Document | Quarantined]:
        return [function(d) for d in documents]

    return run


STAGES: tuple[Stage, ...] = (
    Stage("layout", each(layout)),
    Stage("language", each(language)),
    Stage("analyse", analyse),
    Stage("entities", each(entities)),
    Stage("roles", each(roles)),
    Stage("link", each(link)),
    Stage("dates", each(dates)),
    Stage("money", each(money)),
    Stage("agreements", each(agreements)),
)


def with_models(models: str) -> tuple[Stage, ...]:
    """The stages with the models of a backend, by its name in `settings.MODELS`."""
    return tuple(Stage(s.name, partial(analyse, models=models)) if s.name == "analyse" else s for s in STAGES)


def run(documents: Iterable[Document], stages: Sequence[Stage] = STAGES) -> tuple[list[Document], list[Quarantined]]:
    """Documents through the stages. What a stage gives up, or raises on, comes back as quarantined.

    Where a batch raises, its documents run one by one, so that one costs nobody but itself. Raises
    ModelsError, which is no document's fault.
    """
    current, quarantined = list(documents), []
    for stage in stages:
        results: list[Document | Quarantined] = []
        if current:
            try:
                results.extend(stage.run(current))
            except ModelsError:
                raise
            except Exception:
                for document in current:
                    results.append(_alone(stage, document))
        quarantined += [r for r in results if isinstance(r, Quarantined)]
        current = [r for r in results if isinstance(r, Document)]
    return current, quarantined


def _alone(stage: Stage, document: Document) -> Document | Quarantined:
    try:
        return stage.run([document])[0]
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"
        return Quarantined(document.source, stage.name, "stage_error", detail, document.source_id)
