// Forms by group of people: answered here or brought in as counts, shown by domain with small groups withheld.
import { h, freshId, say, many } from "./shared/dom.js";
import { badge } from "./shared/badge.js";
import { rowList } from "./shared/rows.js";
import { mount, seatPicker } from "./shared/mount.js";
import { speech } from "./shared/language.js";
import { itemList, ownItem } from "./shared/choices.js";
import { spreadBars, spreadLegend, upperSide, dataTable, shortDay } from "./shared/spread.js";
import { decoded, readResults } from "./survey/file.js";

const LINES_TOLD = 30; // refused lines that are listed
const sum = (counts) => counts.reduce((a, b) => a + (b ?? 0), 0);

// -- answering here ------------------------------------------------------------------------------

/** The form that seats answer in the meeting itself. */
function answering(client, config, form) {
  const said = speech(client, form.instrument, form.points);
  const points = [...form.points, { value: "pass", label: "Pass" }];
  const at = (item) => ({ scope: "seat", activity: config.id, field: `own.${item.id}` });
  const shown = { scope: "room", activity: config.id, field: "shown" };
  const answered = (item) => client.value(at(item)) !== null;
  const picker = seatPicker(client, "Answering as");
  const list = itemList(
    form.instrument.items,
    (item, number) => ownItem(client, () => at(item), item, number, points, `${config.id}/own.${item.id}`, said),
    answered,
  );
  const progress = h("p", { class: "kit-count" });
  const status = badge(client, () => form.instrument.items.map(at));
  const title = said.words(h("h4"), form.instrument.title, form.instrument.titles);
  const intro = form.instrument.intro && said.words(h("p", { class: "kit-help" }), form.instrument.intro, form.instrument.intros);
  const who = h("p", { class: "kit-who", "data-who": "room" }, h("strong", { text: "Counts only" }), ` Nobody sees your answers. Once ${config.smallest} or more people in this meeting have answered, the counts can be shown. “Pass” is an answer too.`);
  const room = h("p", { class: "kit-count" });
  const press = h("button", { type: "button", onclick: () => client.set(shown, !client.value(shown), { now: true }) });
  const body = h("div", {}, picker.element, said.element, title, intro, who, list.element, progress, status.element);
  const element = h("div", {}, config.again ? h("details", {}, h("summary", { text: "Your own answers" }), body) : body, !config.shown_again && h("div", {}, room, press));
  return {
    element,
    update() {
      picker.update();
      const closed = Boolean(client.value(shown));
      for (const { choice } of list.items) choice.update(closed || !client.seat || !client.knows("seat"));
      list.update();
      const done = form.instrument.items.filter(answered).length;
      const own = client.seat ? `${done === list.items.length ? "✓ You are done. " : ""}${done} of ${list.items.length} answered.` : "Choose your seat first.";
      say(progress, closed ? `${own} The counts are shown, so answers are closed.` : own);
      const n = client.shared[config.id]?.answered ?? 0;
      say(room, `${many(n, "seat")} answered so far.${n < config.smallest ? ` Counts can be shown from ${config.smallest} on.` : ""}`);
      say(press, closed ? "Hide the counts and open the answers again" : "Close the answers and show the counts");
      status.update();
    },
  };
}

// -- bringing in -----------------------------------------------------------------------------------

/** A whole number of people that belongs to one answer. */
function numberBox(client, at, label) {
  const id = freshId("number");
  const problem = h("span", { class: "kit-problem" });
  const input = h("input", {
    id,
    type: "number",
    min: 0,
    max: 100000,
    step: 1,
    "data-kit-field": `${at.activity}/${at.field}`,
    oninput: () => {
      const bad = input.validity.badInput || !input.validity.valid;
      input.setAttribute("aria-invalid", String(bad));
      say(problem, bad ? "A whole number, please." : "");
      if (!bad) client.set(at, input.value === "" ? null : Number(input.value), { now: true });
    },
  });
  return {
    element: h("div", { class: "kit-cell" }, h("label", { for: id, text: label }), input, problem),
    update() {
      const value = client.value(at);
      if (document.activeElement !== input && input.value !== String(value ?? "")) input.value = value ?? "";
      input.disabled = !client.knows("team");
    },
  };
}

