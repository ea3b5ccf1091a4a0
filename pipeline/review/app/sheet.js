// An article under review: its text in code points, its tags, its card. Every change goes through `change`.

export const SECTIONS = { r: "roles", m: "money", d: "dates", a: "agreements" };
const EMPTY = {
  m: () => ({ min: 0, max: 0, currency: null, modifier: "exact", kind: "other", period_start: null, period_end: null }),
  d: () => ({ type: "DATE", value: null, begins: null, ends: null, anchor: "explicit", offset: null, modifier: null }),
  a: () => ({ type: "agreement", status: "signed", count: 1, subject: null, signed_on_begins: null, signed_on_ends: null, place: null,
    valid_from: null, valid_to: null, min: null, max: null, currency: null }),
  r: (card) => ({ person: Object.keys(card.entities).find((k) => card.entities[k].type === "PER") ?? null, title: "", of: null }),
};

export class Sheet {
  constructor(given, changed) {
    this.points = Array.from(given.text);
    Object.assign(this, { text: given.text, tags: given.tags, card: given.card, past: [], changed });
    for (const section of ["entities", ...Object.values(SECTIONS)]) this.card[section] ??= {};
  }

  words(tag) { return this.points.slice(tag[0], tag[1]).join(""); }
  given() { return { text: this.text, tags: this.tags, card: this.card }; }

  /** Do something to tags and card, so that it can be undone. */
  change(action) {
    this.past.push(JSON.stringify([this.tags, this.card]));
    const result = action();
    this.tidy();
    this.changed();
    return result;
  }

  undo() {
    if (!this.past.length) return;
    [this.tags, this.card] = JSON.parse(this.past.pop());
    this.changed();
  }

  /** Cards without marks go; a mark without its card cannot come about. */
  tidy() {
    const used = new Set(this.tags.map(([, , tag]) => tag.split("/")[0]));
    for (const key of Object.keys(this.card.entities)) if (!used.has(`e:${key}`)) this.forget(key);
    for (const [letter, section] of Object.entries(SECTIONS)) {
      for (const key of Object.keys(this.card[section])) if (!used.has(`${letter}:${key}`)) delete this.card[section][key];
    }
    this.tags = this.tags.filter(([, , tag]) => !tag.startsWith("p:") || this.card.agreements[tag.slice(2).split("/")[0]]);
    this.tags.sort((x, y) => x[0] - y[0] || y[1] - x[1] || (x[2] < y[2] ? -1 : 1));
  }

  forget(entity) {
    delete this.card.entities[entity];
    for (const role of Object.values(this.card.roles)) for (const side of ["person", "of"]) if (role[side] === entity) role[side] = null;
    for (const agreement of Object.values(this.card.agreements)) if (agreement.place === entity) agreement.place = null;
    for (const tag of this.tags) if (tag[2].startsWith("p:") && tag[2].split("/")[2] === entity) tag[2] = tag[2].replace(/[^/]*$/, "-");
  }

  fresh(letter, cards) {
    let number = 1;
    while (cards[`${letter}${number}`]) number += 1;
    return `${letter}${number}`;
  }

  /** Mark a stretch: as a name of that type, or r, m, d, a, p, body. */
  add(start, end, kind) {
    while (start < end && !this.points[start].trim()) start += 1;
    while (end > start && !this.points[end - 1].trim()) end -= 1;
    if (start === end) return null;
    return this.change(() => {
      const words = this.points.slice(start, end).join("");
      let tag = "body";
      if (SECTIONS[kind]) {
        const cards = this.card[SECTIONS[kind]];
        const key = this.fresh(kind, cards);
        cards[key] = EMPTY[kind](this.card);
        tag = `${kind}:${key}`;
      } else if (kind === "p") {
        const agreement = this.near("a:", start);
        if (!agreement) return null;
        const same = this.tags.find(([s, e, t]) => s === start && e === end && t.startsWith("e:"));
        tag = `p:${agreement.slice(2)}/party/${same ? same[2].slice(2) : "-"}`;
      } else if (kind !== "body") {
        const known = Object.entries(this.card.entities).find(([, card]) => card.type === kind && card.name === words);
        const key = known ? known[0] : this.fresh("e", this.card.entities);
        this.card.entities[key] ??= { type: kind, name: words };
        tag = `e:${key}`;
      }
      const made = [start, end, tag];
      this.tags.push(made);
      return made;
    });
  }

  near(prefix, at) {
    const found = this.tags.filter(([, , t]) => t.startsWith(prefix)).sort((x, y) => Math.abs(x[0] - at) - Math.abs(y[0] - at))[0];
    return found?.[2];
  }

  remove(tag) { this.change(() => { this.tags = this.tags.filter((other) => other !== tag); }); }

  /** Move one end of a mark by a word. */
  move(tag, side, step) {
    let at = tag[side] + step;
    const letter = (i) => i >= 0 && i < this.points.length && /[\p{L}\p{N}]/u.test(this.points[i]);
    const blank = () => !(this.points[side === 0 ? at : at - 1] ?? "").trim();
    while (at > 0 && at < this.points.length && (blank() || (letter(at - 1) && letter(at)))) at += step;
    if (at < 0 || at > this.points.length || (side === 0 ? at >= tag[1] : at <= tag[0])) return;
    this.change(() => { tag[side] = at; });
  }
}
