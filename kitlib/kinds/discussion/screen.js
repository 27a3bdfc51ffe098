// Before, during and after a video or text.
import { say } from "../../frontend/static/core/language.js";
import { promptBox, textBox } from "../../frontend/static/ui/box.js";
import { el, plural } from "../../frontend/static/ui/dom.js";
import { mount, place } from "../../frontend/static/ui/mount.js";
import { rowList } from "../../frontend/static/ui/rows.js";
import { seatPicker } from "../../frontend/static/ui/seat.js";
/** @import { Client } from "../../frontend/static/core/client.js" */

/** @param {Client} client @param {any} config @param {any[]} list */
function prompts(client, config, list) {
  const picker = list.some((prompt) => prompt.scope === "seat") ? [seatPicker(client)] : [];
  return [...picker, ...list.map((prompt) => promptBox(client, config.id, prompt))];
}

/** What is watched or read. @param {any} medium */
function mediumLines({ url, title, minutes, note }) {
  const name = url ? el("a", { href: url, target: "_blank", rel: "noopener", text: say("{title} (opens in a new tab)", { title }) }) : el("strong", { text: title });
  const line = el("p", { class: "kit-medium" }, name, minutes ? ` · ${say("about {minutes}", { minutes: plural(minutes, "minute") })}` : "");
  return [line, ...(note ? [el("p", { text: note })] : [])];
}

/** @param {Client} client @param {any} config */
function summaryBox(client, config) {
  return config.summary ? [textBox(client, { scope: "team", activity: config.id, field: "summary", label: config.summary, visibility: "team", lines: 3 })] : [];
}

/** @param {Client} client @param {any} config */
function notes(client, config) {
  return rowList(client, {
    activity: config.id,
    noun: say("Note"),
    add: say("Add a note"),
    empty: 1,
    columns: {
      notice: { type: "text", label: say("We noticed") },
      evidence: { type: "text", label: say("Where we saw or heard it") },
      implication: { type: "text", label: say("What it could mean for us") },
    },
  });
}

export default {
  render: mount(({ root, client, config }) => {
    /** @param {string} title @param {...HTMLElement} lines */
    const section = (title, ...lines) => root.appendChild(el("div", { class: "kit-part" }, el("h4", { text: title }), ...lines));
    const isWanted = (/** @type {string} */ part) => config.part === "all" || config.part === part;
    const parts = [];
    if (config.before.length && isWanted("before")) parts.push(...place(section(say("Before")), ...prompts(client, config, config.before)));
    if (isWanted("during")) parts.push(...place(section(say("During"), ...mediumLines(config.medium)), ...summaryBox(client, config)));
    if (config.notes && (isWanted("notes") || isWanted("during"))) parts.push(...place(section(say("Notes")), notes(client, config)));
    if (config.after.length && isWanted("after")) parts.push(...place(section(say("After")), ...prompts(client, config, config.after)));
    return parts;
  }),
};
