// Rows with typed columns: an inventory, a case, a matrix, a charter.
import { chosen, habits, say, words } from "../../frontend/static/core/language.js";
import { drawnWhenChanged, el, keepingFocus, plural } from "../../frontend/static/ui/dom.js";
import { pollWhenCounted } from "../../frontend/static/ui/fresh.js";
import { mount, place } from "../../frontend/static/ui/mount.js";
import { readersNote } from "../../frontend/static/ui/readers.js";
import { rowList } from "../../frontend/static/ui/rows.js";
import { fold } from "../../frontend/static/ui/tabular.js";
import { numberWords, typedColumns } from "../../frontend/static/ui/values.js";
import { Importer } from "./importer.js";
/** @import { Client } from "../../frontend/static/core/client.js" */
/** @import { RowList } from "../../frontend/static/ui/rows.js" */

/** The sum or the counts of one column, in words. @param {any} column @param {any} shared @param {boolean} hasSums whether the sums stand under the columns already @returns {[string, string][]} */
function columnSums(column, { totals, counts }, hasSums) {
  const total = totals?.[column.id];
  const counted = Object.entries(counts?.[column.id] ?? {}).filter(([, n]) => n);
  /** @type {[string, string][]} */
  const lines = [];
  if (total && !hasSums) lines.push([say("{title}, total", { title: column.title }), `${numberWords(total)}${column.unit ? ` ${column.unit}` : ""}`]);
  if (column.type === "choice" && counted.length) lines.push([column.title, counted.map(([choice, n]) => `${words(choice)} ${n}`).join(" · ")]);
  if (column.type === "tick" && counted.length) lines.push([column.title, say("{n} ticked", { n: counted[0][1] })]);
  return lines;
}

/** Sums and counts in words, under the rows. @param {Client} client @param {any} config @param {RowList} list */
function sums(client, config, list) {
  const element = el("dl", { class: "kit-sums", hidden: true });
  const draw = drawnWhenChanged(([shared, isGrid]) => {
    /** @type {[string, string][]} */
    const lines = config.columns.flatMap((/** @type {any} */ column) => columnSums(column, shared, isGrid));
    element.hidden = !lines.length;
    element.replaceChildren(...lines.map(([title, sum]) => el("div", {}, el("dt", { text: title }), el("dd", { text: sum }))));
  });
  return {
    element,
    update() {
      const { totals, counts } = client.shared[config.id] ?? {};
      draw([{ totals, counts }, list.isGrid]);
    },
  };
}

/** The table of another team. @param {any} config @param {{team: string, rows: string[][], totals: Record<string, number>}} theirs */
function teamTable(config, { team, rows, totals }) {
  const columns = /** @type {any[]} */ (config.columns);
  const heads = columns.map((column) => el("th", { scope: "col", text: column.unit ? `${column.title} (${column.unit})` : column.title }));
  const lines = rows.map(([name, ...rest]) =>
    el("tr", {}, el("th", { scope: "row", text: name }), ...rest.map((text, i) => el("td", { "data-title": columns[i + 1].title, text, dir: "auto" }))),
  );
  const hasTotals = Object.keys(totals).length > 0 && rows.length > 0;
  const total = columns.map((column, i) => el("td", { text: column.id in totals ? numberWords(totals[column.id]) : i === 0 ? say("Total") : "" }));
  const caption = el("caption", { class: "kit-hidden", text: say("Table of {team}", { team }) });
  const foot = hasTotals && el("tfoot", {}, el("tr", {}, ...total));
  const table = el("table", { class: "kit-table kit-stack" }, caption, el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...lines), foot);
  return el("div", { class: "kit-scroll", tabindex: "0", role: "region", "aria-label": say("Table of {team}", { team }) }, table);
}

/** What other teams wrote, to read. @param {Client} client @param {any} config */
function others(client, config) {
  const body = el("div");
  const element = el("div", { class: "kit-part", hidden: true }, el("h4", { text: say("Other teams") }), body);
  /** @type {Set<string>} */
  const open = new Set();
  /** @param {any} theirs */
  function fold(theirs) {
    const remember = () => (details.open ? open.add(theirs.team) : open.delete(theirs.team));
    const summary = el("summary", { text: `${theirs.team}: ${plural(theirs.rows.length, "row")}` });
    const details = el("details", { open: open.has(theirs.team), ontoggle: remember }, summary, teamTable(config, theirs));
    return details;
  }
  const draw = drawnWhenChanged((/** @type {any[]} */ found) => {
    element.hidden = !found.length;
    keepingFocus(() => body.replaceChildren(...found.map(fold)));
  });
  return { element, update: () => draw(client.shared[config.id]?.others ?? []) };
}

/** @param {string} iso */
function dayWords(iso) {
  return new Intl.DateTimeFormat(habits() ?? "en-US", { dateStyle: "medium", timeZone: "UTC" }).format(new Date(`${iso}T00:00:00Z`));
}

/** Who had it the last time, and a gentle word where it is the same again. @param {{who: string, date: string} | undefined} last @param {any} value */
function lastTime(last, value) {
  if (!last) return null;
  const isSame = fold(String(value ?? "")) === fold(last.who);
  const when = dayWords(last.date);
  return isSame ? { words: say("{who} had it last time too ({when}). Someone else’s turn?", { who: last.who, when }), warn: true } : { words: say("Last time: {who} ({when})", { who: last.who, when }) };
}

/** The rows themselves. @param {Client} client @param {any} config @param {{arranged: () => void, pasted: (text: string) => boolean}} told */
function tableRows(client, config, { arranged, pasted }) {
  const shared = () => client.shared[config.id] ?? {};
  const rotating = config.columns.filter((/** @type {any} */ column) => column.rotates).map((/** @type {any} */ column) => column.id);
  const hasTotals = config.columns.some((/** @type {any} */ column) => column.total);
  return rowList(client, {
    activity: config.id,
    noun: config.noun,
    add: chosen() ? say("Add: {noun}", { noun: config.noun }) : `Add ${/^[aeiou]/i.test(config.noun) ? "an" : "a"} ${config.noun.toLowerCase()}`,
    columns: typedColumns(config.columns),
    initial: config.start,
    fixed: config.fixed,
    empty: config.fixed ? 0 : config.rows,
    grid: true,
    named: true,
    note: rotating.length ? (row, column, value) => (rotating.includes(column) ? lastTime(shared().last?.[column]?.[row], value) : null) : undefined,
    totals: hasTotals ? () => Object.fromEntries(Object.entries(shared().totals ?? {}).map(([column, n]) => [column, numberWords(n)])) : undefined,
    arranged,
    pasted: config.fixed ? undefined : pasted,
  });
}

export default {
  render: mount(({ root, client, config }) => {
    const summed = config.columns.filter((/** @type {any} */ c) => c.total || c.type === "choice" || c.type === "tick").map((/** @type {any} */ c) => c.id);
    const list = tableRows(client, config, { arranged: () => counted.update(), pasted: (text) => importer.offer(text) });
    const importer = new Importer(client, config, list);
    const counted = sums(client, config, list);
    const nudge = pollWhenCounted(client, config.id, (column) => column === "removed" || summed.includes(column));
    root.append(readersNote(config.visibility));
    return place(root, list, counted, ...(config.fixed ? [] : [importer]), others(client, config), nudge);
  }),
};
