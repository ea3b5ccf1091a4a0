// Who agrees with whom: parties as nodes, agreements as edges; beside the picture the same as a list.
import { choices, chosen } from "./choices.js";
import { statusKey } from "./counts.js";
import { empty, fill, h, labelled, select, toolbar } from "./dom.js";
import { build, kindKey, picture } from "./graph.js";
import { entityName, rowHref, shownValue } from "./records.js";
import { href, note } from "./route.js";
import { tableOf } from "./store.js";
import { readyTable } from "./tables.js";
import { counted, countryName, day, number, t } from "./words.js";

const SIZES = ["30", "60", "120", "250"];

const LISTED = 60; // ties and agreements in the list beside

export async function networkView(main, { params }) {
  const [agreements, parties] = [await readyTable("agreements"), await tableOf("agreement_parties")];
  const usual = innerWidth < 720 ? "30" : "60";
  const state = { most: usual, ...params };
  const box = h("div", { class: "chart network" });
  const remark = h("p", { class: "remark" });
  const side = h("section", { class: "side", "aria-live": "polite" });
  const form = toolbar(state);
  let made;
  let net;
  const change = (changes) => {
    Object.assign(state, changes);
    note({ ...changes, most: state.most === usual ? "" : state.most });
    draw();
  };
  const choose = (changes) => {
    Object.assign(state, { node: "", pair: "" }, changes);
    note({ node: state.node, pair: state.pair });
    beside();
  };
  const draw = () => {
    fill(form, [
      choices(state, change),
      labelled(
        t("most-parties"),
        select(
          SIZES.map((n) => [n, number(n)]),
          state.most,
          (most) => change({ most }),
        ),
      ),
      h(
        "button",
        {
          type: "button",
          class: "quiet",
          onclick: () => change({ type: "", status: "", from: "", to: "", node: "", pair: "", most: usual }),
        },
        t("reset"),
      ),
    ]);
    made?.dispose();
    made = null;
    net = build(agreements, parties, chosen(agreements, state, "known"), Number(state.most));
    remark.textContent =
      net.all > net.nodes.length
        ? t("network-cut", { n: number(net.nodes.length), all: counted("n.parties", net.all) })
        : counted("n.parties", net.all);
    if (!net.nodes.length) box.replaceChildren(empty(t("no-network")));
    else {
      box.replaceChildren();
      made = picture(box, net, agreements.columns.place_id.to ?? parties.columns.entity_id.to, choose);
    }
    beside();
  };
  const beside = () => {
    const entities = parties.columns.entity_id.to;
    side.replaceChildren(
      ...(state.node
        ? nodeSide(net, entities, agreements, state.node, choose)
        : state.pair
          ? pairSide(net, entities, agreements, state.pair, choose)
          : ties(net, entities, choose)),
    );
  };
  main.append(
    h("div", { class: "page-head" }, h("h1", {}, t("network")), h("p", { class: "lead" }, t("network-lead"))),
    form,
    h(
      "div",
      { class: "split" },
      h("div", { class: "card" }, h("div", { class: "keys" }, kindKey(), statusKey("line")), box, remark),
      side,
    ),
  );
  draw();
}

/** The strongest ties, from which everything in the picture can be reached by keyboard. */
function ties(net, entities, choose) {
  if (!net.edges.length) return [h("h2", {}, t("ties")), empty(t("no-network"))];
  return [
    h("h2", {}, t("ties")),
    h(
      "ul",
      { class: "ties" },
      net.edges.slice(0, LISTED).map((tie) =>
        h(
          "li",
          {},
          h(
            "button",
            {
              type: "button",
              class: "tie",
              onclick: () => choose({ pair: tie.ends.map((at) => entities.value("entity_id", at)).join("|") }),
            },
            h("span", {}, entityName(entities, tie.ends[0])),
            h("span", {}, entityName(entities, tie.ends[1])),
            h("span", { class: "count" }, number(tie.told.size)),
          ),
        ),
      ),
    ),
  ];
}

function back(choose) {
  return h("button", { type: "button", class: "quiet", onclick: () => choose({}) }, t("all-ties"));
}

function nodeSide(net, entities, agreements, id, choose) {
  const at = entities.find(id);
  const own = [...net.ties.values()].filter(({ ends }) => ends.includes(at));
  const country = at >= 0 ? entities.value("country", at) : null;
  return [
    back(choose),
    h("h2", {}, at < 0 ? id : h("a", { href: href("entity", id) }, entityName(entities, at))),
    country ? h("p", { class: "remark" }, countryName(country)) : null,
    list(agreements, [...new Set(own.flatMap(({ rows }) => rows))]),
  ].filter(Boolean);
}

function pairSide(net, entities, agreements, pair, choose) {
  const ends = pair
    .split("|")
    .map((id) => entities.find(id))
    .sort((one, other) => one - other);
  const tie = net.ties.get(ends.join("|"));
  return [
    back(choose),
    h(
      "h2",
      {},
      ends.map((at, i) => [
        i ? " – " : "",
        at < 0 ? "?" : h("a", { href: href("entity", entities.value("entity_id", at)) }, entityName(entities, at)),
      ]),
    ),
    list(agreements, tie?.rows ?? []),
  ];
}

/** Agreements as a list of links to where they are told. */
export function list(agreements, rows) {
  if (!rows.length) return empty(t("no-agreements-here"));
  return h(
    "ul",
    { class: "agreements" },
    rows
      .slice(0, LISTED)
      .map((row) =>
        h(
          "li",
          {},
          h("a", { href: rowHref(agreements, row) }, shownValue(agreements, "text", row)),
          h(
            "div",
            { class: "remark" },
            h(
              "span",
              { class: `status status-${agreements.value("status", row)}` },
              shownValue(agreements, "status", row),
            ),
            " ",
            [
              agreements.value("signed_on_begins", row) && day(agreements.value("signed_on_begins", row)),
              shownValue(agreements, "parties", row),
              shownValue(agreements, "doc_id", row),
            ]
              .filter((text) => text && text !== "–")
              .join(" · "),
          ),
        ),
      ),
    rows.length > LISTED ? h("li", { class: "remark" }, t("and-more", { n: number(rows.length - LISTED) })) : null,
  );
}
