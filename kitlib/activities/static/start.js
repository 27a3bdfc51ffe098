// The start page: what is open, the shelf of sessions, and one form to begin.
import { h, freshId, guardKeys, say, many } from "./shared/dom.js";
import { ChannelTransport } from "./shared/transport.js";

const STATES = { open: "Open", running: "Running now", held: "Held" };

/** The address that opens a notebook on this server, or null where there is no Jupyter page. */
function address(path) {
  const data = document.getElementById("jupyter-config-data");
  if (!data) return null;
  const base = JSON.parse(data.textContent || "{}").baseUrl || "/";
  return `${base}doc/tree/${path.split("/").map(encodeURIComponent).join("/")}`;
}

function link(path, text) {
  const href = address(path);
  return href ? h("a", { href, target: "_blank", rel: "noopener", text }) : h("code", { text: path });
}

function notebooks(meeting) {
  return meeting.notebooks.map((path) => {
    const name = path.split("/").pop().replace(".ipynb", "");
    const team = meeting.teams[Number(name.replace("team-", "")) - 1];
    return h("li", {}, link(path, name === "facilitator" ? "Lead it (facilitator)" : `Join as ${team ?? name}`));
  });
}

function meetingsTable(meetings) {
  const rows = meetings.map((meeting) =>
    h(
      "tr",
      {},
      h("th", { scope: "row", text: meeting.title }),
      h("td", { text: meeting.district }),
      h("td", { text: `${meeting.date}, ${meeting.minutes} min` }),
      h("td", { text: STATES[meeting.state] }),
      h("td", {}, h("ul", { class: "kit-links" }, ...notebooks(meeting))),
    ),
  );
  const heads = ["Session", "District", "Date and length", "Where it stands", "Open it"];
  return h(
    "table",
    { class: "kit-table kit-stack" },
    h("caption", { text: "Newest first" }),
    h("thead", {}, h("tr", {}, ...heads.map((text) => h("th", { scope: "col", text })))),
    h("tbody", {}, ...rows),
  );
}

function field(label, input, help) {
  const id = freshId("field");
  input.id = id;
  if (help) input.setAttribute("aria-describedby", `${id}-help`);
  return h("div", { class: "kit-cell" }, h("label", { for: id, text: label }), input, help && h("p", { class: "kit-help", id: `${id}-help`, text: help }));
}

function form(config, channel, begun, opened) {
  const sessions = config.shelf.flatMap((resource) => resource.sessions.map((session) => ({ ...session, resource })));
  const session = h("select", { required: true }, h("option", { value: "", text: "Choose a session…" }), ...config.shelf.map((resource) => h("optgroup", { label: resource.title }, ...resource.sessions.map((s) => h("option", { value: s.id, text: s.title })))));
  const minutes = h("select");
  const list = freshId("districts");
  const district = h("input", { type: "text", list, autocomplete: "off" });
  const school = h("select", {}, h("option", { value: "", text: "Whole district" }));
  const teams = h("textarea", { rows: 2 });
  teams.value = "Team 1";
  const date = h("input", { type: "date", value: config.today, required: true });
  const part = h("select", {}, h("option", { value: "facilitator", text: "I lead it" }), h("option", { value: "team-1", text: "I sit with the first team" }));
  const problem = h("p", { class: "kit-problem", role: "alert" });
  const submit = h("button", { type: "submit", class: "kit-main", text: "Open the meeting" });
  const lengths = () => {
    const chosen = sessions.find((s) => s.id === session.value);
    minutes.replaceChildren(...(chosen?.lengths ?? []).map((n) => h("option", { value: n, text: many(n, "minute") })));
  };
  session.addEventListener("change", lengths);
  district.addEventListener("change", async () => {
    const known = config.districts.find((d) => d.name.toLowerCase() === district.value.trim().toLowerCase());
    const names = known ? await channel.call("schools", known.code).catch(() => []) : [];
    const options = Array.isArray(names) ? names : [];
    school.replaceChildren(h("option", { value: "", text: "Whole district" }), ...options.map((name) => h("option", { value: name, text: name })));
  });
  const element = h(
    "form",
    {
      class: "kit-form",
      onsubmit: async (event) => {
        event.preventDefault();
        say(problem, "");
        begun();
        submit.disabled = true;
        say(submit, "Opening…");
        try {
          const answer = await channel.call("open", {
            session: session.value,
            minutes: minutes.value,
            district: district.value.trim(),
            school: school.value,
            date: date.value,
            teams: teams.value.split("\n"),
          });
          if (answer.what) say(problem, `${answer.what}${/[.!?]$/.test(answer.what) ? "" : "."} ${answer.next ?? ""}`);
          else opened(answer, part.value);
        } catch (error) {
          say(problem, `The notebook did not answer (${error.message}). Reload this page and try again.`);
        }
        submit.disabled = false;
        say(submit, "Open the meeting");
      },
    },
    field("Session", session),
    field("Length", minutes, "Shorter lengths leave out or shorten steps by the session’s own cuts."),
    field("District", district, config.districts.length ? `One of ${config.districts.length} loaded. Leave it empty to rehearse.` : "No list is loaded yet: kit districts import FILE. Leave it empty to rehearse."),
    field("School", school),
    field("Teams", teams, "One a line. Each gets a notebook of its own."),
    field("Date", date),
    field("Your part", part, "The facilitator’s notebook has the notes and the clock’s buttons."),
    h("datalist", { id: list }, ...config.districts.map((d) => h("option", { value: d.name }))),
    h("div", { class: "kit-cell kit-cell-wide" }, submit, problem),
  );
  const choose = (id) => {
    session.value = id;
    lengths();
    element.scrollIntoView({ block: "start" });
    session.focus();
  };
  return { element, choose };
}

