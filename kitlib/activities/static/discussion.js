// Before, during and after a video or text.
import { h, many } from "./shared/dom.js";
import { promptBox, textBox } from "./shared/box.js";
import { rowList } from "./shared/rows.js";
import { mount, place, seatPicker } from "./shared/mount.js";

function prompts(client, config, list) {
  const picker = list.some((prompt) => prompt.scope === "seat") ? [seatPicker(client)] : [];
  return [...picker, ...list.map((prompt) => promptBox(client, config.id, prompt))];
}

function section(root, title) {
  const part = h("div", { class: "kit-part" }, h("h4", { text: title }));
  root.append(part);
  return part;
}

function before(root, client, config) {
  return place(section(root, "Before"), ...prompts(client, config, config.before));
}

function medium(root, { medium: found }) {
  const title = found.url
    ? h("a", { href: found.url, target: "_blank", rel: "noopener", text: `${found.title} (opens in a new tab)` })
    : h("strong", { text: found.title });
  root.append(h("p", { class: "kit-medium" }, title, found.minutes ? ` · about ${many(found.minutes, "minute")}` : ""));
  if (found.note) root.append(h("p", { text: found.note }));
}

function during(root, client, config) {
  const part = section(root, "During");
  medium(part, config);
  if (!config.summary) return [];
  const spec = { scope: "team", activity: config.id, field: "summary", label: config.summary, visibility: "team", lines: 3 };
  return place(part, textBox(client, spec));
}

function notes(root, client, config) {
  const list = rowList(client, {
    activity: config.id,
    noun: "Note",
    add: "Add a note",
    empty: 1,
    columns: {
      notice: { type: "text", label: "We noticed" },
      evidence: { type: "text", label: "Where we saw or heard it" },
      implication: { type: "text", label: "What it could mean for us" },
    },
  });
  return place(section(root, "Notes"), list);
}

function after(root, client, config) {
  return place(section(root, "After"), ...prompts(client, config, config.after));
}

export default {
  render: mount(({ root, client, config }) => {
    const wanted = (part) => config.part === "all" || config.part === part;
    return [
      ...(config.before.length && wanted("before") ? before(root, client, config) : []),
      ...(wanted("during") ? during(root, client, config) : []),
      ...(config.notes && (wanted("notes") || wanted("during")) ? notes(root, client, config) : []),
      ...(config.after.length && wanted("after") ? after(root, client, config) : []),
    ];
  }),
};
