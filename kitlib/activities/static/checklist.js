// Look-fors on visits: one visit at a time in the corridor, and the pattern over all of them.
import { h, freshId, many, say } from "./shared/dom.js";
import { lookOnceSaved } from "./shared/client.js";
import { badge } from "./shared/badge.js";
import { conflictPanel } from "./shared/conflict.js";
import { newRow } from "./shared/rows.js";
import { mount } from "./shared/mount.js";

/** A sign beside each word, so that nothing rests on color. */
const SIGNS = { seen: "✓", "not seen": "○", "not applicable": "–" };
const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/** One look-for on one visit: three large choices, and a fold for what was seen and heard. */
function lookFor(client, config, row, item, number, title) {
  const at = (what) => ({ scope: "team", activity: config.id, field: `${row}.${what}-${item.id}` });
  const field = (what) => `${config.id}/${at(what).field}`;
  const name = freshId("mark");
  const radios = config.marks.map((mark) => {
    const radio = h("input", { type: "radio", name, "data-kit-field": `${field("mark")}/${mark}`, onchange: () => client.set(at("mark"), mark, { now: true }) });
    const sign = h("span", { class: "kit-sign", "aria-hidden": "true", text: SIGNS[mark] });
    return { mark, radio, element: h("label", { "data-mark": mark }, radio, sign, h("span", { text: capital(mark) })) };
  });
  const takeBack = h("button", {
    type: "button",
    class: "kit-remove kit-take-back",
    text: "Take back",
    "aria-label": `Take back the mark: ${item.text}`,
    onclick: () => {
      client.set(at("mark"), null, { now: true });
      radios[0].radio.focus();
    },
  });
  const area = h("textarea", {
    id: freshId("evidence"),
    rows: 2,
    "data-kit-field": field("evidence"),
    oninput: () => client.set(at("evidence"), area.value),
    onblur: () => client.flush(),
  });
  const conflict = conflictPanel(client, () => at("evidence"), () => `${title()}: evidence, ${item.text}`);
  const summary = h("summary", { text: "Add evidence" });
  const label = h("label", { for: area.id }, "What was said and done", h("span", { class: "kit-hidden", text: `: ${item.text}` }));
  const fold = h("details", { class: "kit-evidence" }, summary, label, area, conflict.element);
  let opened = false;
  const help = item.help && h("p", { class: "kit-help", id: freshId("help"), text: item.help });
  const legend = h("legend", {}, h("span", { class: "kit-number", text: `${number}. ` }), item.text);
  const points = h("div", { class: "kit-marks" }, ...radios.map((r) => r.element));
  return {
    at,
    element: h("fieldset", { class: "kit-item kit-look-for", "aria-describedby": help ? help.id : null }, legend, help, points, takeBack, fold),
    update(disabled) {
      const value = client.value(at("mark"));
      for (const r of radios) {
        r.radio.checked = r.mark === value;
        r.radio.disabled = disabled;
      }
      takeBack.hidden = !value || disabled;
      const words = client.value(at("evidence")) ?? "";
      if (area.value !== words) area.value = words;
      area.readOnly = disabled;
      say(summary, words.trim() ? "Evidence" : "Add evidence");
      if (words && !opened) fold.open = opened = true;
      conflict.update();
      if (client.conflicts.has(client.key(at("evidence")))) fold.open = true;
    },
  };
}

