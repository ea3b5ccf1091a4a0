// Agreements over time: how many, by status; below, each one by itself with its term; below that, the list.
import { axis, chart, colour, tooltip } from "./chart.js";
import { choices, chosen } from "./choices.js";
import { statusKey } from "./counts.js";
import { empty, fill, h, labelled, select, toolbar } from "./dom.js";
import { grid } from "./grid.js";
import { query } from "./query.js";
import { STATUSES, rowHref, shownValue } from "./records.js";
import { go, note } from "./route.js";
import { bins, evenStep } from "./scale.js";
import { readyTable } from "./tables.js";
import { capital, collate, counted, month, number, stretch, t, term } from "./words.js";

const DOTS = 4000; // beyond them single agreements can no longer be told apart

const TERMS = 1500;

export async function timelineView(main, { params }) {
  const table = await readyTable("agreements");
  const state = { by: "known", ...params };
  const picture = h("div", { class: "card" });
  const list = h("div", { class: "grid grid-short" });
  const heading = h("h2", {});
  let rows = [];
  let shown;
  let made;
  const draw = () => {
    made?.dispose();
    const all = chosen(table, state, state.by);
    rows = all.filter(({ on }) => on).sort((one, other) => (one.on < other.on ? -1 : 1));
    made = draught(picture, table, rows, all.length - rows.length, state, change);
    heading.textContent = counted("n.agreements", all.length);
    rows = [...rows.map(({ row }) => row), ...all.filter(({ on }) => !on).map(({ row }) => row)];
    shown?.refresh();
  };
  function change(changes) {
    Object.assign(state, changes);
    note({ ...changes, by: state.by === "known" ? "" : state.by });
    fill(form, fields());
    draw();
  }
  const fields = () => [
    labelled(
      t("dated-by"),
      select(
        ["known", "signed", "published", "term"].map((by) => [by, t(`by.${by}`)]),
        state.by,
        (by) => change({ by }),
      ),
    ),
    ...choices(state, change),
    h(
      "button",
      {
        type: "button",
        class: "quiet",
        onclick: () => change({ by: "known", type: "", status: "", from: "", to: "" }),
      },
      t("reset"),
    ),
  ];
  const form = toolbar(state);
  fill(form, fields());
  main.append(
    h("div", { class: "page-head" }, h("h1", {}, t("timeline")), h("p", { class: "lead" }, t("timeline-lead"))),
    form,
    picture,
    h("section", { class: "below" }, heading, list),
  );
  draw();
  shown = grid(list, table, {
    fetch: ({ sort, dir }) => (sort ? query(table, { rows, sort, dir }) : rows),
    columns: ["text", "type", "status", "parties", "signed_on_begins", "valid_from", "valid_to", "doc_id"],
  });
  return shown.destroy;
}

function draught(picture, table, rows, undated, state, change) {
  const remark = undated ? h("p", { class: "remark" }, counted("n.without-day", undated)) : null;
  if (!rows.length) {
    picture.replaceChildren(empty(t("no-agreements-here"), undated ? counted("n.without-day", undated) : ""));
    return null;
  }
  const types = [...new Set(rows.map(({ row }) => table.value("type", row)))].sort((a, b) =>
    collate(term("agreement", a), term("agreement", b)),
  );
  const lanes = rows.length <= DOTS;
  const high = lanes ? 158 + types.length * 40 + 30 : 166;
  const box = h("div", { class: "chart", style: `height:${high}px` });
  picture.replaceChildren(
    statusKey(),
    box,
    ...(remark ? [remark] : []),
    h("p", { class: "remark" }, t(lanes ? "lanes-note" : "many-note", { n: number(DOTS) })),
  );
  const scale = bins(rows[0].on, rows.at(-1).on);
  const counts = Object.fromEntries(STATUSES.map((status) => [status, new Array(scale.all.length).fill(0)]));
  for (const { row, on } of rows) counts[table.value("status", row)][scale.of(on)] += 1;
  const time = (iso) => Date.parse(`${iso.length === 7 ? `${iso}-01` : iso}T00:00:00Z`);
  const next = (bin) => {
    const end = new Date(time(bin.to));
    return end.setUTCMonth(end.getUTCMonth() + 1);
  };
  const [min, last] = [time(scale.all[0].from), next(scale.all.at(-1))];
  const terms = rows
    .map(({ row }) => table.value("valid_to", row))
    .filter(Boolean)
    .map(time);
  const max = lanes ? Math.max(last, Math.min(Math.max(...terms, 0), last + (last - min) / 2)) : last; // terms may run long
  const names = scale.all.map(scale.name);
  const left = Math.min(150, 8 * Math.max(...types.map((type) => term("agreement", type).length)) + 20);
  const timeAxis = (i, labels) =>
    axis({
      type: "time",
      min,
      max,
      gridIndex: i,
      axisLabel: {
        show: labels,
        color: colour("ink-2"),
        fontSize: 12,
        hideOverlap: true,
        formatter: (at) =>
          scale.step === 1 && new Date(at).getUTCMonth()
            ? month(new Date(at).toISOString().slice(0, 7))
            : String(new Date(at).getUTCFullYear()),
      },
      minInterval: scale.step * 28 * 864e5,
      splitLine: { show: true, lineStyle: { color: colour("line") } },
    });
  const barGrid = { left, right: 16, top: 12, height: 120 };
  const stacked = STATUSES.map((status) => ({
    type: "custom",
    name: status,
    clip: true,
    encode: { x: [0, 1] },
    data: names.map((_, i) => [time(scale.all[i].from), next(scale.all[i]), i]),
    renderItem: bar(status, counts),
  }));
  const most = Math.max(...names.map((_, i) => STATUSES.reduce((sum, status) => sum + counts[status][i], 0)));
  const step = evenStep(most);
  const option = {
    grid: [barGrid],
    xAxis: [timeAxis(0, !lanes)],
    yAxis: [
      axis({ type: "value", min: 0, max: Math.ceil(most / step) * step, interval: step, axisLine: { show: false } }),
    ],
    series: stacked,
    tooltip: tooltip((point) =>
      point.seriesType === "custom" && point.seriesName !== "terms"
        ? binHint(names[point.data[2]], counts, point.data[2])
        : oneHint(table, point.data[2] ?? point.data.row),
    ),
  };
  if (lanes) {
    option.grid.push({ left, right: 16, top: 158, height: types.length * 40 });
    option.xAxis.push(timeAxis(1, true));
    option.yAxis.push(
      axis({
        type: "value",
        gridIndex: 1,
        min: 0,
        max: types.length,
        interval: 1,
        inverse: true,
        axisLine: { show: false },
        axisLabel: {
          show: true,
          color: colour("ink"),
          fontSize: 13,
          verticalAlign: "top",
          padding: [12, 0, 0, 0],
          formatter: (i) => (types[i] ? capital(term("agreement", types[i])) : ""),
        },
      }),
    );
    option.series.push(...dots(table, rows, types, time));
  }
  const made = chart(box, `${t("timeline")}: ${counted("n.agreements", rows.length)}`, option);
  made.on("click", (point) => {
    if (point.seriesType === "scatter" || point.seriesName === "terms") go(rowHref(table, point.data[2]));
    else change(scale.all[point.data[2]]);
  });
  return made;
}

