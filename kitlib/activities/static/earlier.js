// What earlier meetings left open: each action is done, goes on, gets a new date with a reason, or is dropped.
import { h, freshId, say, many } from "./shared/dom.js";
import { badge } from "./shared/badge.js";
import { conflictPanel } from "./shared/conflict.js";
import { mount } from "./shared/mount.js";

const WORDS = {
  action: { done: "Done", "under way": "Under way", moved: "New date", dropped: "Dropped" },
  question: { answered: "Answered", "under way": "Still open", dropped: "Dropped" },
};

/** A day as people write it. @param {string} iso */
function long(iso) {
  const [y, m, d] = iso.split("-").map(Number);
  return new Intl.DateTimeFormat(undefined, { dateStyle: "long" }).format(new Date(y, m - 1, d));
}

function line(client, thing) {
  const at = (column) => ({ scope: "room", activity: "earlier", field: `${thing.id}.${column}` });
  const name = freshId("outcome");
  const radios = Object.entries(WORDS[thing.sort]).map(([value, words]) => {
    const radio = h("input", { type: "radio", name, "data-kit-field": `earlier/${thing.id}.outcome/${value}`, onchange: () => client.set(at("outcome"), value, { now: true }) });
    return { value, radio, element: h("label", {}, radio, ` ${words}`) };
  });
  const dueId = freshId("due");
  const due = h("input", { id: dueId, type: "date", "data-kit-field": `earlier/${thing.id}.due`, oninput: () => (due.value !== "" && due.value < "2000") || client.set(at("due"), due.value), onblur: () => client.flush() });
  const whyId = freshId("why");
  const why = h("textarea", { id: whyId, rows: 1, "data-kit-field": `earlier/${thing.id}.reason`, oninput: () => client.set(at("reason"), why.value), onblur: () => client.flush() });
  const conflict = conflictPanel(client, () => at("reason"), () => "Why");
  const dueBox = h("div", { class: "kit-cell" }, h("label", { for: dueId, text: "New date" }), due);
  const whyBox = h("div", { class: "kit-cell" }, h("label", { for: whyId, text: "Why" }), why, conflict.element);
  const more = h("div", { class: "kit-row-cells" }, dueBox, whyBox);
  const missing = h("p", { class: "kit-help" });
  const status = badge(client, () => ["outcome", "due", "reason"].map(at));
  const facts = [
    thing.owner,
    thing.due && `due ${long(thing.due)}`,
    thing.measure && `we will know by: ${thing.measure}`,
    thing.moved && `moved ${many(thing.moved, "time")} before`,
    `${thing.label}, ${long(thing.date)}`,
  ];
  const element = h(
    "li",
    { class: "kit-row" },
    h("fieldset", { class: "kit-item" }, h("legend", { text: thing.what }), h("p", { class: "kit-help", text: facts.filter(Boolean).join(" · ") }), h("div", { class: "kit-points" }, ...radios.map((r) => r.element))),
    more,
    missing,
    status.element,
  );
  return {
    element,
    update() {
      const outcome = client.value(at("outcome"));
      for (const r of radios) {
        r.radio.checked = r.value === outcome;
        r.radio.disabled = !client.knows("room");
      }
      more.hidden = !outcome || outcome === "done" || outcome === "under way";
      dueBox.hidden = outcome !== "moved";
      const day = client.value(at("due")) ?? "";
      if (due.value !== day && due !== document.activeElement) due.value = day;
      const reason = client.value(at("reason")) ?? "";
      if (why.value !== reason) why.value = reason;
      const lacks = outcome === "moved" && [!day && "a new date", !reason && "a reason"].filter(Boolean).join(" and ");
      say(missing, lacks ? `Still missing: ${lacks}.` : "");
      conflict.update();
      status.update();
    },
  };
}

export default {
  render: mount(({ root, section, client }) => {
    const lists = { action: h("ol", { class: "kit-rows" }), question: h("ol", { class: "kit-rows" }) };
    const intro = h("p", { class: "kit-help" });
    const heads = { action: h("h4", { text: "Open actions" }), question: h("h4", { text: "Questions held" }) };
    root.append(intro, heads.action, lists.action, heads.question, lists.question);
    const drawn = new Map();
    return [
      {
        update() {
          section.hidden = !client.carried.length;
          for (const thing of client.carried) {
            if (!drawn.has(thing.id)) {
              drawn.set(thing.id, line(client, thing));
              lists[thing.sort].append(drawn.get(thing.id).element);
            }
          }
          for (const sort of ["action", "question"]) heads[sort].hidden = !lists[sort].children.length;
          say(intro, `${many(client.carried.length, "thing")} still open. Say what became of each, before you begin.`);
          for (const each of drawn.values()) each.update();
        },
      },
    ];
  }),
};