/** The counts of one statement, a number for each point. */
function countRow(client, config, form, item, number) {
  const at = { scope: "team", activity: config.id, field: `counts.${form.id}.${item.id}` };
  const told = h("p", { class: "kit-count" });
  const inputs = form.points.map((point, i) =>
    h("input", {
      type: "number",
      min: 0,
      max: 100000,
      step: 1,
      "data-kit-field": `${config.id}/counts.${form.id}.${item.id}/${point.value}`,
      oninput: () => {
        const bad = inputs.find((input) => !input.validity.valid);
        inputs.forEach((input) => input.setAttribute("aria-invalid", String(!input.validity.valid)));
        if (bad) return say(told, "⚠ Whole numbers only; not saved yet.");
        const counts = inputs.map((input) => (input.value === "" ? null : Number(input.value)));
        client.set(at, counts.every((n) => n === null) ? null : counts, { now: true });
      },
    }),
  );
  const cells = form.points.map((point, i) => h("label", { class: "kit-count-cell" }, h("span", { text: point.label }), inputs[i]));
  return {
    at,
    element: h("fieldset", { class: "kit-item" }, h("legend", {}, h("span", { class: "kit-number", text: `${number}. ` }), item.text), h("div", { class: "kit-count-cells" }, ...cells), told),
    update(people) {
      const counts = client.value(at) ?? [];
      inputs.forEach((input, i) => {
        if (document.activeElement !== input && input.value !== String(counts[i] ?? "")) input.value = counts[i] ?? "";
        input.disabled = !client.knows("team");
      });
      const n = sum(counts);
      if (inputs.some((input) => !input.validity.valid)) return;
      const over = people !== null && n > people ? ` ⚠ More than the ${people} who answered.` : "";
      const small = n > 0 && n < config.smallest ? ` Fewer than ${config.smallest}: shown nowhere but here.` : "";
      say(told, n ? `${n} in all.${over}${small}` : "");
    },
  };
}

/** Keying in the counts of one form. */
function keying(client, config, form) {
  const team = (what) => ({ scope: "team", activity: config.id, field: `${what}.${form.id}` });
  const people = numberBox(client, team("people"), "How many answered");
  const asked = numberBox(client, team("asked"), "How many were asked (if known)");
  const few = h("p", { class: "kit-withheld" });
  const body = h("div");
  let rows = null; // drawn once it is opened
  const status = badge(client, () => [team("people"), team("asked"), ...(rows ?? []).map((row) => row.at)]);
  const summary = h("summary");
  const element = h(
    "details",
    { class: "kit-keying", "data-form": form.id, ontoggle: () => update() },
    summary,
    h("div", { class: "kit-row-cells" }, people.element, asked.element),
    few,
    body,
    status.element,
  );
  function update() {
    const keyed = form.instrument.items.filter((item) => client.value({ scope: "team", activity: config.id, field: `counts.${form.id}.${item.id}` })).length;
    say(summary, `Key in the counts of ${form.title}${keyed ? `: ${keyed} of ${form.instrument.items.length} statements` : ""}`);
    if (!element.open) return;
    rows ??= form.instrument.items.map((item, i) => {
      const row = countRow(client, config, form, item, i + 1);
      body.append(row.element);
      return row;
    });
    const n = client.value(team("people"));
    const small = n !== null && n < config.smallest;
    say(few, small ? `${config.few} answered. Nothing of this form is shown, so its counts need not be keyed in.` : "");
    body.hidden = small && !body.contains(document.activeElement);
    people.update();
    asked.update();
    for (const row of rows) row.update(n);
    status.update();
  }
  return { element, update };
}

