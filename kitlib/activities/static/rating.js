// An instrument: own ratings first, then the spread, then the agreed rating with its reason.
import { h, freshId, say, many } from "./shared/dom.js";
import { badge } from "./shared/badge.js";
import { conflictPanel } from "./shared/conflict.js";
import { whoReads } from "./shared/box.js";
import { mount, place, seatPicker } from "./shared/mount.js";
import { speech } from "./shared/language.js";
import { revealButton } from "./shared/reveal.js";
import { itemList, ownItem, radioChoices } from "./shared/choices.js";
import { squares, inWords, spreadBars, spreadLegend, upperSide, dataTable, shortDay } from "./shared/spread.js";

/** Each seat's own rating of every item. */
function own(client, config, said) {
  const points = [...config.points, { value: "pass", label: "Pass" }];
  const at = (item) => ({ scope: "seat", activity: config.id, field: `own.${item.id}` });
  const revealed = () => Boolean(client.value({ scope: "team", activity: config.id, field: "revealed" }));
  const rated = (item) => client.value(at(item)) !== null;
  const list = itemList(
    config.instrument.items,
    (item, number) => ownItem(client, () => at(item), item, number, points, `${config.id}/own.${item.id}`, said),
    rated,
  );
  const progress = h("p", { class: "kit-count" });
  const status = badge(client, () => config.instrument.items.map(at));
  const intro = config.instrument.intro && said.words(h("p", { class: "kit-help" }), config.instrument.intro, config.instrument.intros);
  const element = h(
    "div",
    {},
    said.element,
    intro,
    h("p", { class: "kit-who" }, h("strong", { text: "Your team, as a spread" }), " Nobody sees your ratings until the team shows the spread, and then only how many chose each point. “Pass” is an answer too."),
    list.element,
    progress,
    status.element,
  );
  return {
    element,
    update() {
      for (const { choice } of list.items) choice.update(!client.seat || !client.knows("seat"));
      list.update();
      const done = config.instrument.items.filter(rated).length;
      const all = done === list.items.length ? "✓ You are done. " : "";
      say(progress, client.seat ? `${all}${done} of ${list.items.length} rated${revealed() ? ". The spread is already shown; changes still count." : ""}` : "Choose your seat first.");
      status.update();
    },
  };
}

/** A text of the team under an item. */
function noteBox(client, at, label, name) {
  const id = freshId("note");
  const area = h("textarea", {
    id,
    rows: 1,
    "data-kit-field": `${at.activity}/${at.field}`,
    oninput: () => client.set(at, area.value),
    onblur: () => client.flush(),
  });
  const conflict = conflictPanel(client, () => at, () => `${name}: ${label.toLowerCase()}`);
  return {
    at,
    area,
    element: h("div", { class: "kit-cell" }, h("label", { for: id, text: label }), area, conflict.element),
    update() {
      const value = client.value(at) ?? "";
      if (area.value !== value) area.value = value;
      conflict.update();
    },
  };
}

/** The view of some of the team, written down only where there is one. */
function dissent(client, at, name, boxes) {
  const open = h("button", { type: "button", class: "kit-remove kit-dissent", text: "Note a different view", onclick: () => (show(), boxes.at(-1).area.focus()) });
  const element = h("div", {}, open);
  function show() {
    const box = noteBox(client, at, "Some of us see it otherwise", name);
    boxes.push(box);
    open.hidden = true;
    element.append(box.element);
  }
  return {
    element,
    update() {
      if (!open.hidden && client.value(at)) show();
    },
  };
}

