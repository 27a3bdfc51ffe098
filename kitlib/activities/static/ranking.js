// A short list put in order, sorted into piles, or answered with fingers: alone, then together, then agreed.
import { h, freshId, say, many } from "./shared/dom.js";
import { arrange } from "./shared/arrange.js";
import { badge } from "./shared/badge.js";
import { textBox } from "./shared/box.js";
import { mount, seatPicker } from "./shared/mount.js";
import { revealButton } from "./shared/reveal.js";

const DRAGGED_OPTION = "application/x-kit-option";
const QUIET_TIME = 700; // ms without a press before a place is spoken
const LONG_ORDER = 6; // from here on an option can go to the top in one press
const TALK = "Hear a reason from both ends before you decide.";
const COUNT_WORDS = { order: "put the list in order", sort: "sorted", fist: "answered" };

const ordinal = (n) => `${n}${n % 100 > 10 && n % 100 < 14 ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th")}`;

/** What an option says, with its help. */
function optionWords(option) {
  return h("span", { class: "kit-option" }, h("span", { class: "kit-option-text", text: option.text }), option.help && h("span", { class: "kit-help", text: option.help }));
}

/**
 * A list to put in order, by dragging or by buttons. Nothing is saved before someone moves a line or says that
 * the order is right as it stands.
 * @param {any} client @param {any} config @param {any} at
 * @param {{start: () => string[], accept: string, accepted: string, name: string}} spec
 */
function orderList(client, config, at, spec) {
  const list = h("ol", { class: "kit-order", "aria-label": spec.name });
  const spoken = h("span", { class: "kit-hidden", role: "status" });
  const ids = config.options.map((option) => option.id);
  let timer = 0;
  let dragged = "";
  let mark = null; // where what is dragged would go

  const saved = () => {
    const value = client.value(at);
    return Array.isArray(value) && value.length === ids.length && value.every((id) => ids.includes(id)) ? value : null;
  };
  const order = () => saved() ?? spec.start();
  const save = (wanted) => client.set(at, wanted, { now: true });

  function put(id, index) {
    const before = order();
    const wanted = before.filter((other) => other !== id);
    wanted.splice(index, 0, id);
    if (wanted.join() === before.join()) return;
    save(wanted);
    // Spoken once the pressing has come to rest, so that five presses are not five sentences.
    clearTimeout(timer);
    timer = setTimeout(() => say(spoken, `${config.options.find((o) => o.id === id).text}: now ${ordinal(order().indexOf(id) + 1)} of ${ids.length}.`), QUIET_TIME);
  }

  const rows = new Map(
    config.options.map((option) => {
      const number = h("span", { class: "kit-place", "aria-hidden": "true" });
      const step = (text, by) => {
        const button = h("button", {
          type: "button",
          text,
          "data-kit-field": `${at.activity}/${at.field}/${option.id}/${text.toLowerCase().replace(" ", "-")}`,
          onclick: () => {
            if (button.getAttribute("aria-disabled") === "true") return;
            put(option.id, by === 0 ? 0 : order().indexOf(option.id) + by);
          },
        });
        button.setAttribute("aria-label", `${text}: ${option.text}`);
        return button;
      };
      const up = step("Up", -1);
      const down = step("Down", 1);
      const top = ids.length >= LONG_ORDER ? step("To the top", 0) : null;
      const element = h("li", { draggable: "true", "data-option": option.id }, number, optionWords(option), h("span", { class: "kit-steps" }, up, down, top));
      element.addEventListener("dragstart", (event) => {
        if (!editable()) return event.preventDefault();
        event.stopPropagation();
        dragged = option.id;
        event.dataTransfer.setData(DRAGGED_OPTION, option.id);
        event.dataTransfer.effectAllowed = "move";
        element.classList.add("kit-dragged");
      });
      element.addEventListener("dragend", () => {
        element.classList.remove("kit-dragged");
        drop(null);
      });
      return [option.id, { element, number, up, down, top }];
    }),
  );

  const editable = () => client.knows(at.scope) && (at.scope !== "seat" || Boolean(client.seat));
  function drop(next) {
    mark?.removeAttribute("data-over");
    mark = next;
  }
  list.addEventListener("dragover", (event) => {
    if (!dragged || !event.dataTransfer.types.includes(DRAGGED_OPTION)) return;
    event.preventDefault();
    event.stopPropagation();
    const over = event.target.closest("li");
    if (over !== mark) drop(over);
    if (!over) return;
    const box = over.getBoundingClientRect();
    over.dataset.over = event.clientY < box.top + box.height / 2 ? "before" : "after";
  });
  list.addEventListener("dragleave", (event) => {
    if (!list.contains(event.relatedTarget)) drop(null);
  });
  list.addEventListener("drop", (event) => {
    if (!dragged || !mark) return;
    event.preventDefault();
    event.stopPropagation();
    const others = order().filter((id) => id !== dragged);
    const target = mark.dataset.option;
    const index = target === dragged ? order().indexOf(dragged) : others.indexOf(target) + (mark.dataset.over === "after" ? 1 : 0);
    put(dragged, index);
    dragged = "";
    drop(null);
  });

  const accept = h("button", { type: "button", text: spec.accept, "data-kit-field": `${at.activity}/${at.field}`, onclick: () => save(order()) });
  const state = h("p", { class: "kit-count" });
  const status = badge(client, () => [at]);
  return {
    element: h("div", { class: "kit-ordering" }, list, h("div", { class: "kit-accept" }, accept, state), status.element, spoken),
    update() {
      const wanted = order();
      arrange(list, wanted.map((id) => rows.get(id).element));
      wanted.forEach((id, i) => {
        const { element, number, up, down, top } = rows.get(id);
        say(number, `${i + 1}`);
        element.draggable = editable();
        for (const [button, off] of [[up, i === 0], [down, i === wanted.length - 1], [top, i === 0]]) {
          // Not `disabled`: that would take the focus away from who pressed it.
          button?.setAttribute("aria-disabled", String(off || !editable()));
        }
      });
      list.toggleAttribute("data-unsaved", !saved());
      accept.hidden = Boolean(saved()) && document.activeElement !== accept;
      accept.setAttribute("aria-disabled", String(Boolean(saved()) || !editable()));
      accept.disabled = !editable();
      say(state, !editable() ? "" : saved() ? `✓ ${spec.accepted}` : "Not counted yet: move a line, or press the button.");
      status.update();
    },
  };
}

