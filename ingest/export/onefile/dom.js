// Elements. Text only ever becomes text: nothing here parses HTML.

function el(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

// A number with so many significant digits, whole numbers whole; a text as it is. Figures of documents are shown with more digits.
function shown(value, digits = 4) {
  if (typeof value !== "number") return value ?? "";
  const whole = Number.isInteger(value) || Math.abs(value) >= 10 ** (digits - 1);
  return value.toLocaleString("en-US", whole ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: digits });
}

function withUnit(value, unit, digits) {
  if (value === null || value === undefined) return null;
  return [shown(value, digits), unit && unit !== "count" && typeof value === "number" ? el("span", { class: "unit" }, " " + unit) : ""];
}

// An address leads out only if it is one; whatever else a page might have printed stays text.
function outLink(url, text) {
  return /^https?:\/\//.test(url) ? el("a", { href: url, rel: "noreferrer noopener" }, text) : text;
}

function platformLink(platform) {
  return el("a", { href: "#platform/" + platform.id }, platform.name);
}

function sourceLink(source, text) {
  return el("a", { href: "#source/" + source.id }, text ?? source.title);
}

function cell(value, unit) {
  return el("td", { class: typeof value === "number" ? "number" : null }, withUnit(value, unit) ?? "");
}

function table(caption, heads, rows) {
  return el("div", { class: "scroll", role: "region", tabindex: 0, "aria-label": caption },
    el("table", {}, el("caption", {}, caption),
      el("thead", {}, el("tr", {}, heads.map((head) => (head instanceof Element ? head : el("th", { scope: "col" }, head))))),
      el("tbody", {}, rows)));
}

function row(head, ...cells) {
  return el("tr", {}, el("th", { scope: "row" }, head), cells.map((c) => (c instanceof HTMLTableCellElement ? c : el("td", {}, c))));
}

function choice(name, label, options, chosen) {
  return el("label", {}, label,
    el("select", { name }, options.map(([value, text]) => el("option", { value, selected: value === chosen }, text))));
}

// Footnotes of one page: a source gets the next number where it is first named.
class Footnotes {
  numbers = new Map();

  marks(sources, most = 4) {
    const some = sources.slice(0, most).map((source) => {
      if (!this.numbers.has(source)) this.numbers.set(source, this.numbers.size + 1);
      const n = this.numbers.get(source);
      return el("a", { class: "note", href: "#source/" + source.id, title: source.publisher + ": " + source.title }, `[${n}]`);
    });
    return sources.length > most ? [some, el("span", { class: "note" }, `+${sources.length - most}`)] : some;
  }

  list() {
    return [el("h2", {}, "Sources"), el("ol", {}, [...this.numbers.keys()].map((source) =>
      el("li", {}, document_(source))))];
  }
}

function document_(source) {
  return [source.publisher + ": ", sourceLink(source), source.published ? `, ${source.published}` : "", ". ",
    outLink(source.url, source.url), ` (${source.kind}; read ${source.checked_on})`];
}