const bar = (status, counts) => (_, api) => {
  const i = api.value(2);
  const n = counts[status][i];
  if (!n) return null;
  const under = STATUSES.slice(0, STATUSES.indexOf(status)).reduce((sum, other) => sum + counts[other][i], 0);
  const [x, y] = api.coord([api.value(0), under + n]);
  const [end, base] = api.coord([api.value(1), under]);
  const gap = Math.min(2, (end - x) * 0.1);
  const wide = Math.min(end - x - 2 * gap, 40);
  return {
    type: "rect",
    shape: { x: x + (end - x - wide) / 2, y, width: Math.max(1, wide), height: base - y },
    style: { fill: colour(`status-${status}`) },
  };
};

/** Each agreement as a dot in the lane of its type, its term as a line from first day to last. */
function dots(table, rows, types, time) {
  const used = new Map();
  const points = rows.map(({ row, on }) => {
    const lane = types.indexOf(table.value("type", row));
    const slot = `${lane}:${on.slice(0, 7)}`;
    const n = used.get(slot) ?? 0;
    used.set(slot, n + 1);
    return [time(on), lane + 0.5 + (n % 2 ? 1 : -1) * (Math.ceil(n / 2) % 6) * 0.13, row];
  });
  const lines = points
    .map(([, y, row]) => [table.value("valid_from", row), table.value("valid_to", row), y, row])
    .filter(([from, to]) => from && to)
    .slice(0, TERMS)
    .map(([from, to, y, row]) => [time(from), y, row, time(to)]);
  const paint = (row) => colour(`status-${table.value("status", row)}`);
  return [
    {
      type: "custom",
      name: "terms",
      xAxisIndex: 1,
      yAxisIndex: 1,
      data: lines,
      clip: true,
      encode: { x: [0, 3], y: 1 },
      renderItem: (_, api) => {
        const [x, y] = api.coord([api.value(0), api.value(1)]);
        const [end] = api.coord([api.value(3), api.value(1)]);
        return {
          type: "rect",
          shape: { x, y: y - 1.5, width: Math.max(2, end - x), height: 3, r: 1.5 },
          style: { fill: paint(api.value(2)), opacity: 0.4 },
        };
      },
    },
    {
      type: "scatter",
      xAxisIndex: 1,
      yAxisIndex: 1,
      data: points,
      symbolSize: rows.length > 600 ? 6 : 9,
      encode: { x: 0, y: 1 },
      itemStyle: { color: ({ data }) => paint(data[2]), borderColor: colour("surface"), borderWidth: 1 },
    },
  ];
}

function binHint(name, counts, i) {
  return h(
    "div",
    {},
    h("strong", {}, name),
    STATUSES.filter((status) => counts[status][i]).map((status) =>
      h(
        "div",
        {},
        h("span", { class: `swatch fill-${status}` }),
        `${term("status", status)}: ${number(counts[status][i])}`,
      ),
    ),
  );
}

function oneHint(table, row) {
  const signed = table.value("signed_on_begins", row);
  return h(
    "div",
    { class: "wrap" },
    h("strong", {}, shownValue(table, "text", row)),
    h("div", {}, shownValue(table, "parties", row)),
    h(
      "div",
      {},
      shownValue(table, "status", row),
      signed ? `, ${stretch(signed, table.value("signed_on_ends", row))}` : "",
    ),
    table.value("valid_from", row)
      ? h("div", {}, `${t("term")}: ${stretch(table.value("valid_from", row), table.value("valid_to", row))}`)
      : null,
  );
}