/** One visit: where, then every look-for under its heading. */
function visitCard(client, config, row, title, actions) {
  const at = (column) => ({ scope: "team", activity: config.id, field: `${row}.${column}` });
  const id = freshId("place");
  const place = h("input", {
    id,
    type: "text",
    maxlength: 80,
    autocomplete: "off",
    "data-kit-field": `${config.id}/${row}.place`,
    "aria-describedby": `${id}-warning`,
    oninput: () => client.set(at("place"), place.value),
    onblur: () => client.flush(),
  });
  const warning = h("p", { class: "kit-warning", id: `${id}-warning`, role: "status" });
  const conflict = conflictPanel(client, () => at("place"), () => `${title()}: where`);
  const items = config.items.map((item, i) => lookFor(client, config, row, item, i + 1, title));
  const parts = [];
  config.items.forEach((item, i) => {
    const before = i ? config.items[i - 1].domain : "";
    if (item.domain && item.domain !== before) parts.push(h("h5", { class: "kit-domain", text: item.domain }));
    else if (!item.domain && before) parts.push(h("h5", { class: "kit-domain", text: "More to look for" }));
    parts.push(items[i].element);
  });
  const heading = h("h4", { tabindex: "-1" });
  const progress = h("p", { class: "kit-count" });
  const status = badge(client, () => [at("place"), at("removed"), ...items.flatMap((item) => [item.at("mark"), item.at("evidence")])]);
  const next = h("button", { type: "button", class: "kit-main", onclick: () => actions.next(row) });
  const remove = h("button", { type: "button", class: "kit-remove", onclick: () => actions.remove(row), text: `Take out this ${config.noun.toLowerCase()}` });
  const where = h("div", { class: "kit-cell" }, h("label", { for: id, text: config.place }), place, warning, conflict.element);
  const element = h("div", { class: "kit-visit" }, heading, where, progress, ...parts, h("div", { class: "kit-visit-end" }, status.element, next, remove));
  return {
    element,
    heading,
    place,
    update(hasNext) {
      const disabled = !client.knows("team");
      const value = client.value(at("place")) ?? "";
      if (place.value !== value) place.value = value;
      place.disabled = disabled;
      const named = (client.shared[config.id]?.names ?? []).includes(row);
      say(warning, named ? "⚠ This reads like a name. Write a room or place by number, so that it is about no one." : "");
      conflict.update();
      for (const item of items) item.update(disabled);
      const done = items.filter((item) => client.value(item.at("mark"))).length;
      say(heading, title());
      say(progress, disabled ? "Fetching what was marked…" : `${done === items.length ? "✓ " : ""}${done} of ${items.length} marked`);
      say(next, hasNext ? `Next ${config.noun.toLowerCase()}` : `Begin another ${config.noun.toLowerCase()}`);
      status.update();
    },
  };
}

/** "Seen in 4 of 6 stops", with what does not count told apart. */
function often(found, noun) {
  const of = found.seen + found["not seen"];
  const rest = [];
  if (found["not applicable"]) rest.push(`not applicable in ${found["not applicable"]}`);
  if (found.open) rest.push(`not marked in ${found.open}`);
  return [of ? `Seen in ${found.seen} of ${many(of, noun)}` : "Not looked for yet", rest.join(", ")];
}

