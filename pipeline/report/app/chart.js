// Apache ECharts in the colours of the page. Every chart has a text beside it that says the same.
import { t } from "./words.js";

/* global vendor */
let shown = [];

/** A colour of the theme: `colour("accent")`. */
export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** A chart in `box`, which must have a height. It goes when the view goes. */
export function chart(box, name, option) {
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", name);
  const made = vendor.charts.init(box, null, { renderer: "canvas" });
  made.setOption({
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colour("ink-2") },
    ...option,
  });
  const watch = new ResizeObserver(() => made.resize());
  watch.observe(box);
  shown.push(() => {
    watch.disconnect();
    made.dispose();
  });
  return made;
}

/** Takes away the charts of the view before. */
export function clearCharts() {
  shown.forEach((dispose) => dispose());
  shown = [];
}

/** Lines and words of an axis. */
export function axis(more = {}) {
  return {
    axisLine: { lineStyle: { color: colour("line-strong") } },
    axisTick: { show: false },
    axisLabel: { color: colour("ink-2"), fontSize: 12 },
    splitLine: { lineStyle: { color: colour("line") } },
    ...more,
  };
}

/** A hint whose content is an element: nothing of an article becomes markup. */
export function tooltip(content, more = {}) {
  return {
    confine: true,
    backgroundColor: colour("surface"),
    borderColor: colour("line-strong"),
    padding: [8, 12],
    textStyle: { color: colour("ink"), fontSize: 13 },
    formatter: content,
    ...more,
  };
}

/** The same as a table, for whoever does not see the picture. */
export function asTable(box) {
  const details = document.createElement("details");
  details.className = "as-table";
  const summary = document.createElement("summary");
  summary.textContent = t("as-table");
  details.append(summary, box);
  return details;
}
