// The start page: what is open, the shelf of sessions, and one form to begin.
import { h, freshId, guardKeys, say, many } from "./shared/dom.js";
import { ChannelTransport } from "./shared/transport.js";

const NEWEST = 4; // meetings that stand open above the shelf; the others are folded away
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

function meetingsTable(meetings, caption) {
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
    h("caption", { text: caption }),
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

/** The card of one session. */
function card(session, resource, titles, choose) {
  return h(
    "li",
    { class: "kit-card" },
    h("h5", { text: `${session.number}. ${session.title}` }),
    h("p", { text: session.purpose }),
    h("p", { class: "kit-help" }, h("strong", { text: session.lengths.join(", ") }), " minutes · ", session.audience),
    h("p", { class: "kit-help" }, "You leave with: ", session.product),
    session.next && h("p", { class: "kit-help", text: `Next in the series: ${titles.get(session.next) ?? session.next}` }),
    h("button", { type: "button", onclick: () => choose(session.id), text: "Choose", "aria-label": `Choose ${session.title}` }),
  );
}

/** Resources to unfold, each with its sessions; a word or a length leaves only what fits. */
function shelf(config, choose) {
  const search = h("input", { type: "search", placeholder: "families, schedule, math…" });
  const lengths = [...new Set(config.shelf.flatMap((r) => r.sessions.flatMap((s) => s.lengths)))].sort((x, y) => x - y);
  const length = h("select", {}, h("option", { value: "", text: "Any length" }), ...lengths.map((n) => h("option", { value: n, text: `${n} minutes or less` })));
  const found = h("p", { class: "kit-count", role: "status" });
  const titles = new Map(config.shelf.flatMap((r) => r.sessions.map((s) => [s.id, s.title])));
  const groups = config.shelf.map((resource) => {
    const cards = resource.sessions.map((session) => {
      const element = card(session, resource, titles, choose);
      return { element, shortest: Math.min(...session.lengths), words: `${resource.title} ${resource.audience} ${element.textContent}`.toLowerCase() };
    });
    const element = h(
      "details",
      { class: "kit-resource" },
      h("summary", {}, `${resource.number}. ${resource.title} `, h("span", { class: "kit-quiet", text: many(cards.length, "session") })),
      h("p", { class: "kit-help", text: `${resource.about} For: ${resource.audience}` }),
      h("ul", { class: "kit-shelf" }, ...cards.map((c) => c.element)),
    );
    return { element, cards };
  });
  function look() {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const most = Number(length.value) || Infinity;
    let left = 0;
    for (const group of groups) {
      let here = 0;
      for (const each of group.cards) {
        const fits = each.shortest <= most && wanted.every((word) => each.words.includes(word));
        each.element.hidden = !fits;
        here += fits;
      }
      group.element.hidden = !here;
      group.element.open = here > 0 && (wanted.length > 0 || most < Infinity);
      left += here;
    }
    say(found, wanted.length || most < Infinity ? `${many(left, "session")} found` : "");
  }
  search.addEventListener("input", look);
  length.addEventListener("change", look);
  if (groups.length === 1) groups[0].element.open = true;
  return h("div", {}, h("div", { class: "kit-find" }, field("Search the shelf", search), field("Time you have", length)), found, ...groups.map((g) => g.element));
}

export default {
  render({ model, el }) {
    const config = model.get("config");
    const channel = new ChannelTransport(model);
    const done = h("div", { role: "status" });
    const held = h("div");
    const showMeetings = (meetings) => {
      const [newest, earlier] = [meetings.slice(0, NEWEST), meetings.slice(NEWEST)];
      held.hidden = !meetings.length;
      held.replaceChildren(
        h("h3", { text: "Open and held meetings" }),
        h("div", { class: "kit-scroll" }, meetingsTable(newest, "Newest first")),
        earlier.length ? h("details", {}, h("summary", { text: `${many(earlier.length, "earlier meeting")}` }), h("div", { class: "kit-scroll" }, meetingsTable(earlier, "Earlier meetings"))) : "",
      );
    };
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
      held,
      h("h3", { text: "1. Choose a session" }),
      shelf(config, begin.choose),
      h("h3", { text: "2. Open the meeting" }),
      h("p", { text: "Leave the district empty to rehearse: nothing of a rehearsal goes into a record." }),
      begin.element,
      done,
    );
    guardKeys(root);
    el.append(root);
    showMeetings(config.meetings);
  },
};
