// Files with commas, semicolons or tabs, whatever program wrote them.

/** @typedef {{line: number, cells: string[]}} Row */

/** The text of a file. @param {ArrayBuffer} bytes */
export function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** The character between cells: the one that the first line holds most of. @param {string} content */
function separatorOf(content) {
  const head = content.split(/\r?\n/, 1)[0];
  return [",", ";", "\t"].sort((a, b) => head.split(b).length - head.split(a).length)[0];
}

/** A cell in quotes that begins at `from`: its text, and where it ends. @param {string} content @param {number} from */
function quotedCell(content, from) {
  let text = "";
  for (let i = from + 1; i < content.length; i += 1) {
    if (content[i] !== '"') text += content[i];
    else if (content[i + 1] === '"') {
      text += '"';
      i += 1;
    } else return { text, end: i };
  }
  return { text, end: content.length };
}

/** The rows of a file, with the line each begins on; empty ones left out. @param {string} text @returns {Row[]} */
export function delimited(text) {
  const content = text.replace(/^\uFEFF/, "");
  const separator = separatorOf(content);
  /** @type {Row[]} */
  const rows = [];
  /** @type {string[]} */
  let cells = [];
  let cell = "";
  let line = 1;
  let start = 1;
  const endRow = () => {
    cells.push(cell);
    if (cells.some((each) => each.trim())) rows.push({ line: start, cells: cells.map((each) => each.trim()) });
    cells = [];
    cell = "";
  };
  for (let i = 0; i < content.length; i += 1) {
    const c = content[i];
    if (c === '"' && !cell.trim()) {
      const quoted = quotedCell(content, i);
      line += quoted.text.split("\n").length - 1;
      cell = quoted.text;
      i = quoted.end;
    } else if (c === separator) {
      cells.push(cell);
      cell = "";
    } else if (c === "\n") {
      endRow();
      line += 1;
      start = line;
    } else if (c !== "\r") cell += c;
  }
  endRow();
  return rows;
}
