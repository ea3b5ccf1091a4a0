// Where one is stands in the address after #, so that every view, filter and row can be shared:
// #/tables/money?kind=trade&sort=amount_min.

/** {view, arg, params} of an address. */
function parse(hash) {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [view, ...rest] = path.split("/");
  return {
    view: view || "overview",
    arg: decode(rest.join("/")),
    params: Object.fromEntries(new URLSearchParams(query)),
  };
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a per cent sign that stands for itself
  }
}

/** The address of a view; parameters without a value are left out. */
export function href(view, arg = "", params = {}) {
  const said = Object.entries(params).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const query = new URLSearchParams(said).toString();
  return `#/${view}${arg ? `/${encodeURIComponent(arg)}` : ""}${query ? `?${query}` : ""}`;
}

export const here = () => parse(location.hash);

/** Goes there, as a click on a link would. */
export function go(address) {
  location.hash = address;
}

/** Changes parameters of this view without a step in the history, and without drawing it anew. */
export function note(changes) {
  const { view, arg, params } = here();
  history.replaceState(null, "", href(view, arg, { ...params, ...changes }));
}
