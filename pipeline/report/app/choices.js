// What the timeline and the network let choose: type, status, from, to.
import { labelled, select } from "./dom.js";
import { STATUSES, agreementDay } from "./records.js";
import { about } from "./store.js";
import { monthField } from "./tables.js";
import { capital, collate, t, term } from "./words.js";

/** The choices that the timeline and the network share: type, status, from, to. */
export function choices(state, change) {
  const values = (column) => about.schema.agreements.find(({ name }) => name === column).values;
  const set = (column, name) =>
    labelled(
      t(`column.agreements.${column}`),
      select(
        [
          ["", t("all")],
          ...values(column)
            .map((value) => [value, capital(term(name, value))])
            .sort((a, b) => collate(a[1], b[1])),
        ],
        state[column],
        (value) => change({ [column]: value }),
      ),
    );
  return [
    set("type", "agreement"),
    labelled(
      t("column.status"),
      select([["", t("all")], ...STATUSES.map((value) => [value, term("status", value)])], state.status, (value) =>
        change({ status: value }),
      ),
    ),
    monthField(t("from"), state.from, (from) => change({ from })),
    monthField(t("to"), state.to, (to) => change({ to })),
  ];
}

/** The agreements that fit the choices, with their days. */
export function chosen(table, state, by) {
  const found = [];
  for (let row = 0; row < table.size; row += 1) {
    if (state.type && table.value("type", row) !== state.type) continue;
    if (state.status && table.value("status", row) !== state.status) continue;
    const on = agreementDay(table, row, by);
    if (state.from && (!on || on.slice(0, state.from.length) < state.from)) continue;
    if (state.to && (!on || on.slice(0, state.to.length) > state.to)) continue;
    found.push({ row, on });
  }
  return found;
}
