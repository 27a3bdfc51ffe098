// Agreements: suggested, edited, agreed; in a review, how well each was kept.
import { h, say } from "./shared/dom.js";
import { badge } from "./shared/badge.js";
import { rowList } from "./shared/rows.js";
import { mount, place } from "./shared/mount.js";

const WORDS = { kept: "Kept", partly: "Partly", not: "Not kept" };

function review({ root, client, config }) {
  const list = h("div", { class: "kit-items" });
  const drawn = new Map();
  const of = (row, column) => ({ scope: "team", activity: config.review, field: `${row}.${column}` });
  const kept = (row) => ({ scope: "team", activity: config.id, field: `${row}.kept` });
  root.append(h("p", { class: "kit-help", text: "One answer for the whole team." }));
  const none = h("p", { class: "kit-help", text: "No agreements were made in this meeting yet." });
  const status = badge(client, () => [...drawn.keys()].map(kept));

  function draw(row) {
    const legend = h("legend");
    const name = `kit-kept-${row}-${Math.random().toString(36).slice(2, 7)}`;
    const radios = config.kept.map((value) =>
      h("input", {
        type: "radio",
        name,
        value,
        "data-kit-field": `${config.id}/${row}.kept/${value}`,
        onchange: () => client.set(kept(row), value, { now: true }),
      }),
    );
    const element = h(
      "fieldset",
      { class: "kit-item" },
      legend,
      h("div", { class: "kit-points" }, ...radios.map((radio) => h("label", {}, radio, ` ${WORDS[radio.value]}`))),
    );
    return {
      element,
      update(text) {
        say(legend, text);
        for (const radio of radios) radio.checked = client.value(kept(row)) === radio.value;
      },
    };
  }

  function update() {
    const initial = config.agreements ?? [];
    const rows = client.rows(config.review, initial.map((s) => s.id));
    let shown = 0;
    for (const row of rows) {
      const text = client.value(of(row, "text")) ?? initial.find((s) => s.id === row)?.text ?? "";
      const gone = client.value(of(row, "removed")) || !text.trim();
      if (!drawn.has(row)) {
        drawn.set(row, draw(row));
        list.append(drawn.get(row).element);
      }
      drawn.get(row).element.hidden = Boolean(gone);
      drawn.get(row).update(text);
      shown += gone ? 0 : 1;
    }
    none.hidden = shown > 0;
    status.update();
  }
  root.append(none, list);
  return place(root, { element: status.element, update });
}

export default {
  render: mount((parts) => {
    if (parts.config.review) return review(parts);
    const { root, client, config } = parts;
    const list = rowList(client, {
      activity: config.id,
      noun: "Agreement",
      add: "Add an agreement",
      columns: {
        text: { type: "text", label: "Agreement", wide: true },
        agreed: { type: "tick", label: "We can all keep this" },
      },
      initial: config.suggest.map((s) => ({ id: s.id, values: { text: s.text } })),
    });
    return place(root, list);
  }),
};
