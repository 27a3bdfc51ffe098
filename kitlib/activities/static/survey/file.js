// A file of survey results, read in the browser: counts, answers one a line, or one person a line.
// Who answered what stays in the browser; only counts by form, item and point leave it.

const NOT_ANSWERED = new Set(["", "pass", "na", "n/a", "-", "no answer", "skipped"]);
const MOST = 100000;

const plain = (text) => String(text ?? "").trim().toLowerCase().replace(/\s+/g, " ");

/** The text of a file, whatever program wrote it. @param {ArrayBuffer} bytes */
export function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** Rows of a file with commas, semicolons or tabs: `{line, cells}`, empty lines left out. @param {string} text */
export function delimited(text) {
  const content = text.replace(/^\uFEFF/, "");
  const head = content.split(/\r?\n/, 1)[0];
  const mark = [",", ";", "\t"].sort((a, b) => head.split(b).length - head.split(a).length)[0];
  const rows = [];
  let cells = [];
  let cell = "";
  let quoted = false;
  let line = 1;
  let start = 1;
  const endRow = () => {
    cells.push(cell);
    if (cells.some((each) => each.trim())) rows.push({ line: start, cells: cells.map((each) => each.trim()) });
    cells = [];
    cell = "";
  };
  for (let i = 0; i < content.length; i++) {
    const c = content[i];
    if (c === "\n") line += 1;
    if (quoted) {
      if (c !== '"') cell += c;
      else if (content[i + 1] === '"') cell += content[++i];
      else quoted = false;
    } else if (c === '"' && !cell.trim()) {
      quoted = true;
      cell = "";
    } else if (c === mark) {
      cells.push(cell);
      cell = "";
    } else if (c === "\n") {
      endRow();
      start = line;
    } else if (c !== "\r") cell += c;
  }
  endRow();
  return rows;
}

/**
 * What a file holds: for each form found `{people, asked, counts: {item: number[]}}`, and each line that was refused.
 * @param {string} text @param {{id: string, title: string, instrument: any, points: any[]}[]} forms
 */
export function readResults(text, forms) {
  const [head, ...rows] = delimited(text);
  const refused = [];
  const found = new Map();
  if (!head || !rows.length) return { forms: {}, refused: [{ line: 1, why: "The file has no lines below its headings." }], way: "" };
  const columns = head.cells.map(plain);
  const at = (...names) => columns.findIndex((column) => names.includes(column));
  const [form, item, point, count, person, value] = [at("form", "group"), at("item", "question"), at("point"), at("count", "n"), at("respondent", "person", "id"), at("value", "answer")];
  const refuse = (line, why) => refused.push({ line, why });

  const formOf = (line, words) => {
    if (form < 0 && forms.length === 1) return forms[0];
    const each = forms.find((f) => plain(f.id) === plain(words) || plain(f.title) === plain(words));
    if (!each) refuse(line, form < 0 ? "The file needs a column “form”, since this survey has several." : `There is no form “${words}”. Use ${forms.map((f) => f.id).join(", ")}.`);
    return each;
  };
  const itemOf = (of, words) => of.instrument.items.find((i) => plain(i.id) === plain(words) || plain(i.text) === plain(words));
  const pointOf = (of, words) => of.points.findIndex((p) => String(p.value) === words.trim() || plain(p.label) === plain(words));
  const held = (of) => {
    if (!found.has(of.id)) found.set(of.id, { people: 0, asked: null, counts: {}, seen: new Set(), persons: new Set() });
    return found.get(of.id);
  };
  const points = (of) => of.points.map((p) => p.value).join(", ");
  const add = (of, id, index, n) => {
    const counts = (held(of).counts[id] ??= of.points.map(() => 0));
    counts[index] += n;
  };

  let way = "";
  if (item >= 0 && point >= 0 && count >= 0) {
    way = "counts";
    for (const { line, cells } of rows) {
      const of = formOf(line, cells[form] ?? "");
      if (!of) continue;
      const n = /^\d+$/.test(cells[count] ?? "") ? Number(cells[count]) : NaN;
      if (!(n <= MOST)) {
        refuse(line, `“${cells[count] ?? ""}” is not a whole number of people.`);
        continue;
      }
      const what = plain(cells[item]);
      if (!cells[point] && (what === "people" || what === "asked")) {
        held(of)[what] = n;
        continue;
      }
      const which = itemOf(of, cells[item] ?? "");
      const index = which ? pointOf(of, cells[point] ?? "") : -1;
      const key = `${which?.id}|${index}`;
      if (!which) refuse(line, `${of.title} has no statement “${cells[item] ?? ""}”.`);
      else if (index < 0) refuse(line, `“${cells[point] ?? ""}” is no point of the scale. Use ${points(of)}, or the words.`);
      else if (held(of).seen.has(key)) refuse(line, `“${which.id}”, point ${of.points[index].value}, stands here twice. The first one counts.`);
      else {
        held(of).seen.add(key);
        add(of, which.id, index, n);
      }
    }
  } else if (item >= 0 && value >= 0 && person >= 0) {
    way = "answers";
    for (const { line, cells } of rows) {
      const of = formOf(line, cells[form] ?? "");
      const which = of && itemOf(of, cells[item] ?? "");
      if (of && !which) refuse(line, `${of.title} has no statement “${cells[item] ?? ""}”.`);
      if (!which || NOT_ANSWERED.has(plain(cells[value]))) continue;
      const index = pointOf(of, cells[value]);
      const key = `${cells[person]}|${which.id}`;
      if (!cells[person]) refuse(line, "The column of the respondent is empty.");
      else if (index < 0) refuse(line, `“${cells[value]}” is no point of the scale. Use ${points(of)}, or the words.`);
      else if (held(of).seen.has(key)) refuse(line, "This respondent answered the statement before. The first answer counts.");
      else {
        held(of).seen.add(key);
        held(of).persons.add(cells[person]);
        add(of, which.id, index, 1);
      }
    }
  } else {
    way = "people";
    // One person a line, one statement a column. Without a column “form”, the form with the most columns.
    const known = (of) => head.cells.map((words, i) => [i, i === form || i === person ? null : itemOf(of, words)]).filter(([, which]) => which);
    const fits = [...forms].sort((a, b) => known(b).length - known(a).length)[0];
    if (!known(fits).length) {
      return { forms: {}, way: "", refused: [{ line: 1, why: "The headings fit none of the three ways: “form, item, point, count”; “respondent, form, item, value”; or one column for each statement." }] };
    }
    for (const [i, words] of head.cells.entries()) {
      const used = i === form || i === person || forms.some((of) => itemOf(of, words));
      if (!used) refuse(1, `Column “${words || i + 1}” fits no statement; it was left out.`);
    }
    for (const { line, cells } of rows) {
      const of = form < 0 ? fits : formOf(line, cells[form] ?? "");
      if (!of) continue;
      let answered = false;
      for (const [i, which] of known(of)) {
        if (NOT_ANSWERED.has(plain(cells[i]))) continue;
        const index = pointOf(of, cells[i]);
        if (index < 0) refuse(line, `“${cells[i]}” under “${head.cells[i]}” is no point of the scale. Use ${points(of)}, or the words.`);
        else {
          add(of, which.id, index, 1);
          answered = true;
        }
      }
      if (answered) held(of).people += 1;
    }
  }
  const out = {};
  for (const [id, { people, asked, counts, persons }] of found) {
    const most = Math.max(0, ...Object.values(counts).map((c) => c.reduce((a, b) => a + b, 0)));
    out[id] = { people: Math.max(people, persons.size, most), asked, counts };
  }
  return { forms: out, refused, way };
}
