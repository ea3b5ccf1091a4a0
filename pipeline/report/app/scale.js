// Time in even pieces, numbers in even steps.
import { month, t } from "./words.js";

/** Months from the first to the last; quarters or years where the months would be too many to see. */
export function bins(first, last) {
  const months =
    (Number(last.slice(0, 4)) - Number(first.slice(0, 4))) * 12 +
    Number(last.slice(5, 7)) -
    Number(first.slice(5, 7)) +
    1;
  const step = months <= 60 ? 1 : months <= 240 ? 3 : 12;
  const begin = Number(first.slice(0, 4)) * 12 + Math.floor((Number(first.slice(5, 7)) - 1) / step) * step;
  const of = (iso) => Math.floor((Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7)) - 1 - begin) / step);
  const iso = (months) => `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, "0")}`;
  const all = Array.from({ length: of(last) + 1 }, (_, i) => ({
    from: iso(begin + i * step),
    to: iso(begin + i * step + step - 1),
  }));
  return { step, of, all, name: (bin) => binName(bin, step) };
}

/** A whole step of 1, 2 or 5 times a power of ten, of which about `parts` reach the most. */
export function evenStep(most, parts = 4) {
  const rough = Math.max(1, most / parts);
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * [1, 2, 5, 10].find((times) => times * power >= rough);
}

function binName({ from }, step) {
  if (step === 12) return from.slice(0, 4);
  return step === 3
    ? t("quarter", { n: Math.floor((Number(from.slice(5, 7)) - 1) / 3) + 1, year: from.slice(0, 4) })
    : month(from);
}