function shelf(config, choose) {
  const search = h("input", { type: "search" });
  const found = h("p", { class: "kit-count", role: "status" });
  const cards = config.shelf.flatMap((resource) =>
    resource.sessions.map((session) => {
      const element = h(
        "li",
        { class: "kit-card" },
        h("p", { class: "kit-companion", text: `${resource.number}. ${resource.title}` }),
        h("h4", { text: session.title }),
        h("p", { text: session.purpose }),
        h("p", { class: "kit-help" }, h("strong", { text: session.lengths.join(", ") }), " minutes · ", session.audience),
        h("p", { class: "kit-help" }, "You leave with: ", session.product),
        h("button", { type: "button", onclick: () => choose(session.id), text: "Choose", "aria-label": `Choose ${session.title}` }),
      );
      return { element, words: element.textContent.toLowerCase() };
    }),
  );
  search.addEventListener("input", () => {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const card of cards) card.element.hidden = !wanted.every((word) => card.words.includes(word));
    const left = cards.filter((card) => !card.element.hidden).length;
    say(found, wanted.length ? `${many(left, "session")} found` : "");
  });
  return h("div", {}, field("Search the shelf", search), found, h("ul", { class: "kit-shelf" }, ...cards.map((c) => c.element)));
}

export default {
  render({ model, el }) {
    const config = model.get("config");
    const channel = new ChannelTransport(model);
    const done = h("div", { role: "status" });
    const held = h("div", { class: "kit-scroll" });
    const showMeetings = (meetings) =>
      held.replaceChildren(meetings.length ? meetingsTable(meetings) : h("p", { class: "kit-help", text: "None yet. Choose a session below and open your first meeting." }));
    const begin = form(config, channel, () => done.replaceChildren(), (answer, part) => {
      const opened = answer.meetings.find((m) => m.id === answer.meeting);
      opened.notebooks.sort((a, b) => Number(b.includes(`/${part}.`)) - Number(a.includes(`/${part}.`)));
      done.replaceChildren(
        h("div", { class: "kit-opened" }, h("p", {}, h("strong", { text: opened.rehearsal ? "Your rehearsal is open. " : "The meeting is open. " }), `${opened.title}, ${opened.district}, ${opened.date}, ${many(opened.minutes, "minute")}. These links work on this computer.`), h("ul", { class: "kit-links" }, ...notebooks(opened))),
      );
      done.scrollIntoView({ block: "center" });
      done.querySelector("a")?.focus();
      showMeetings(answer.meetings);
    });
    const root = h(
      "section",
      { class: "kit kit-start", "aria-label": "Start a session" },
      h("p", {}, "Choose a session on the shelf below, or here. Leave the district empty to rehearse. Then open the meeting."),
      h("h3", { text: "Begin" }),
      begin.element,
      done,
      h("h3", { text: "Open and held meetings" }),
      held,
      h("h3", { text: "The shelf" }),
      shelf(config, begin.choose),
    );
    guardKeys(root);
    el.append(root);
    showMeetings(config.meetings);
  },
};