/** One item after the reveal: how it was rated, by whom, before; then what the team says. */
function agreedItem(client, config, item, number, marks) {
  const name = `Statement ${number}`;
  const at = (what) => ({ scope: "team", activity: config.id, field: `${what}.${item.id}` });
  const options = [...config.points, { value: "differ", label: "We differ" }, { value: "not-discussed", label: "Not discussed" }];
  const label = (value) => options.find((option) => option.value === value)?.label ?? "";
  const spread = squares(config.points);
  const choice = radioChoices(client, () => at("agreed"), options, `${config.id}/agreed.${item.id}`);
  const boxes = [noteBox(client, at("reason"), "Because", name)];
  if (config.evidence) boxes.push(noteBox(client, at("evidence"), "What this rests on", name));
  const other = dissent(client, at("dissent"), name, boxes);
  const status = badge(client, () => [at("agreed"), at("dissent"), ...boxes.map((box) => box.at)]);
  const roles = h("ul", { class: "kit-plain" });
  const rolesBox = h("details", { hidden: true }, h("summary", { text: "By role" }), roles);
  const before = h("ul", { class: "kit-plain" });
  const beforeBox = h("div", { hidden: true }, h("p", { class: "kit-count", text: "Earlier" }), before);
  const mark = marks?.tick(item);
  const element = h(
    "li",
    { class: "kit-row", "data-item": item.id },
    h("h5", {}, h("span", { class: "kit-number", text: `${number}. ` }), item.text),
    item.reverse && h("p", { class: "kit-help", text: "Worded the other way: here the low end is the hopeful one." }),
    spread.element,
    rolesBox,
    beforeBox,
    h("fieldset", { class: "kit-item" }, h("legend", { text: "After talking, we say" }), choice.element),
    ...boxes.map((box) => box.element),
    mark?.element,
    other.element,
    status.element,
  );
  let told = "";
  return {
    item,
    element,
    update() {
      const shared = client.shared[config.id] ?? {};
      spread.update(shared.spread?.[item.id] ?? []);
      const now = JSON.stringify([shared.roles?.[item.id], shared.earlier]);
      if (now !== told) {
        told = now;
        const shown = shared.roles?.[item.id] ?? [];
        rolesBox.hidden = !shown.length;
        roles.replaceChildren(...shown.map((each) => h("li", {}, h("strong", { text: `${each.role}: ` }), inWords(config.points, each.counts))));
        const rounds = (shared.earlier ?? []).filter((round) => round.spread[item.id] || round.agreed[item.id] !== undefined);
        beforeBox.hidden = !rounds.length;
        before.replaceChildren(
          ...rounds.map((round) => {
            const spread = round.spread[item.id] && inWords(config.points, round.spread[item.id]);
            const agreed = round.agreed[item.id] !== undefined && `agreed: ${label(round.agreed[item.id])}`;
            return h("li", { text: `${shortDay(round.date)}, ${round.label}: ${[agreed, spread].filter(Boolean).join("; ")}` });
          }),
        );
      }
      choice.update(!client.knows("team"));
      mark?.update();
      other.update();
      for (const box of boxes) box.update();
      status.update();
    },
  };
}

/** Up to so many items that the team marks to work on first. */
function priorities(client, config) {
  const at = { scope: "team", activity: config.id, field: "priorities" };
  const most = config.priorities;
  const marked = () => client.value(at) ?? [];
  const list = h("ol", { class: "kit-priorities" });
  const none = h("p", { class: "kit-help", text: `Mark up to ${many(most, "statement")} above.` });
  const status = badge(client, () => [at]);
  let shown = "";
  return {
    element: h("section", { class: "kit-part" }, h("h4", { text: "What we work on first" }), none, list, status.element),
    tick(item) {
      const box = h("input", {
        type: "checkbox",
        "data-kit-field": `${config.id}/priorities/${item.id}`,
        onchange: () => client.set(at, box.checked ? [...marked(), item.id] : marked().filter((id) => id !== item.id), { now: true }),
      });
      const full = h("span", { class: "kit-help" });
      return {
        element: h("p", { class: "kit-mark" }, h("label", {}, box, "Work on this first"), " ", full),
        update() {
          box.checked = marked().includes(item.id);
          box.disabled = !client.knows("team") || (!box.checked && marked().length >= most);
          say(full, !box.checked && marked().length >= most ? `${most} of ${most} are marked. Take one out first.` : "");
        },
      };
    },
    update() {
      const ids = marked();
      none.hidden = ids.length > 0;
      const told = ids.join("|");
      if (told !== shown) {
        shown = told;
        list.replaceChildren(...ids.map((id) => h("li", { text: config.instrument.items.find((item) => item.id === id)?.text ?? id })));
      }
      status.update();
    },
  };
}

