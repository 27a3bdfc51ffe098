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

export default {
  render: mount(({ root, client, config }) => {
    const { medium } = config;
    const parts = [];
    if (config.before.length) {
      const before = section(root, "Before");
      parts.push(...place(before, ...prompts(client, config, config.before)));
    }
    const during = section(root, "During");
    const title = medium.url
      ? h("a", { href: medium.url, target: "_blank", rel: "noopener", text: `${medium.title} (opens in a new tab)` })
      : h("strong", { text: medium.title });
    during.append(h("p", { class: "kit-medium" }, title, medium.minutes ? ` · about ${many(medium.minutes, "minute")}` : ""));
    if (medium.note) during.append(h("p", { class: "kit-help", text: medium.note }));
    if (config.summary) {
      const spec = { scope: "team", activity: config.id, field: "summary", label: config.summary, visibility: "team", lines: 3 };
      parts.push(...place(during, textBox(client, spec)));
    }
    if (config.notes) {
      parts.push(
        ...place(
          during,
          rowList(client, {
            activity: config.id,
            noun: "Note",
            add: "Add a note",
            empty: 1,
            columns: {
              notice: { type: "text", label: "We noticed" },
              evidence: { type: "text", label: "Where we saw or heard it" },
              implication: { type: "text", label: "What it could mean for us" },
            },
          }),
        ),
      );
    }
    if (config.after.length) {
      const after = section(root, "After");
      parts.push(...place(after, ...prompts(client, config, config.after)));
    }
    return parts;
  }),
};
