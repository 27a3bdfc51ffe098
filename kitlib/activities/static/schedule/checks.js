// What the schedule is held against: clashes, rules, and minutes.
import { h, freshId, say } from "../shared/dom.js";
import { arrange } from "../shared/arrange.js";
import { badge } from "../shared/badge.js";
import { SORTS } from "./plan.js";

/** The clashes in words, each with a way to where it is. */
export function clashList(config, show) {
  const heading = h("h4");
  const spoken = h("span", { class: "kit-hidden", role: "status" });
  const list = h("ul", { class: "kit-clashes" });
  const blank = h("ul", { class: "kit-blank" });
  const rules = Object.fromEntries(config.limits.map((limit) => [limit.id, limit.text]));
  const lines = new Map();
  let before = null;
  return {
    element: h("div", { class: "kit-part" }, heading, spoken, list, blank),
    update(shared) {
      if (!shared?.clashes) return say(heading, "Looking for clashes…");
      const { clashes } = shared;
      const n = clashes.length;
      const title = n ? `⚠ ${n === 1 ? "1 clash" : `${n} clashes`}` : shared.blank.length ? "✓ No clash so far" : "✓ No clash";
      say(heading, title);
      if (before !== null && before !== n) say(spoken, n ? `${n === 1 ? "1 clash" : `${n} clashes`} left.` : "No clash left.");
      before = n;
      const kept = new Set(clashes.map((clash) => clash.text));
      for (const text of [...lines.keys()]) if (!kept.has(text)) lines.delete(text);
      arrange(list, clashes.map((clash) => {
        if (!lines.has(clash.text)) {
          const go = h("button", { type: "button", text: "Show", "aria-label": `Show: ${clash.text}`, onclick: () => show(lines.get(clash.text).clash) });
          const rule = rules[clash.limit];
          lines.set(clash.text, { clash, element: h("li", {}, h("span", {}, h("strong", { text: clash.text }), rule && h("span", { class: "kit-rule", text: `Rule: ${rule}` })), go) });
        }
        const line = lines.get(clash.text);
        line.clash = clash;
        return line.element;
      }));
      if (shared.blank.join("\n") !== [...blank.children].map((li) => li.textContent).join("\n")) {
        blank.replaceChildren(...shared.blank.map((text) => h("li", { text })));
      }
    },
  };
}

/** Each rule with its number, which the team may change, and what stands against it. */
export function ruleTable(client, config, schedule) {
  const heads = h("tr");
  const body = h("tbody");
  const caption = h("caption");
  const table = h("table", { class: "kit-table kit-sums" }, caption, h("thead", {}, heads), body);
  const status = badge(client, () => config.limits.map((limit) => schedule.at(`limit.${limit.id}`)));
  const rows = config.limits.map((limit) => {
    const first = config.numbers[limit.id];
    const field = `limit.${limit.id}`;
    const most = limit.check === "rooms" ? 60 : 3000;
    const id = freshId("limit");
    const unit = limit.check === "rooms" ? "groups" : config.days.length > 1 ? `a ${limit.per}` : "minutes";
    const input = h("input", {
      id,
      type: "number",
      min: 1,
      max: most,
      step: 1,
      "aria-label": `${limit.text} ${unit}`,
      "data-kit-field": `${config.id}/${field}`,
      oninput: () => {
        const n = Number(input.value);
        if (input.value !== "" && Number.isInteger(n) && n >= 1 && n <= most) client.set(schedule.at(field), n, { now: true });
      },
      onblur: () => (input.value = String(client.value(schedule.at(field)) ?? first)),
    });
    const back = h("button", { type: "button", class: "kit-link", text: `Put back ${first}`, onclick: () => (client.set(schedule.at(field), null, { now: true }), input.focus()) });
    const words = { least: "at least", block: "at least", common: "at least", most: "at most", rooms: "at most" }[limit.check];
    const number = first == null ? h("td", { text: "never at once" }) : h("td", { class: "kit-limit" }, h("span", { text: words }), " ", input, h("span", { text: ` ${unit}` }), back);
    const row = h("tr", {}, h("th", { scope: "row", text: limit.text }), number);
    return { limit, first, field, input, back, row };
  });
  body.append(...rows.map((r) => r.row));
  let shown = "";

  function verdict(limit, found, asked) {
    if (!found) return ["·", "does not apply", "none"];
    const [n, standing] = found;
    if (standing === "empty") return ["–", "nothing placed yet", "none"];
    if (standing === "met") return [`✓ ${n}`, "", "met"];
    return [`⚠ ${n}`, standing === "over" ? `over by ${n - asked}` : `short by ${asked - n}`, "broken"];
  }
  return {
    element: h("div", { class: "kit-part", hidden: !config.limits.length }, h("div", { class: "kit-scroll", role: "region", tabindex: "0", "aria-label": "Minutes against the rules" }, table), status.element),
    update(wanted, view, shared) {
      for (const r of rows) {
        if (r.first == null) continue;
        const now = client.value(schedule.at(r.field)) ?? r.first;
        if (Number(r.input.value) !== now && r.input !== document.activeElement) r.input.value = String(now);
        r.input.disabled = !client.knows("team");
        r.back.hidden = now === r.first;
      }
      status.update();
      const where = view.day ? schedule.days[view.day] : schedule.groups[view.group];
      const told = JSON.stringify([shared?.sums, shared?.clashes?.map((c) => c.limit), view, rows.map((r) => client.value(schedule.at(r.field)))]);
      if (told === shown || !shared?.sums) return;
      shown = told;
      say(caption, config.days.length > 1 ? `Minutes against the rules, ${where}` : "Minutes against the rules");
      heads.replaceChildren(...["Rule", "Asks for", ...wanted.map((w) => w.text)].map((text) => h("th", { scope: "col", text })));
      for (const r of rows) {
        while (r.row.children.length > 2) r.row.lastElementChild.remove();
        const { limit } = r;
        const asked = client.value(schedule.at(r.field)) ?? r.first;
        const sums = shared.sums[limit.id];
        const one = (found, label, span = 1) => {
          const [sign, words, state] = verdict(limit, found, asked);
          return h("td", { "data-state": state, "data-label": label, colspan: span > 1 ? span : null }, h("strong", { text: sign }), words && h("span", { text: ` ${words}` }));
        };
        if (limit.check === "apart" || limit.check === "rooms") {
          const n = shared.clashes.filter((clash) => clash.limit === limit.id).length;
          r.row.append(h("td", { colspan: wanted.length, "data-state": n ? "broken" : "met", "data-label": "" }, h("strong", { text: n ? `⚠ ${n === 1 ? "1 clash" : `${n} clashes`}` : "✓ kept" })));
        } else if (limit.check === "common") {
          const per = limit.per === "week" ? { "": sums?.[""]?.[""] } : sums?.[""];
          if (view.day || limit.per === "week") r.row.append(one(per?.[limit.per === "week" ? "" : view.day], "", wanted.length));
          else r.row.append(...wanted.map((w) => one(per?.[w.id], w.text)));
        } else if (view.day) {
          r.row.append(...wanted.map((w) => one(sums?.[w.id]?.[limit.per === "week" ? "" : view.day], w.text)));
        } else if (limit.per === "week") {
          r.row.append(one(sums?.[view.group]?.[""], "", wanted.length));
        } else {
          r.row.append(...wanted.map((w) => one(sums?.[view.group]?.[w.id], w.text)));
        }
      }
    },
  };
}