/** Where two ratings of the same items stand apart: two marks on one line, and the numbers. */
function gapPanel(client, config) {
  const rows = h("div", { class: "kit-gaps" });
  const key = h("p", { class: "kit-help" });
  const table = dataTable("How far apart the two ratings stand");
  const waiting = h("p", { class: "kit-help", text: "Shown once the team has shown the spread of the earlier rating too." });
  const drawing = h("div", {}, key, rows, h("details", {}, h("summary", { text: "The same as a table" }), table.element));
  let shown = "";
  return {
    element: h("section", { class: "kit-part" }, h("h4", { text: "Where the two ratings stand apart" }), waiting, drawing),
    update() {
      const { gaps, compared } = client.shared[config.id] ?? {};
      waiting.hidden = Boolean(gaps);
      drawing.hidden = !gaps;
      const told = JSON.stringify(gaps ?? null);
      if (told === shown || !gaps) return;
      shown = told;
      const [first, second] = compared.names;
      say(key, `◇ ${first}   ● ${second}. The widest gap stands first. Where the team has not agreed, the middle rating counts.`);
      const part = (value, points) => (100 * (value - points[0].value)) / (points.at(-1).value - points[0].value);
      const words = (value, points) => points.find((point) => point.value === value)?.label ?? `between ${Math.floor(value)} and ${Math.ceil(value)}`;
      const named = gaps.map((each) => ({ ...each, text: config.instrument.items.find((item) => item.id === each.item)?.text ?? each.item }));
      rows.replaceChildren(
        ...named.map((each) => {
          const [a, b] = [part(each.first, compared.points), part(each.second, config.points)];
          const track = h(
            "div",
            { class: "kit-track", role: "img", "aria-label": `${first}: ${words(each.first, compared.points)}. ${second}: ${words(each.second, config.points)}. Gap: ${each.gap}` },
            h("span", { class: "kit-between", style: `left:${Math.min(a, b)}%;width:${Math.abs(a - b)}%` }),
            h("span", { class: "kit-dot kit-first", style: `left:${a}%`, text: "◇" }),
            h("span", { class: "kit-dot kit-second", style: `left:${b}%`, text: "●" }),
          );
          return h("div", { class: "kit-bar-row" }, h("div", { class: "kit-bar-name", text: each.text }), h("div", { class: "kit-gap-line" }, track, h("b", { text: each.gap > 0 ? `+${each.gap}` : each.gap })));
        }),
      );
      table.update(
        ["Statement", first, second, "Gap"],
        named.map((each) => [each.text, words(each.first, compared.points), words(each.second, config.points), String(each.gap)]),
      );
    },
  };
}

/** The answers by domain, as bars and as a table. */
function domainPanel(client, config) {
  const chart = spreadBars(config.points);
  const table = dataTable("Answers by domain");
  const turned = config.instrument.items.some((item) => item.reverse);
  const element = h(
    "section",
    { class: "kit-part", hidden: true },
    h("h4", { text: "By domain" }),
    h("p", { class: "kit-help", text: `All ratings of a domain together.${turned ? " Statements worded the other way are turned here, so that the right side is always the hopeful one." : ""}` }),
    spreadLegend(config.points),
    chart.element,
    h("details", {}, h("summary", { text: "The same as a table" }), table.element),
  );
  return {
    element,
    update() {
      const domains = Object.entries(client.shared[config.id]?.domains ?? {}).filter(([, counts]) => counts.some(Boolean));
      element.hidden = domains.length < 2;
      const side = (counts) => `${upperSide(config.points, counts).join(" of ")}`;
      chart.update(domains.map(([name, counts]) => ({ name, counts, note: `${side(counts)} on the upper side` })));
      table.update(["Domain", ...config.points.map((p) => p.label), "Upper side"], domains.map(([name, counts]) => [name, ...counts.map(String), side(counts)]));
    },
  };
}

