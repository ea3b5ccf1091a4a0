// The words of the interface in the language chosen, and numbers, dates, sums and countries as that language writes them.
import { about } from "./store.js";

export const LANGUAGES = [
  ["de", "Deutsch"],
  ["ru", "Русский"],
  ["en", "English"],
];
let language = "en";
let formats = {};

/** Chooses the language of the interface. */
export function speak(chosen) {
  language = about.words[chosen] ? chosen : "en";
  document.documentElement.lang = language;
  const names = (type) => new Intl.DisplayNames(language, { type, fallback: "none" });
  formats = {
    plural: new Intl.PluralRules(language),
    number: new Intl.NumberFormat(language, { maximumFractionDigits: 4 }),
    compact: new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 }),
    day: new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }),
    month: new Intl.DateTimeFormat(language, { month: "short", year: "numeric", timeZone: "UTC" }),
    moment: new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" }),
    countries: names("region"),
    currencies: names("currency"),
    languages: names("language"),
    collator: new Intl.Collator(language, { numeric: true, sensitivity: "base" }),
  };
}

/** The language of the interface. */
export const spoken = () => language;

/** The text of a key; {name} in it takes values. Without a text the key's last part stands. */
export function t(key, values = {}) {
  const text = about.words[language][key] ?? about.words.en[key] ?? key.split(".").pop();
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Is there a text of this key? */
const knows = (key) => key in about.words[language];

/** A number with its noun: the forms stand in the words as «one | other» or «one | few | many». */
export function counted(key, n) {
  const forms = t(key).split(" | ");
  const order = forms.length === 3 ? ["one", "few", "many"] : ["one", "other"];
  const form = Math.max(0, order.indexOf(formats.plural.select(n)));
  return forms[formats.plural.select(n) === "other" ? forms.length - 1 : form].replace("{n}", number(n));
}

/** A value of a closed set, such as the status «signed». */
export function term(set, value) {
  if (value === null || value === undefined) return "–";
  return knows(`${set}.${value}`) ? t(`${set}.${value}`) : value;
}

export const number = (value) => formats.number.format(value);
export const collate = (one, other) => formats.collator.compare(one, other);

const utc = (iso) => new Date(`${iso.length === 7 ? `${iso}-01` : iso}T00:00:00Z`);
export const day = (iso) => formats.day.format(utc(iso));
export const month = (iso) => formats.month.format(utc(iso));
export const moment = (iso) => `${formats.moment.format(new Date(iso))} UTC`;

/** First and last day, as short as they can be said: one day, a month, a year, or both ends. */
export function stretch(first, last) {
  if (!first && !last) return "–";
  if (!last) return `${day(first)} –`;
  if (!first) return `– ${day(last)}`;
  if (first === last) return day(first);
  const whole = first.endsWith("-01") && first.slice(0, 7) === last.slice(0, 7) && isLastDay(last);
  if (whole) return month(first);
  if (first.endsWith("-01-01") && last.endsWith("-12-31")) {
    return first.slice(0, 4) === last.slice(0, 4) ? first.slice(0, 4) : `${first.slice(0, 4)}–${last.slice(0, 4)}`;
  }
  return `${day(first)} – ${day(last)}`;
}

function isLastDay(iso) {
  const next = utc(iso);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.getUTCDate() === 1;
}

/** An amount, exactly as it stands in the tables, with its currency as the language writes it. */
export function amount(text, currency) {
  if (!currency) return formats.number.format(text);
  const digits = Math.min(4, (text.split(".")[1] ?? "").length);
  try {
    return new Intl.NumberFormat(language, {
      style: "currency",
      currency,
      currencyDisplay: "code",
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(text);
  } catch {
    return `${formats.number.format(text)} ${currency}`; // a code that no currency has
  }
}

/** An amount in few signs, for pictures and matrices. */
export const roughly = (text) => formats.compact.format(text);

function named(names, code) {
  try {
    return (code && formats[names].of(code)) || code;
  } catch {
    return code; // no such code
  }
}
export const countryName = (code) => named("countries", code);
export const currencyName = (code) => named("currencies", code);
export const languageName = (code) => named("languages", code);

/** A name as a headline has it: with a capital. */
export const capital = (text) => (text ? text[0].toLocaleUpperCase(language) + text.slice(1) : text);