/** Each look-for over all visits. There is no sum for a visit: a place is not rated. */
function patternView(client, config, visits) {
  const noun = config.noun.toLowerCase();
  const body = h("tbody");
  const heads = h("tr");
  const caption = h("caption", { text: `Each look-for over all ${noun}s` });
  const table = h("table", { class: "kit-table kit-pattern" }, caption, h("thead", {}, heads), body);
  const scroll = h("div", { class: "kit-scroll", tabindex: "0", role: "region", "aria-label": `Each look-for over all ${noun}s` }, table);
  const empty = h("p", { class: "kit-empty" });
  const places = h("p", { class: "kit-help" });
  const key = h("p", { class: "kit-help", text: `✓ seen   ○ not seen   – not applicable   · not marked. “Not applicable” and “not marked” lower nothing. No ${noun} gets a sum: we look at the school, never at one room.` });
  let shown = "";
  return {
    element: h("div", { hidden: true }, empty, scroll, places, key),
    update() {
      const held = visits();
      const pattern = client.shared[config.id]?.pattern;
      const value = (row, column) => client.value({ scope: "team", activity: config.id, field: `${row}.${column}` });
      const grid = config.items.map((item) => held.map((row) => value(row, `mark-${item.id}`)));
      const named = held.map((row) => value(row, "place") ?? "");
      scroll.hidden = key.hidden = !held.length || !pattern;
      say(empty, !client.knows("team") || !pattern ? "Fetching what was marked…" : held.length ? "" : `No ${noun} has a mark yet. Begin with “One ${noun} at a time”.`);
      empty.hidden = !empty.textContent;
      const told = JSON.stringify([grid, pattern, named]);
      if (told === shown || !pattern) return;
      shown = told;
      heads.replaceChildren(
        h("th", { scope: "col", text: "Look-for" }),
        h("th", { scope: "col", text: "How often" }),
        ...held.map((_, i) => h("th", { scope: "col", class: "kit-mark" }, h("span", { class: "kit-hidden", text: `${config.noun} ` }), `${i + 1}`)),
      );
      body.replaceChildren(
        ...config.items.map((item, i) => {
          const [count, rest] = often(pattern[item.id], noun);
          const cells = grid[i].map((mark, k) =>
            h("td", { class: "kit-mark", "data-mark": mark ?? "open", "data-visit": k + 1 }, h("span", { "aria-hidden": "true", text: SIGNS[mark] ?? "·" }), h("span", { class: "kit-hidden", text: mark ?? "not marked" })),
          );
          return h("tr", {}, h("th", { scope: "row", text: item.text }), h("td", { class: "kit-often" }, h("strong", { text: count }), rest && h("span", { text: rest })), ...cells);
        }),
      );
      const list = named.map((place, i) => place && `${i + 1}: ${place}`).filter(Boolean);
      say(places, list.length ? `Where: ${list.join(" · ")}` : "");
      places.hidden = !list.length;
    },
  };
}