/**
 * Each option with a group of native radios; all answers are one value, so that a limit holds over them.
 * @param {any} client @param {any} config @param {any} at @param {{value: any, label: string, help?: string}[]} points
 * @param {{full?: (value: any, given: any, option: string) => string}} [rules] why a point cannot be given now
 */
function radioList(client, config, at, points, rules = {}) {
  const told = h("p", { class: "kit-problem", role: "alert" });
  const given = () => {
    const value = client.value(at);
    return value && typeof value === "object" && !Array.isArray(value) ? value : {};
  };
  const items = config.options.map((option) => {
    const name = freshId("rank");
    const radios = points.map(({ value, label, help }) => {
      const radio = h("input", {
        type: "radio",
        name,
        "data-kit-field": `${at.activity}/${at.field}/${option.id}/${value}`,
        onchange: () => {
          const why = rules.full?.(value, given(), option.id) ?? "";
          if (why) {
            element.append(told);
            say(told, why);
            update();
            return;
          }
          say(told, "");
          const known = Object.fromEntries(Object.entries(given()).filter(([id]) => config.options.some((o) => o.id === id)));
          client.set(at, { ...known, [option.id]: value }, { now: true });
        },
      });
      return { value, radio, label: h("label", { title: help || null }, radio, ` ${label}`) };
    });
    const legend = h("legend", {}, optionWords(option));
    const element = h("fieldset", { class: "kit-item" }, legend, h("div", { class: "kit-points" }, ...radios.map((r) => r.label)));
    return { option, radios, element };
  });
  const status = badge(client, () => [at]);
  const update = () => {
    const values = given();
    const closed = !client.knows(at.scope) || (at.scope === "seat" && !client.seat);
    for (const { option, radios } of items) {
      for (const { value, radio } of radios) {
        radio.checked = values[option.id] === value;
        radio.disabled = closed;
      }
    }
    status.update();
  };
  return { element: h("div", { class: "kit-items" }, ...items.map((item) => item.element), status.element), update, given };
}

/** No more in the first pile than it may hold. */
function limit(config) {
  return (value, given, option) => {
    const first = Object.entries(given).filter(([id, pile]) => pile === 1 && id !== option).length;
    if (value !== 1 || config.most === null || first < config.most) return "";
    return `“${config.piles[0]}” is full: it holds ${many(config.most, "line")}. Move one to another pile first.`;
  };
}

const pilePoints = (config) => config.piles.map((label, i) => ({ value: i + 1, label }));
const fingerPoints = (config) => config.fingers.map(({ value, word, help }) => ({ value, label: `${value} ${word}`, help }));

/** What each number of fingers says. */
function fingerKey(config) {
  const rows = config.fingers.flatMap(({ value, word, help }) => [h("dt", { text: `${value} ${word}` }), h("dd", { text: help })]);
  return h("details", { class: "kit-finger-key", open: true }, h("summary", { text: "What the fingers say" }), h("dl", {}, ...rows));
}