/** After the reveal: the spread, the agreed rating, the reason. */
function agreed(client, config) {
  const marks = config.priorities ? priorities(client, config) : null;
  const items = config.instrument.items.map((item, i) => agreedItem(client, config, item, i + 1, marks));
  const first = h("ol", { class: "kit-rows" });
  const rest = h("ol", { class: "kit-rows" });
  const restSummary = h("summary");
  const restBox = h("details", { hidden: true }, restSummary, rest);
  const heading = h("h4");
  const roles = h("p", { class: "kit-help" });
  const more = [...(marks ? [marks] : []), ...(config.compare ? [gapPanel(client, config)] : []), domainPanel(client, config)];
  let order = null; // of the rows; none stands there before it is known, or it would move from under a hand
  function arrange(shared) {
    const widest = shared.widest;
    const told = widest.join("|");
    // Do not move an item from under the hands of someone who is writing in it.
    if (told !== order && !first.contains(document.activeElement) && !rest.contains(document.activeElement)) {
      order = told;
      first.replaceChildren(...widest.map((id) => items.find((i) => i.item.id === id).element));
      rest.replaceChildren(...items.filter((i) => !widest.includes(i.item.id)).map((i) => i.element));
      restBox.open = widest.length === 0;
    }
    say(heading, widest.length ? "Where we differ most: talk about these first" : "Nobody differs, or too few have rated");
    restBox.hidden = false;
    say(restSummary, widest.length ? `The other ${many(rest.children.length, "statement")}` : "All statements");
    say(roles, shared.roles ? "“By role” is shown where at least three of a role rated, at least three others did, and they were not of one mind." : "By role: too few to show, or a role of one mind.");
  }
  return {
    element: h("div", {}, heading, roles, first, restBox, ...more.map((part) => part.element)),
    update() {
      const shared = client.shared[config.id] ?? {};
      if (shared.spread) arrange(shared);
      else if (order === null) say(heading, "Counting the ratings…");
      for (const item of items) item.update();
      for (const part of more) part.update();
    },
  };
}

export default {
  render: mount(({ root, client, config }) => {
    const picker = seatPicker(client);
    const mine = own(client, config, speech(client, config.instrument, config.points));
    const reveal = revealButton(client, {
      activity: config.id,
      count: () => client.shared[config.id]?.rated ?? 0,
      done: (n) => `${many(n, "seat")} rated so far.`,
      few: (n) => `Only ${many(n, "seat")} rated so far: people could tell whose rating is whose.`,
      show: "Show the spread to the team",
      hide: "Hide the spread",
    });
    let ours = null; // drawn once it is shown: a long instrument opens in half the time
    const oursBox = h("div", { hidden: true }, whoReads("team", freshId("who")));
    const together = h("div", { class: "kit-part" }, h("h4", { text: "Together" }), reveal.element, oursBox);
    const ownBox = config.again ? h("details", {}, h("summary", { text: "Your own ratings" }), mine.element) : mine.element;
    // Where the ratings are talked through in a later step, nothing here invites a press that would reveal them early.
    if (config.again) root.append(picker.element, together, ownBox);
    else root.append(picker.element, ownBox, ...(config.shown_again ? [] : [together]));
    const placed = config.again || !config.shown_again;
    return [
      picker,
      mine,
      reveal,
      {
        update() {
          const shown = reveal.shown() && placed;
          oursBox.hidden = !shown;
          if (shown && !ours) {
            ours = agreed(client, config);
            oursBox.append(ours.element);
          }
          if (shown) ours.update();
        },
      },
    ];
  }),
};
