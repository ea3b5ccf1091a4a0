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
from pipeline.reading import reading
from pipeline.watch import Overdue, Watch


def each(
    function: Callable[[Document], Document | Quarantined],
) -> Callable[[Sequence[Document]], list[Document | Quarantined]]:
    """A stage that needs no batch."""

    def run(documents: Sequence[Document]) -> list[Document | Quarantined]:
        return [function(d) for d in documents]

    return run


STAGES: tuple[Stage, ...] = (
    Stage("reading", each(reading)),
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


def run(
    documents: Iterable[Document], stages: Sequence[Stage] = STAGES, watch: Watch | None = None
) -> tuple[list[Document], list[Quarantined]]:
    """Documents through the stages. What a stage gives up, raises on, or is too slow with comes back as quarantined.

    Where a batch raises or takes longer than `watch` allows, its documents run one by one, so that one costs nobody
    but itself. Raises ModelsError, which is no document's fault.
    """
    watch = watch or Watch()
    current, quarantined = list(documents), []
    for stage in stages:
        results: list[Document | Quarantined] = []
        if current:
            try:
                with watch.over(stage.name, current):
                    results.extend(stage.run(current))
            except ModelsError:
                raise
            except (Exception, Overdue):
                results = [_alone(stage, document, watch) for document in current]
        quarantined += [r for r in results if isinstance(r, Quarantined)]
        current = [r for r in results if isinstance(r, Document)]
    return current, quarantined


def given_up(document: Document, stage: str, error: BaseException, watch: Watch) -> Quarantined:
    """The row for a document that a stage raised on, or was too slow with."""
    if isinstance(error, Overdue):
        return Quarantined(document.source, stage, "timeout", f"more than {watch.seconds:g} s", document.source_id)
    detail = f"{type(error).__name__}: {error}"
    return Quarantined(document.source, stage, "stage_error", detail, document.source_id)


def _alone(stage: Stage, document: Document, watch: Watch) -> Document | Quarantined:
    try:
        with watch.over(stage.name, [document]):
            return stage.run([document])[0]
    except (Exception, Overdue) as error:
        return given_up(document, stage.name, error, watch)