/** Each seat's own answer. */
function own(client, config, reveal) {
  const at = { scope: "seat", activity: config.id, field: "own" };
  const progress = h("p", { class: "kit-count" });
  const how = {
    order: "Put the most important first. Drag a line, or use “Up” and “Down”.",
    sort: `Choose a pile for each line.${config.most ? ` “${config.piles[0]}” holds at most ${config.most}.` : ""}`,
    fist: "Choose how many fingers you show for each line.",
  };
  const body = {
    order: () => orderList(client, config, at, { start: () => config.options.map((o) => o.id), accept: "My order is right as it stands", accepted: "Your order counts. Move a line to change it.", name: "Your order" }),
    sort: () => radioList(client, config, at, pilePoints(config), { full: limit(config) }),
    fist: () => radioList(client, config, at, fingerPoints(config)),
  }[config.way]();
  const element = h(
    "div",
    {},
    h("p", { class: "kit-who" }, h("strong", { text: "Your team, without your name" }), " Nobody sees your answer until the team shows them all, and then not whose it is."),
    h("p", { class: "kit-help", text: how[config.way] }),
    config.way === "fist" && fingerKey(config),
    body.element,
    progress,
  );
  return {
    element,
    update() {
      body.update();
      if (!client.seat) return say(progress, "Choose your seat first.");
      const late = reveal.shown() ? " All answers are shown already; changes still count." : "";
      if (config.way === "order") return say(progress, late.trim());
      const done = config.options.filter((option) => option.id in body.given()).length;
      say(progress, `${done === config.options.length ? "✓ You are done. " : ""}${done} of ${config.options.length} answered.${late}`);
    },
  };
}

/** A bar as long as a number, with the number in words beside it. */
function meter(n, most, words) {
  const bar = h("span", { class: "kit-meter", "aria-hidden": "true" }, h("span", { style: `width: ${most ? Math.round((100 * n) / most) : 0}%` }));
  return h("span", { class: "kit-metered" }, bar, h("span", { text: words }));
}

/** What the answers make together: the group's order, the counts, how far people agree. */
function together(client, config) {
  const lead = h("p", { class: "kit-lead" });
  const list = h("ol", { class: "kit-outcome" });
  const element = h("div", {}, lead, list);
  const labels = { order: config.options.map((_, i) => ordinal(i + 1)), sort: config.piles, fist: config.fingers.map((f) => `${f.value} ${f.word}`) }[config.way];
  const option = (id) => config.options.find((o) => o.id === id);
  let shown = "";

  function counted(counts) {
    return h(
      "ul",
      { class: "kit-spread" },
      ...labels.map((label, i) => h("li", { "data-point": i }, h("span", { class: "kit-point", text: label }), h("span", { class: "kit-squares", "aria-hidden": "true", text: "■".repeat(Math.min(counts[i], 12)) }), h("span", { text: `${counts[i]}` }))),
    );
  }
  function line(found, id) {
    const counts = found.counts[id];
    if (config.way === "order") {
      const placed = counts.flatMap((n, i) => (n ? [`${ordinal(i + 1)} by ${n}`] : [])).join(", ");
      const most = Math.max(...Object.values(found.points));
      return h("li", {}, h("span", { class: "kit-place", text: `${found.places[id]}` }), h("span", { class: "kit-option" }, h("span", { class: "kit-option-text", text: option(id).text }), meter(found.points[id], most, many(found.points[id], "point")), h("span", { class: "kit-help", text: `Placed ${placed}` })));
    }
    const worried = config.way === "fist" && found.worries[id];
    const worry = worried && h("p", { class: "kit-worry" }, h("strong", { text: "Hear the worry first. " }), `${many(worried, "seat")} ${worried === 1 ? "shows" : "show"} two fingers or fewer. Ask: what would have to change?`);
    return h("li", { class: "kit-plain" }, h("h5", { text: option(id).text }), worry, counted(counts));
  }
  return {
    element,
    update() {
      const found = client.shared[config.id]?.together;
      const told = JSON.stringify(found ?? null);
      if (told === shown) return;
      shown = told;
      list.replaceChildren();
      if (!found) return say(lead, "Fetching what all answered…");
      const answered = client.shared[config.id].answered;
      if (!answered) return say(lead, "Nobody has answered yet.");
      const agree = found.words ? `${found.words} ${TALK}` : (config.way !== "fist" && answered < 2 ? "One seat alone makes no agreement." : "");
      say(lead, agree);
      lead.hidden = !agree;
      list.append(...found.order.map((id) => line(found, id)));
    },
  };
}

