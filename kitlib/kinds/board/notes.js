// What stands on a board now, as this page knows it.
import { say } from "../../frontend/static/core/language.js";
/** @import { Client } from "../../frontend/static/core/client.js" */

/**
 * @typedef {{row: string, text: string, mine: boolean, heap: string, isHidden: boolean}} Note `heap`: the heading it stands under
 * @typedef {{row: string, name: string, help: string}} Heading
 * @typedef {{headings: Map<string, Heading>, dropped: Map<string, Heading>, notes: Map<string, Note>, removed: Map<string, Note>}} Board
 *   in their order; `dropped` and `removed` were taken out
 */

export const LOOSE = ""; // the heap of notes under no heading
export const NAMELESS = say("Heading without a name");

/** The words of a note as a button's name holds them. @param {string} text */
export const short = (text) => (text.length > 60 ? `${text.slice(0, 57)}…` : text);

/** Rows of which a column was written. @param {Set<string>} fields @param {string} column */
function rowsWith(fields, column) {
  return [...fields].filter((field) => field.endsWith(column)).map((field) => field.slice(0, -column.length));
}

/** What stands on the wall now. @param {Client} client @param {any} config @returns {Board} */
export function readBoard(client, config) {
  const { headings, dropped } = readHeadings(client, config);
  /** @type {Map<string, Note>} */
  const notes = new Map();
  /** @type {Map<string, Note>} */
  const removed = new Map();
  const seat = (/** @type {string} */ field) => client.value({ scope: "seat", activity: config.id, field });
  const team = (/** @type {string} */ field) => client.value({ scope: "team", activity: config.id, field });
  const make = (/** @type {string} */ row, /** @type {string} */ text, /** @type {boolean} */ mine) => {
    const heading = team(`${row}.cluster`);
    return { row, text, mine, heap: headings.has(heading) ? heading : LOOSE, isHidden: false };
  };
  for (const row of client.seat ? rowsWith(client.answers.fields(config.id, client.seat), ".text") : []) {
    (seat(`${row}.removed`) ? removed : notes).set(row, make(row, String(seat(`${row}.text`) ?? ""), true));
  }
  for (const [row, text] of Object.entries(client.shared[config.id]?.notes ?? {})) {
    if (!notes.has(row) && !removed.has(row)) notes.set(row, make(row, text, false));
  }
  return { headings, dropped, notes: new Map([...notes].sort(([a], [b]) => (a < b ? -1 : 1))), removed };
}

/** @param {Client} client @param {any} config */
function readHeadings(client, config) {
  const team = (/** @type {string} */ field) => client.value({ scope: "team", activity: config.id, field });
  /** @type {Map<string, any>} */
  const given = new Map(config.clusters.map((/** @type {any} */ cluster) => [cluster.id, cluster]));
  const named = rowsWith(client.answers.fields(config.id), ".name");
  const added = named.filter((row) => !given.has(row) && team(`${row}.name`) !== null).sort();
  /** @type {Map<string, Heading>} */
  const headings = new Map();
  /** @type {Map<string, Heading>} */
  const dropped = new Map();
  for (const row of [...given.keys(), ...added]) {
    const heading = { row, name: String(team(`${row}.name`) ?? given.get(row)?.text ?? ""), help: given.get(row)?.help ?? "" };
    (team(`${row}.dropped`) ? dropped : headings).set(row, heading);
  }
  return { headings, dropped };
}
