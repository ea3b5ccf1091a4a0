// The graph of who agrees with whom: its nodes and ties, where they stand, how they look.
import { chart, colour, tooltip } from "./chart.js";
import { h } from "./dom.js";
import { STATUSES, entityName } from "./records.js";
import { capital, counted, t, term } from "./words.js";

/* global vendor */

const KINDS = ["country", "region", "city", "government", "company", "international", "other"];

const kindOf = (entities, at) => {
  if (entities.value("type", at) === "PER") return "person";
  const kind = entities.value("kind", at);
  return KINDS.includes(kind) ? kind : kind === "district" ? "region" : "other";
};

export function kindKey() {
  return h(
    "ul",
    { class: "key" },
    [...KINDS].map((kind) =>
      h("li", {}, h("span", { class: `swatch round kind-${kind}` }), capital(term("kind", kind))),
    ),
  );
}

/** Nodes and ties. One agreement told by several articles is one agreement: those of a group count once. */
export function build(agreements, parties, rows, most) {
  const bound = new Map();
  for (const { row } of rows) {
    const ends = new Set();
    for (const party of parties.pointing("agreement_id", row)) {
      const at = parties.points("entity_id", party);
      if (at >= 0 && parties.value("role", party) === "party") ends.add(at);
    }
    if (ends.size > 1)
      bound.set(
        row,
        [...ends].sort((one, other) => one - other),
      );
  }
  const ties = new Map();
  const weight = new Map();
  for (const [row, ends] of bound) {
    const same = agreements.value("agreement_group", row) ?? agreements.value("agreement_id", row);
    for (const at of ends) weight.set(at, (weight.get(at) ?? new Set()).add(same));
    for (let i = 0; i < ends.length; i += 1) {
      for (let j = i + 1; j < ends.length; j += 1) {
        const key = `${ends[i]}|${ends[j]}`;
        if (!ties.has(key)) ties.set(key, { ends: [ends[i], ends[j]], rows: [], told: new Set() });
        ties.get(key).rows.push(row);
        ties.get(key).told.add(same);
      }
    }
  }
  const ranked = [...weight].sort(([a, one], [b, other]) => other.size - one.size || a - b);
  const kept = new Map(ranked.slice(0, most).map(([at, told]) => [at, told.size]));
  const edges = [...ties.values()].filter(({ ends }) => kept.has(ends[0]) && kept.has(ends[1]));
  edges.sort((one, other) => other.told.size - one.told.size || other.rows.length - one.rows.length);
  const joined = new Set(edges.flatMap(({ ends }) => ends));
  return {
    all: weight.size,
    edges,
    ties,
    nodes: [...kept].filter(([at]) => joined.has(at)).map(([at, n]) => ({ at, n })),
    agreements,
  };
}

/** The status that most agreements of a tie have. */
function standing(agreements, rows) {
  const counts = new Map();
  for (const row of rows)
    counts.set(agreements.value("status", row), (counts.get(agreements.value("status", row)) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || STATUSES.indexOf(a) - STATUSES.indexOf(b))[0][0];
}

const STRETCH = 1.6; // names are wider than high, so nodes keep more room beside them than above

/** Where nodes stand: d3-force gives the same picture for the same agreements, in the shape of the box. */
function places(net, wide, high, size) {
  const { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } = vendor.forces;
  const nodes = net.nodes.map(({ at, n }) => ({ at, n, size: size(n) }));
  const links = net.edges.map(({ ends: [source, target] }) => ({ source, target }));
  const across = wide / STRETCH;
  const apart = Math.sqrt((across * high) / nodes.length);
  forceSimulation(nodes)
    .force(
      "link",
      forceLink(links)
        .id(({ at }) => at)
        .distance(apart * 0.75)
        .strength(0.6),
    )
    .force(
      "charge",
      forceManyBody()
        .strength(-apart * 2.2)
        .distanceMax(apart * 4),
    )
    .force(
      "collide",
      forceCollide((node) => node.size / 2 + apart * 0.2),
    )
    .force("x", forceX(across / 2).strength(0.06 * Math.min(1, high / across)))
    .force("y", forceY(high / 2).strength(0.06 * Math.min(1, across / high)))
    .stop()
    .tick(300);
  const spread = (values, length) => {
    const [least, most] = [Math.min(...values), Math.max(...values)];
    return (value) => (most > least ? ((value - least) / (most - least)) * length : length / 2);
  };
  const [x, y] = [
    spread(
      nodes.map((node) => node.x),
      wide,
    ),
    spread(
      nodes.map((node) => node.y),
      high,
    ),
  ];
  return nodes.map((node) => ({ ...node, x: x(node.x), y: y(node.y) }));
}

export function picture(box, net, entities, choose) {
  const most = Math.max(...net.nodes.map(({ n }) => n));
  const narrow = box.clientWidth < 600;
  const crowd = Math.min(1, Math.sqrt((box.clientWidth * box.clientHeight) / net.nodes.length) / 85);
  const side = narrow ? 50 : 100; // room for names
  const nodes = places(
    net,
    box.clientWidth - 2 * side,
    box.clientHeight - 60,
    (n) => crowd * (10 + 26 * Math.sqrt(n / most)),
  );
  const made = chart(box, `${t("network")}: ${counted("n.parties", net.nodes.length)}`, {
    tooltip: tooltip(({ dataType, data }) =>
      h(
        "div",
        { class: "wrap" },
        h(
          "strong",
          {},
          dataType === "edge" ? data.tie.ends.map((at) => entityName(entities, at)).join(" – ") : data.said,
        ),
        h("div", {}, counted("n.agreements", dataType === "edge" ? data.tie.told.size : data.n)),
      ),
    ),
    series: [
      {
        type: "graph",
        layout: "none",
        preserveAspect: true,
        roam: true,
        scaleLimit: { min: 0.5, max: 6 },
        left: side,
        right: side,
        top: 24,
        bottom: 36,
        data: nodes.map(({ at, n, x, y, size }) => ({
          id: String(at),
          name: String(at),
          at,
          n,
          x,
          y,
          symbolSize: size,
          said: entityName(entities, at),
          itemStyle: { color: colour(`kind-${kindOf(entities, at)}`) },
        })),
        links: net.edges.map((tie) => ({
          source: String(tie.ends[0]),
          target: String(tie.ends[1]),
          tie,
          lineStyle: {
            width: Math.min(8, 1 + Math.sqrt(tie.told.size)),
            color: colour(`status-${standing(net.agreements, tie.rows)}`),
            opacity: 0.6,
          },
        })),
        itemStyle: { borderColor: colour("surface"), borderWidth: 1.5 },
        label: {
          show: true,
          position: "bottom",
          distance: 3,
          color: colour("ink"),
          fontSize: 12,
          formatter: ({ data }) => short(data.said),
          textBorderColor: colour("surface"),
          textBorderWidth: 3,
        },
        labelLayout: { hideOverlap: true },
        emphasis: { focus: "adjacency", lineStyle: { opacity: 1 }, label: { fontWeight: 600 } },
      },
    ],
  });
  made.on("click", ({ dataType, data }) =>
    choose(
      dataType === "edge"
        ? { pair: data.tie.ends.map((at) => entities.value("entity_id", at)).join("|") }
        : { node: entities.value("entity_id", data.at) },
    ),
  );
  return made;
}

const short = (text) => (text.length > 28 ? `${text.slice(0, 26)}…` : text);
