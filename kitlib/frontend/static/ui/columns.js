// A cell of a list of rows: the field that fits its column.
import { say, words } from "../core/language.js";
import { el } from "./dom.js";
import { Field } from "./field.js";
import { numberFrom } from "./tabular.js";
import { judgeTyped } from "./values.js";
/** @import { At } from "../core/answers.js" */
/** @import { Client } from "../core/client.js" */
/** @import { FieldSpec } from "./field.js" */
/** @import { Column } from "./values.js" */

/** @type {Record<import("./values.js").ColumnType, FieldSpec["type"]>} */
const CONTROL_OF = { text: "lines", short: "line", who: "line", choice: "select", number: "line", code: "line", date: "date", tick: "tick" };

/** @param {Column} column @param {string} [roles] the id of a list of roles to offer */
function attributesOf({ type }, roles) {
  if (type === "number") return { inputmode: "decimal", autocomplete: "off" };
  if (type === "code") return { spellcheck: "false", autocapitalize: "characters", autocomplete: "off" };
  return type === "who" && roles ? { list: roles, autocomplete: "off" } : {};
}

/** Whether a text in a cell already says its value: "1,200" is 1200, and a code is typed with a blank behind it. @param {Column} column @param {() => HTMLElement} input @returns {FieldSpec["same"]} */
function sameAs(column, input) {
  if (column.type === "number") return (shown, value) => typeof value === "number" && numberFrom(shown, column.unit).value === value;
  if (column.type === "code") return (shown, value) => input() === document.activeElement && shown.trim() === value;
  return undefined;
}

/**
 * @param {Client} client @param {() => At} at @param {Column} column @param {() => string} rowName
 * @param {{roles?: string, note?: FieldSpec["note"], write?: FieldSpec["write"]}} [more]
 */
export function columnField(client, at, column, rowName, { roles, note, write } = {}) {
  const isTyped = column.type === "number" || column.type === "code";
  /** @type {Field} */
  const made = new Field(client, {
    at,
    type: CONTROL_OF[column.type],
    label: column.label,
    unit: column.unit,
    name: () => `${rowName()}: ${column.label}`,
    help: column.help,
    options: (column.choices ?? []).map((choice) => ({ value: choice, label: column.said ? say(choice) : words(choice) })),
    blank: column.blank ?? null,
    initial: column.initial,
    attributes: attributesOf(column, roles),
    judge: isTyped ? (text) => judgeTyped(column, text) : undefined,
    same: sameAs(column, () => made.input),
    both: ["text", "short", "who"].includes(column.type),
    note,
    write,
  });
  made.element.className = `kit-cell kit-cell-${column.type}${column.wide ? " kit-cell-wide" : ""}`;
  return made;
}

/** What people call the seats, offered where a role is asked for. @param {Client} client */
export function roleList(client) {
  const list = el("datalist", { id: `kit-roles-${Math.random().toString(36).slice(2, 9)}` });
  let shown = "";
  return {
    element: list,
    id: list.id,
    update() {
      const roles = [...new Set(client.seats.map((seat) => seat.label.split(", ").slice(1).join(", ")).filter(Boolean))];
      if (roles.join("|") === shown) return;
      shown = roles.join("|");
      list.replaceChildren(...roles.map((role) => el("option", { value: role })));
    },
  };
}
