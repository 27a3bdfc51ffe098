// The blocks of a schedule as this page knows them, and the one way to change them.
import { newRow } from "../shared/rows.js";

export const STEP = 5; // minutes that a button or a drag moves by
export const CELLS = ["group", "day", "start", "end", "use", "who", "note"];
/** A sign and a word for each sort, so that nothing rests on color. */
export const SORTS = { core: ["■", "core"], support: ["▲", "added help"], planning: ["●", "adults’ planning"], other: ["○", "other"] };

/** "09:05" as minutes since midnight, or null. @param {any} clock */
export function minuteOf(clock) {
  const found = /^([01][0-9]|2[0-3]):([0-5][0-9])$/.exec(clock ?? "");
  return found ? 60 * Number(found[1]) + Number(found[2]) : null;
}

/** Minutes since midnight as the store keeps them. @param {number} minute */
export function clockOf(minute) {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/** The blocks as this page knows them, and the one way to change them: every change can be undone. */
export function plan(client, config) {
  const initial = Object.fromEntries(config.rows.map((row) => [row.id, row.values]));
  const ids = Object.keys(initial);
  const at = (field) => ({ scope: "team", activity: config.id, field });
  const sorts = Object.fromEntries(config.uses.map((use) => [use.id, use]));
  const names = (list) => Object.fromEntries(list.map((each) => [each.id, each.text ?? each.title]));
  const days = names(config.days);
  const groups = names(config.groups);
  const undone = []; // {words, key, when, changes: [[field, before]]}
  let wide = false; // whether am and pm are needed

  function value(row, column) {
    return client.value(at(`${row}.${column}`)) ?? initial[row]?.[column] ?? "";
  }
  function block(row) {
    const cells = Object.fromEntries(CELLS.map((column) => [column, value(row, column)]));
    const [from, to] = [minuteOf(cells.start), minuteOf(cells.end)];
    const complete = from !== null && to !== null && cells.group in groups && cells.day in days && cells.use in sorts;
    return { row, ...cells, from, to, complete, removed: Boolean(value(row, "removed")) };
  }
  function act(words, changes, key = "") {
    const last = undone.at(-1);
    const together = key && last?.key === key && Date.now() - last.when < 4000;
    if (together) last.when = Date.now();
    else undone.push({ words, key, when: Date.now(), changes: changes.map(([field, , before]) => [field, before === undefined ? client.value(at(field)) : before]) });
    client.together(() => {
      for (const [field, now] of changes) client.set(at(field), now, { now: true });
    });
  }
  return {
    at,
    days,
    groups,
    uses: sorts,
    value,
    act,
    all() {
      const found = client.rows(config.id, ids).map(block);
      const times = found.filter((b) => b.complete && !b.removed).flatMap((b) => [b.from, b.to]);
      times.push(minuteOf(config.starts), minuteOf(config.ends));
      wide = Math.max(...times) - Math.min(...times) >= 720;
      return found;
    },
    clock(minute) {
      const half = wide ? (minute % 1440 < 720 ? " am" : " pm") : "";
      return `${((Math.floor(minute / 60) + 11) % 12) + 1}:${String(minute % 60).padStart(2, "0")}${half}`;
    },
    /** New rows with these cells. Undoing takes them out. */
    added(cells) {
      const row = newRow(this.made++);
      const filled = Object.entries(cells).filter(([column, text]) => CELLS.includes(column) && text !== "");
      return { row, changes: [[`${row}.removed`, false, true], ...filled.map(([column, text]) => [`${row}.${column}`, text, null])] };
    },
    made: 0,
    get undoable() {
      return undone.at(-1)?.words ?? "";
    },
    undo() {
      const last = undone.pop();
      if (!last) return "";
      // What was made is taken out; its cells stay, so that it could be put back.
      const born = new Set(last.changes.filter(([field, before]) => field.endsWith(".removed") && before === true).map(([field]) => field.slice(0, field.lastIndexOf("."))));
      client.together(() => {
        for (const [field, before] of last.changes) {
          if (!field.endsWith(".removed") && born.has(field.slice(0, field.lastIndexOf(".")))) continue;
          client.set(at(field), before, { now: true });
        }
      });
      return last.words;
    },
  };
}