/** Bring in a file: read here, shown with what was refused, then sent; and undone. */
function filing(client, config) {
  const id = freshId("file");
  const spoken = h("p", { role: "status", class: "kit-count" });
  const preview = h("div", { class: "kit-preview", hidden: true });
  const input = h("input", { id, type: "file", accept: ".csv,.tsv,.txt,text/csv", "data-kit-field": `${config.id}/file`, onchange: () => input.files[0] && look(input.files[0]) });
  const undo = h("button", { type: "button", hidden: true, text: "Undo: put back what stood here", onclick: () => takeBack() });
  let before = null;

  const at = (field) => ({ scope: "team", activity: config.id, field });
  const put = (field, value, kept) => {
    const old = client.value(at(field));
    if (JSON.stringify(old) === JSON.stringify(value)) return;
    kept?.push([field, old]);
    client.set(at(field), value, { now: true });
  };

  async function look(file) {
    const read = readResults(decoded(await file.arrayBuffer()), config.forms);
    const rows = config.forms.filter((form) => read.forms[form.id]).map((form) => {
      const { people, asked, counts } = read.forms[form.id];
      const small = people < config.smallest;
      const found = Object.keys(counts).length;
      const what = small ? "Too few: only their number is brought in" : `${found} of ${form.instrument.items.length} statements`;
      return [form.title, small ? config.few : asked ? `${people} of ${asked}` : String(people), what];
    });
    const table = dataTable(`What “${file.name}” holds`);
    table.update(["Form", "People", "What is brought in"], rows);
    const listed = read.refused.slice(0, LINES_TOLD).map(({ line, why }) => h("li", { text: `Line ${line}: ${why}` }));
    const more = read.refused.length - listed.length;
    const refused = read.refused.length > 0 && h("details", { open: true }, h("summary", { text: `${many(read.refused.length, "line")} not taken` }), h("ul", {}, ...listed, more > 0 && h("li", { text: `and ${more} more` })));
    const bring = rows.length > 0 && h("button", { type: "button", class: "kit-main", text: "Bring in", onclick: () => bringIn(read) });
    const cancel = h("button", { type: "button", text: rows.length ? "Leave it" : "Close", onclick: () => close("Nothing was brought in.") });
    preview.replaceChildren(...[rows.length > 0 && table.element, refused, h("p", { class: "kit-buttons" }, bring, cancel)].filter(Boolean));
    preview.hidden = false;
    say(spoken, rows.length ? `The file was read on this computer. Nothing was sent yet. ${many(read.refused.length, "line")} not taken.` : "Nothing in this file fits.");
    (bring || cancel).focus();
  }

  function bringIn(read) {
    before = [];
    for (const form of config.forms) {
      const found = read.forms[form.id];
      if (!found) continue;
      const small = found.people < config.smallest;
      put(`people.${form.id}`, found.people, before);
      if (found.asked !== null) put(`asked.${form.id}`, found.asked, before);
      for (const item of form.instrument.items) put(`counts.${form.id}.${item.id}`, (!small && found.counts[item.id]) || null, before);
    }
    undo.hidden = !before.length;
    close(before.length ? "Brought in. What stood here before can be put back." : "The same numbers stood here already.");
    if (before.length) undo.focus();
  }

  function takeBack() {
    for (const [field, value] of before) put(field, value);
    before = null;
    input.focus();
    undo.hidden = true;
    say(spoken, "Put back as it was.");
  }

  function close(words) {
    if (preview.contains(document.activeElement)) input.focus();
    preview.hidden = true;
    preview.replaceChildren();
    input.value = "";
    say(spoken, words);
  }

  const help = h(
    "details",
    {},
    h("summary", { text: "What the file looks like" }),
    h("p", {}, "A CSV file in one of three ways. The first line names the columns; a statement is named by its id or its words."),
    h("ul", {}, h("li", {}, h("code", { text: "form,item,point,count" }), " with a line for each number; for all who answered ", h("code", { text: "students,people,,412" })), h("li", {}, h("code", { text: "respondent,form,item,value" }), " with a line for each answer"), h("li", { text: "one line for each person and one column for each statement, as survey tools export it" })),
    h("p", { text: "Names and ids of people in the file are not sent; they stay in this browser." }),
    h("details", {}, h("summary", { text: "The ids of the statements" }), ...config.forms.map((form) => h("div", {}, h("p", {}, h("strong", { text: `${form.title}: ` }), h("code", { text: form.id })), h("ul", { class: "kit-plain" }, ...form.instrument.items.map((item) => h("li", {}, h("code", { text: item.id }), ` ${item.text}`)))))),
  );
  const status = badge(client, () => (before ?? []).map(([field]) => at(field)));
  return {
    element: h("div", { class: "kit-file" }, h("label", { for: id, text: "Bring in a file" }), input, help, preview, spoken, undo, status.element),
    update() {
      input.disabled = !client.knows("team");
      status.update();
    },
  };
}

// -- what is shown -----------------------------------------------------------------------------------