/** Minutes by use, sort and tier, and when adults plan together. */
export function minuteTables(config, schedule) {
  const heads = h("tr");
  const body = h("tbody");
  const caption = h("caption");
  const together = h("p");
  const never = h("p");
  const planning = h("div", {}, h("h5", { text: "Planning at one time" }), together, never);
  const table = h("div", { class: "kit-scroll", role: "region", tabindex: "0", "aria-label": "Minutes by use" }, h("table", { class: "kit-table kit-sums" }, caption, h("thead", {}, heads), body));
  const lines = [
    ...config.uses.map((use) => [`use:${use.id}`, `${SORTS[use.sort][0]} ${use.title}`]),
    ...Object.entries(SORTS).map(([sort, [, words]]) => [`sort:${sort}`, `All ${words}`]),
    ...[1, 2, 3].map((tier) => [`tier:${tier}`, `All of tier ${tier}`]),
    ["stretch:core", "Longest unbroken stretch of core"],
    ["stretch:planning", "Longest unbroken stretch of planning"],
  ];
  let shown = "";
  return {
    element: h("details", { class: "kit-fold" }, h("summary", { text: "Minutes by use, and planning at one time" }), table, planning),
    update(wanted, view, shared) {
      const told = JSON.stringify([shared?.minutes, shared?.planning, view]);
      if (told === shown || !shared?.minutes) return;
      shown = told;
      const week = config.days.length > 1;
      const where = view.day ? schedule.days[view.day] : schedule.groups[view.group];
      say(caption, week ? `Minutes, ${where}${view.day ? " (and in the week)" : ""}` : "Minutes");
      heads.replaceChildren(...["", ...wanted.map((w) => w.text), ...(view.day ? [] : ["Week"])].map((text) => (text ? h("th", { scope: "col", text }) : h("td"))));
      const all = shared.minutes;
      const used = lines.filter(([name]) => all[""][name]);
      body.replaceChildren(
        ...used.map(([name, title]) => {
          const cells = wanted.map((w) => {
            const [day, group] = view.day ? [view.day, w.id] : [w.id, view.group];
            const n = all[day]?.[name]?.[group] ?? 0;
            const total = view.day && week ? (all[""][name]?.[group] ?? 0) : null;
            return h("td", { "data-label": w.text }, `${n}`, total !== null && h("span", { class: "kit-week", text: ` (${total})` }));
          });
          if (!view.day) cells.push(h("td", { "data-label": "Week", text: `${all[""][name]?.[view.group] ?? 0}` }));
          return h("tr", { class: name.startsWith("use") ? null : "kit-total" }, h("th", { scope: "row", text: title }), ...cells);
        }),
      );
      table.hidden = !used.length;
      const found = shared.planning;
      planning.hidden = !config.uses.some((use) => use.sort === "planning");
      say(together, found.together.length ? `All who plan have this time together: ${found.together.join("; ")}.` : "There is no time at which all who plan can meet.");
      say(never, found.never.length ? `Never at one time: ${found.never.join("; ")}.` : "");
    },
  };
}
