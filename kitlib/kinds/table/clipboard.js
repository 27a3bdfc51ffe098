// Cells copied from a spreadsheet: tabs between cells, quotes around a cell with tabs or lines of its own.

const LONGEST_CELL = 20000;

/** Whether a quote at `from` opens a cell: it is closed again just before the next tab, line or end. @param {string} text @param {number} from */
function opensCell(text, from) {
  return /^"(?:[^"]|"")*"(?=\t|\n|$)/.test(text.slice(from, from + LONGEST_CELL));
}

/** @param {string} text @returns {string[][]} rows that are not empty */
export function cellsOf(text) {
  const clean = text.replace(/\r\n?/g, "\n");
  /** @type {string[][]} */
  const rows = [[]];
  let cell = "";
  for (let i = 0; i <= clean.length; i += 1) {
    const c = clean[i];
    if (c === '"' && cell === "" && opensCell(clean, i)) {
      const quoted = /** @type {RegExpExecArray} */ (/^"((?:[^"]|"")*)"/.exec(clean.slice(i)));
      cell = quoted[1].replaceAll('""', '"');
      i += quoted[0].length - 1;
      continue;
    }
    if (c !== undefined && c !== "\t" && c !== "\n") {
      cell += c;
      continue;
    }
    /** @type {string[]} */ (rows.at(-1)).push(cell);
    cell = "";
    if (c === "\n") rows.push([]);
  }
  return rows.filter((row) => row.some((words) => words.trim()));
}

/** @param {string} words */
function simple(words) {
  return words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** Which column each pasted column goes to: by the words of the first line where they are headings, else in order. @param {string[][]} rows @param {{id: string, title: string}[]} columns */
export function aimAt(rows, columns) {
  const heads = rows[0].map((words) => columns.find((column) => simple(column.title) === simple(words) || simple(column.id) === simple(words)));
  const filled = rows[0].filter((words) => words.trim()).length;
  const isHeaded = rows.length > 1 && heads.filter(Boolean).length >= Math.max(1, Math.ceil(filled / 2));
  const width = Math.max(...rows.map((row) => row.length));
  const to = Array.from({ length: width }, (_, i) => (isHeaded ? heads[i]?.id : columns[i]?.id) ?? "");
  return { isHeaded, to: to.map((id, i) => (to.indexOf(id) === i ? id : "")) };
}
