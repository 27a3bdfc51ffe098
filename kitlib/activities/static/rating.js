// An instrument: own ratings first, then the spread, then the agreed rating with its reason.
import { h, freshId, say, many } from "./shared/dom.js";
import { badge } from "./shared/badge.js";
import { conflictPanel } from "./shared/conflict.js";
import { whoReads } from "./shared/box.js";
import { mount, place, seatPicker } from "./shared/mount.js";

const FEW = 3; // below this many, a spread tells who rated what

/** A group of native radios for one item. */
function choices(client, at, options, id) {
  const name = freshId("rate");
  const radios = options.map(({ value, label, help }) => {
    const radio = h("input", {
      type: "radio",
      name,
      "data-kit-field": `${id}/${value}`,
      onchange: () => client.set(at(), value, { now: true }),
    });
    return { value, radio, element: h("label", { title: help || null }, radio, ` ${label}`) };
  });
  return {
    element: h("div", { class: "kit-points" }, ...radios.map((r) => r.element)),
    update(disabled) {
      const value = client.value(at());
      for (const r of radios) {
        r.radio.checked = r.value === value;
        r.radio.disabled = Boolean(disabled);
      }
    },
  };
}

/** Each seat's own rating of every item. */
function own(client, config) {
  const points = [...config.points, { value: "pass", label: "Pass" }];
  const at = (item) => ({ scope: "seat", activity: config.id, field: `own.${item.id}` });
  const revealed = () => Boolean(client.value({ scope: "team", activity: config.id, field: "revealed" }));
  const items = config.instrument.items.map((item, i) => {
    const choice = choices(client, () => at(item), points, `${config.id}/own.${item.id}`);
    const legend = h("legend", {}, h("span", { class: "kit-number", text: `${i + 1}. ` }), item.text);
    return { item, choice, element: h("fieldset", { class: "kit-item" }, legend, choice.element) };
  });
  const progress = h("p", { class: "kit-count" });
  const status = badge(client, () => items.map(({ item }) => at(item)));
  const element = h(
    "div",
    {},
    config.instrument.intro && h("p", { class: "kit-help", text: config.instrument.intro }),
    h("p", { class: "kit-who" }, h("strong", { text: "Your team, as a spread" }), " Nobody sees your ratings until the team shows the spread, and then only how many chose each point. “Pass” is an answer too."),
    h("div", { class: "kit-items" }, ...items.map((i) => i.element)),
    progress,
    status.element,
  );
  return {
    element,
    update() {
      for (const { choice } of items) choice.update(!client.seat || !client.knows("seat"));
      const done = items.filter(({ item }) => client.value(at(item)) !== null).length;
      const all = done === items.length ? "✓ You are done. " : "";
      say(progress, client.seat ? `${all}${done} of ${items.length} rated${revealed() ? ". The spread is already shown; changes still count." : ""}` : "Choose your seat first.");
      status.update();
    },
  };
}

/** The spread of one item as stacked squares with their numbers, readable without color. */
function bar(points) {
  const element = h("ul", { class: "kit-spread" });
  let shown = "";
  return {
    element,
    update(counts) {
      const told = JSON.stringify(counts);
      if (told === shown) return;
      shown = told;
      element.replaceChildren(
        ...points.map((point, i) => {
          const n = counts[i] ?? 0;
          const squares = h("span", { class: "kit-squares", "aria-hidden": "true", text: "■".repeat(Math.min(n, 12)) });
          return h("li", { "data-point": i }, h("span", { class: "kit-point", text: point.label }), squares, h("span", { text: `${n}` }));
        }),
      );
    },
  };
}