/** The results of one form. */
function formResults(client, config, form) {
  const points = form.points;
  const who = h("p");
  const note = h("p", { class: "kit-withheld" });
  const domains = spreadBars(points);
  const items = spreadBars(points);
  const table = dataTable(`${form.title}: how many chose each point`);
  const rule = h("p", { class: "kit-help" });
  const inDomains = form.instrument.items.some((item) => item.domain);
  const detail = h("details", { open: !inDomains }, h("summary", { text: "Statement by statement" }), items.element, h("details", {}, h("summary", { text: "The same as a table" }), table.element));
  const turned = form.instrument.items.some((item) => item.reverse);
  const help = inDomains && h("p", { class: "kit-help", text: `All answers of a domain together.${turned ? " Statements worded the other way are turned here, so that the right side is always the hopeful one." : ""}` });
  const body = h("div", {}, help, spreadLegend(points), domains.element, detail, rule);
  const element = h("section", { class: "kit-form-results", "data-form": form.id }, h("h4", { text: form.title }), who, note, body);
  const side = (counts) => upperSide(points, counts).join(" of ");
  return {
    element,
    update() {
      const shared = client.shared[config.id] ?? {};
      const now = shared.forms?.[form.id];
      const rounds = (shared.earlier ?? []).filter((round) => round.forms[form.id]).map((round) => [shortDay(round.date), round.forms[form.id]]);
      const seen = [...rounds, ...(now ? [["Now", now]] : [])].filter(([, found]) => found.people !== null);
      element.hidden = !now && !rounds.length;
      const of = (found) => (found.people === null ? `${config.few} answered` : found.asked ? `${found.people} of ${found.asked} answered` : `${found.people} answered`);
      say(who, [...rounds.map(([day, found]) => `${day}: ${of(found)}.`), now ? `${rounds.length ? "Now: " : ""}${of(now)}.` : "Nothing is brought in yet for this meeting."].join(" "));
      say(note, !now ? "" : now.people === null ? "Nothing else of this form is shown." : now.stands ? `Fewer than ${config.smallest} answers came in since ${shortDay(now.stands)}; the results of that day stand.` : "");
      note.hidden = !note.textContent;
      body.hidden = !seen.length;
      if (!seen.length) return;
      const names = [...new Set(seen.flatMap(([, found]) => Object.keys(found.domains)))];
      const round = rounds.length > 0;
      domains.update(
        names.flatMap((name) => {
          const own = seen.filter(([, found]) => found.domains[name]).map(([day, found]) => {
            const counts = found.domains[name];
            return { name: round ? day : name, long: round ? `${name}, ${day}` : name, counts, note: `${side(counts)} on the upper side` };
          });
          return round ? [{ name }, ...own] : own;
        }),
      );
      const lines = form.instrument.items.flatMap((item) => {
        const words = `${item.text}${item.reverse ? " (worded the other way)" : ""}`;
        return seen
          .filter(([, found]) => item.id in found.items)
          .map(([day, found]) => ({ words, day, name: round ? day : words, long: `${words} ${round ? day : ""}`, counts: found.items[item.id], note: found.items[item.id] ? "" : "~ withheld" }));
      });
      items.update(round ? lines.flatMap((line, i) => (line.words === lines[i - 1]?.words ? [line] : [{ name: line.words }, line])) : lines);
      table.update(
        ["Statement", ...(round ? ["When"] : []), ...points.map((point) => point.label)],
        lines.map(({ words, day, counts }) => [words, ...(round ? [day] : []), ...points.map((_, i) => (counts ? String(counts[i]) : "~"))]),
      );
      say(rule, lines.some(({ counts }) => !counts) ? config.rule : "");
    },
  };
}

export default {
  render: mount(({ root, client, config }) => {
    const parts = [];
    const put = (part) => {
      root.append(part.element);
      parts.push(part);
    };
    const here = config.forms.find((form) => form.id === config.here);
    if (here && !config.again) put(answering(client, config, here));
    const brought = config.forms.filter((form) => form.id !== config.here || config.forms.length > 1);
    const empty = h("p", { class: "kit-count" });
    const results = config.forms.map((form) => formResults(client, config, form));
    const file = filing(client, config);
    const keys = brought.map((form) => keying(client, config, form));
    const told = h("p", { class: "kit-who" }, h("strong", { text: "Your team" }), " Numbers stand in these boxes as you key them in. Everywhere else, small groups are withheld.");
    const bring = {
      element: h("details", { class: "kit-fold" }, h("summary", { text: "Bring in results" }), told, file.element, ...keys.map((key) => key.element)),
      update() {
        file.update();
        for (const key of keys) key.update();
      },
    };
    const shown = {
      element: h("div", { class: "kit-part" }, h("h4", { text: "Results" }), empty, ...results.map((result) => result.element)),
      update() {
        for (const result of results) result.update();
        const any = results.some((result) => !result.element.hidden);
        empty.hidden = any;
        say(empty, client.knows("team") ? "Nothing to show yet. Bring in results, or show the counts of this meeting." : "Fetching what was brought in…");
      },
    };
    if (brought.length && !config.again) put(bring);
    if (!config.shown_again) put(shown);
    if (config.again && brought.length) put(bring);
    if (here && config.again) put(answering(client, config, here));
    if (config.notes && !config.shown_again) {
      const columns = {
        notice: { type: "text", label: "We notice" },
        compare: { type: "text", label: "Compared with (another group, another round)" },
        explain: { type: "text", label: "What could explain it" },
      };
      const list = rowList(client, { activity: config.id, noun: "Note", add: "Add a note", columns, empty: 1 });
      put({ element: h("div", { class: "kit-part" }, h("h4", { text: "What we make of it" }), list.element), update: list.update });
    }
    return parts;
  }),
};