export default {
  render: mount(({ root, client, config, model }) => {
    const noun = config.noun.toLowerCase();
    const memory = `kit.visit.${model.get("place").meeting}.${client.team}.${config.id}`;
    const drafts = Array.from({ length: config.visits }, (_, i) => newRow(i)); // visits offered; they exist once written in
    const begun = new Set(); // drafts that somebody asked for
    const cards = new Map();
    let current = recall();
    let view = config.again ? "pattern" : "one";

    function recall() {
      try {
        return sessionStorage.getItem(memory) ?? "";
      } catch {
        return "";
      }
    }
    const value = (row, column) => client.value({ scope: "team", activity: config.id, field: `${row}.${column}` });
    const known = () => client.rows(config.id, []);
    const kept = () => known().filter((row) => !value(row, "removed"));
    const holds = (row) => value(row, "place") || config.items.some((item) => value(row, `mark-${item.id}`) || value(row, `evidence-${item.id}`));
    /** Visits to choose from: those on disk, then empty ones up to the number offered, and what was asked for. */
    function visits() {
      const there = kept();
      const gone = known();
      const free = drafts.filter((row) => !gone.includes(row));
      const room = Math.max(there.length ? 0 : 1, config.visits - there.length);
      const offered = client.knows("team") ? free.filter((row, i) => i < room || begun.has(row) || row === current) : [];
      return [...there, ...offered].sort();
    }
    const number = (row) => visits().indexOf(row) + 1;
    const title = (row) => [`${config.noun} ${number(row) || ""}`.trim(), value(row, "place")].filter(Boolean).join(" · ");

    function choose(row, focus = true) {
      current = row;
      try {
        sessionStorage.setItem(memory, row);
      } catch {
        /* then the page begins at the first visit after a reload */
      }
      update();
      if (focus) {
        cards.get(row)?.heading.focus({ preventScroll: true });
        picker.scrollIntoView({ block: "nearest" });
      }
    }
    function add() {
      const row = newRow();
      drafts.push(row);
      begun.add(row);
      choose(row, false);
      cards.get(row).place.focus();
    }
    const actions = {
      next(row) {
        const all = visits();
        const after = all[all.indexOf(row) + 1];
        if (after) choose(after);
        else add();
      },
      remove(row) {
        const before = number(row);
        client.set({ scope: "team", activity: config.id, field: `${row}.removed` }, true, { now: true });
        const left = visits();
        if (!left.length) add();
        else choose(left[Math.min(before, left.length) - 1], false);
        say(spoken, `${config.noun} taken out. It can be put back.`);
        [...gone.querySelectorAll("button")].at(-1)?.focus();
      },
    };

    const views = [
      ["one", `One ${noun} at a time`],
      ["pattern", `All ${noun}s together`],
    ].map(([id, text]) => ({ id, button: h("button", { type: "button", text, onclick: () => ((view = id), update()) }) }));
    const picker = h("ul", { class: "kit-visits" });
    const plus = h("button", { type: "button", class: "kit-add", text: `+ Add a ${noun}`, onclick: add });
    const holder = h("div");
    const gone = h("div");
    const spoken = h("span", { class: "kit-hidden", role: "status" });
    const camera = h("p", { class: "kit-help", text: "Evidence is what was said and done, as a camera would record it. No names, no praise, no blame." });
    const one = h("div", {}, camera, h("nav", { "aria-label": `${config.noun}s` }, picker), holder, gone);
    const pattern = patternView(client, config, () => kept().filter(holds));
    const fresh = lookOnceSaved(client, config.id);
    root.append(h("div", { class: "kit-switch", role: "group", "aria-label": "What to show" }, ...views.map((v) => v.button)), one, pattern.element, spoken);

    const pills = new Map();
    function pill(row) {
      const words = h("span");
      const count = h("span", { class: "kit-pill-count" });
      const button = h("button", { type: "button", onclick: () => choose(row) }, words, count);
      return { element: h("li", {}, button), button, words, count };
    }
    const last = h("li", {}, plus);
    picker.append(last);

    const lines = new Map();
    function goneLine(row) {
      const words = h("span");
      const back = h("button", {
        type: "button",
        text: "Put it back",
        onclick: () => {
          client.set({ scope: "team", activity: config.id, field: `${row}.removed` }, false, { now: true });
          choose(row);
        },
      });
      return { element: h("p", { class: "kit-gone" }, words, back), words };
    }

    function update() {
      for (const v of views) v.button.setAttribute("aria-pressed", String(v.id === view));
      one.hidden = view !== "one";
      pattern.element.hidden = view !== "pattern";
      fresh.update();
      if (view === "pattern") return pattern.update();
      const all = visits();
      // Until the answers are here the remembered visit is only not known yet.
      if (!all.includes(current) && client.knows("team")) current = all.find((row) => !holds(row)) ?? all[0] ?? "";
      const here = all.includes(current);
      for (const [row, p] of pills) {
        if (!all.includes(row)) {
          p.element.remove();
          pills.delete(row);
        }
      }
      all.forEach((row, i) => {
        if (!pills.has(row)) pills.set(row, pill(row));
        const p = pills.get(row);
        if (picker.children[i] !== p.element && !p.element.contains(document.activeElement)) picker.insertBefore(p.element, picker.children[i] ?? last);
        const done = config.items.filter((item) => value(row, `mark-${item.id}`)).length;
        say(p.words, title(row));
        say(p.count, done === config.items.length ? "✓ all marked" : `${done} of ${config.items.length}`);
        if (row === current) p.button.setAttribute("aria-current", "true");
        else p.button.removeAttribute("aria-current");
      });
      plus.disabled = !client.knows("team");
      if (here && !cards.has(current)) {
        cards.set(current, visitCard(client, config, current, () => title(current), actions));
        holder.append(cards.get(current).element);
      }
      for (const [row, card] of cards) card.element.hidden = row !== current;
      if (here) cards.get(current).update(all.indexOf(current) < all.length - 1);
      const out = known().filter((row) => value(row, "removed"));
      for (const [row, line] of lines) {
        if (!out.includes(row)) {
          line.element.remove();
          lines.delete(row);
        }
      }
      for (const row of out) {
        if (!lines.has(row)) {
          lines.set(row, goneLine(row));
          gone.append(lines.get(row).element);
        }
        say(lines.get(row).words, `Taken out: ${value(row, "place") || config.noun} `);
      }
    }
    return [{ update }];
  }),
};