/** What the team agrees on, why, and what some see differently. */
function agreed(client, config) {
  const at = (field) => ({ scope: "team", activity: config.id, field });
  const parts = [];
  const start = () => client.shared[config.id]?.together?.order ?? config.options.map((o) => o.id);
  const body = {
    order: () => orderList(client, config, at("agreed"), { start, accept: "We agree on this order", accepted: "Agreed. Move a line to change it.", name: "Our order" }),
    sort: () => radioList(client, config, at("agreed"), pilePoints(config), { full: limit(config) }),
    fist: () => radioList(client, config, at("agreed"), config.decisions),
  }[config.way]();
  parts.push(body);
  const element = h("div", { class: "kit-part" }, h("h4", { text: config.own === "team" ? "Together" : "After talking, we say" }), body.element);
  if (config.choose) {
    const choice = chosen(client, config, at("chosen"), start);
    parts.push(choice);
    element.append(choice.element);
  }
  for (const [field, label, help] of [
    ["reason", "Because", ""],
    ["dissent", "What some of us see differently", "A minority’s view, in its own words. It stands in the record beside what was agreed."],
  ]) {
    const box = textBox(client, { scope: "team", activity: config.id, field, label, help, visibility: field === "reason" ? "team" : undefined, lines: 2 });
    parts.push(box);
    element.append(box.element);
  }
  return {
    element,
    update() {
      for (const part of parts) part.update();
    },
  };
}

/** What the team takes on, at most so many. */
function chosen(client, config, at, order) {
  const value = () => (Array.isArray(client.value(at)) ? client.value(at) : []).filter((id) => config.options.some((o) => o.id === id));
  const left = h("p", { class: "kit-count" });
  const told = h("p", { class: "kit-problem", role: "alert" });
  const boxes = new Map(
    config.options.map((option) => {
      const box = h("input", {
        type: "checkbox",
        "data-kit-field": `${config.id}/chosen/${option.id}`,
        onchange: () => {
          if (box.checked && value().length >= config.choose) {
            box.checked = false;
            return say(told, `You take on ${config.choose} at most. Untick one first.`);
          }
          say(told, "");
          client.set(at, box.checked ? [...value(), option.id] : value().filter((id) => id !== option.id), { now: true });
        },
      });
      return [option.id, { box, element: h("label", {}, box, ` ${option.text}`) }];
    }),
  );
  const list = h("div", { class: "kit-chosen" });
  const status = badge(client, () => [at]);
  return {
    element: h("fieldset", { class: "kit-item" }, h("legend", { text: `What we take on (at most ${config.choose})` }), list, told, left, status.element),
    update() {
      const agreedOrder = client.value({ ...at, field: "agreed" });
      const wanted = config.way === "order" && Array.isArray(agreedOrder) ? agreedOrder : order();
      arrange(list, wanted.filter((id) => boxes.has(id)).map((id) => boxes.get(id).element));
      const now = value();
      for (const [id, { box }] of boxes) {
        box.checked = now.includes(id);
        box.disabled = !client.knows("team");
      }
      say(left, `${now.length} of ${config.choose} chosen.`);
      status.update();
    },
  };
}

export default {
  render: mount(({ root, client, config }) => {
    const alone = config.own === "seat";
    root.append(h("p", { class: "kit-question", text: config.question }));
    const ours = agreed(client, config);
    if (!alone) {
      root.append(ours.element);
      return [ours];
    }
    const picker = seatPicker(client);
    const words = COUNT_WORDS[config.way];
    const reveal = revealButton(client, {
      activity: config.id,
      count: () => client.shared[config.id]?.answered ?? 0,
      done: (n) => `${many(n, "seat")} ${words} so far.`,
      few: (n) => `Only ${many(n, "seat")} ${words} so far: people could tell whose answer is whose.`,
      show: "Show what all answered",
      hide: "Hide it again",
    });
    const mine = own(client, config, reveal);
    const outcome = together(client, config);
    const shown = h("div", { hidden: true }, outcome.element, ours.element);
    const part = h("div", { class: "kit-part" }, h("h4", { text: "Together" }), reveal.element, shown);
    const ownBox = config.again ? h("details", {}, h("summary", { text: "Your own answer" }), mine.element) : mine.element;
    // Where it is talked through in a later step, nothing here invites a press that would show it early.
    if (config.again) root.append(picker.element, part, ownBox);
    else root.append(picker.element, ownBox, ...(config.shown_again ? [] : [part]));
    return [
      picker,
      mine,
      reveal,
      {
        update() {
          shown.hidden = !reveal.shown();
          if (shown.hidden) return;
          outcome.update();
          ours.update();
        },
      },
    ];
  }),
};