/** After the reveal: the spread, the agreed rating, the reason. */
function agreed(client, config) {
  const at = (what, item) => ({ scope: "team", activity: config.id, field: `${what}.${item.id}` });
  const options = [
    ...config.points,
    { value: "differ", label: "We differ" },
    { value: "not-discussed", label: "Not discussed" },
  ];
  const items = config.instrument.items.map((item, i) => {
    const spread = bar(config.points);
    const choice = choices(client, () => at("agreed", item), options, `${config.id}/agreed.${item.id}`);
    const id = freshId("reason");
    const reason = h("textarea", {
      id,
      rows: 1,
      "data-kit-field": `${config.id}/reason.${item.id}`,
      oninput: () => client.set(at("reason", item), reason.value),
      onblur: () => client.flush(),
    });
    const status = badge(client, () => [at("agreed", item), at("reason", item)]);
    const conflict = conflictPanel(client, () => at("reason", item), () => `Statement ${i + 1}: because`);
    const heading = h("h5", {}, h("span", { class: "kit-number", text: `${i + 1}. ` }), item.text);
    const fieldset = h("fieldset", { class: "kit-item" }, h("legend", { text: "After talking, we say" }), choice.element);
    const element = h(
      "li",
      { class: "kit-row" },
      heading,
      spread.element,
      fieldset,
      h("div", { class: "kit-cell" }, h("label", { for: id, text: "Because" }), reason, conflict.element),
      status.element,
    );
    return {
      item,
      element,
      update() {
        spread.update(client.shared[config.id]?.spread?.[item.id] ?? []);
        choice.update(false);
        const value = client.value(at("reason", item)) ?? "";
        if (reason.value !== value) reason.value = value;
        conflict.update();
        status.update();
      },
    };
  });
  const first = h("ol", { class: "kit-rows" });
  const rest = h("ol", { class: "kit-rows" });
  const restSummary = h("summary");
  const restBox = h("details", {}, restSummary, rest);
  const heading = h("h4");
  let order = "";
  return {
    element: h("div", {}, heading, first, restBox),
    update() {
      const widest = client.shared[config.id]?.widest ?? [];
      const told = widest.join("|");
      if (told !== order || !(first.children.length + rest.children.length)) {
        // Do not move an item from under the hands of someone who is writing in it.
        if (!first.contains(document.activeElement) && !rest.contains(document.activeElement)) {
          order = told;
          first.replaceChildren(...widest.map((id) => items.find((i) => i.item.id === id).element));
          rest.replaceChildren(...items.filter((i) => !widest.includes(i.item.id)).map((i) => i.element));
          restBox.open = widest.length === 0;
        }
      }
      say(heading, widest.length ? "Where we differ most: talk about these first" : "Nobody differs, or too few have rated");
      say(restSummary, widest.length ? `The other ${many(rest.children.length, "statement")}` : "All statements");
      for (const item of items) item.update();
    },
  };
}

export default {
  render: mount(({ root, client, config }) => {
    const revealed = { scope: "team", activity: config.id, field: "revealed" };
    const picker = seatPicker(client);
    const mine = own(client, config);
    const ours = agreed(client, config);
    const rated = h("p", { class: "kit-count" });
    const count = () => client.shared[config.id]?.rated ?? 0;
    const few = h("p", { class: "kit-problem", role: "status" });
    let warned = false;
    const reveal = h("button", {
      type: "button",
      class: "kit-main",
      onclick: () => {
        const shown = Boolean(client.value(revealed));
        if (!shown && !warned && count() < FEW) {
          warned = true;
          say(few, `Only ${many(count(), "seat")} rated so far: people could tell whose rating is whose. Press again to show it all the same.`);
          return;
        }
        warned = false;
        say(few, "");
        client.set(revealed, !shown, { now: true });
      },
    });
    const who = whoReads("team", freshId("who"));
    const together = h("div", { class: "kit-part" }, h("h4", { text: "Together" }), rated, reveal, few, h("div", {}, who, ours.element));
    const ownBox = config.again ? h("details", {}, h("summary", { text: "Your own ratings" }), mine.element) : mine.element;
    // Where the ratings are talked through in a later step, nothing here invites a press that would reveal them early.
    if (config.again) root.append(picker.element, together, ownBox);
    else root.append(picker.element, ownBox, ...(config.shown_again ? [] : [together]));
    return [
      picker,
      mine,
      {
        update() {
          const shown = Boolean(client.value(revealed));
          say(rated, `${many(count(), "seat")} rated so far.`);
          say(reveal, shown ? "Hide the spread" : "Show the spread to the team");
          ours.element.parentElement.hidden = !shown;
          if (shown) ours.update();
        },
      },
    ];
  }),
};
