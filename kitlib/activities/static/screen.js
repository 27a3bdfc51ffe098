// A cell of a session's notebook. It fetches what to show, and the files that draw it, from the server that the page
// came from; where there is none of ours (VS Code, a plain kernel), from the kernel over the widget's own channel.
import { h } from "./shared/dom.js";
import { ChannelTransport, HttpTransport, Unreachable, jupyterServer } from "./shared/transport.js";

const AGAIN = 2000; // ms until a server that did not answer is asked anew
const FIRST = new Set(["opening", "start"]); // the cell that asks anew for all; the others use what it was told

const answers = (globalThis.__kitScreens ??= new Map());
const drawn = (globalThis.__kitModules ??= new Map());

/** All screens of the meeting, asked for once a run of the notebook. */
function screens(model) {
  const { screen, ...query } = model.get("place");
  const key = JSON.stringify(query);
  if (FIRST.has(screen) || !answers.has(key)) {
    const asked = ask(model, query);
    answers.set(key, asked);
    asked.catch(() => answers.get(key) === asked && answers.delete(key));
  }
  return answers.get(key);
}

async function ask(model, query) {
  const server = query.session ? jupyterServer() : null;
  const answer = (server && (await new HttpTransport(server).screens(query))) || (await new ChannelTransport(model).screens(query));
  if (answer.what) throw Object.assign(new Error(answer.what), answer);
  return { ...answer, base: answer.modules ? null : server.base };
}

/** The module that draws a part, with its looks in the page. */
function moduleOf(kind, answer) {
  const key = answer.base ? `${kind}@${answer.version}` : kind;
  if (!drawn.has(key)) {
    const loaded = load(kind, answer);
    drawn.set(key, loaded);
    loaded.catch(() => drawn.delete(key));
  }
  return drawn.get(key);
}

async function load(kind, answer) {
  if (!answer.base) {
    for (const name of ["kit", kind]) style(name, h("style", { text: answer.looks[name] ?? "" }));
    return import(URL.createObjectURL(new Blob([answer.modules[kind]], { type: "text/javascript" })));
  }
  // A widget's module comes from a blob, to which nothing is relative.
  const address = (file) => `${location.origin}${answer.base}kit/static/${file}?v=${answer.version}`;
  const sheets = ["kit", kind].map((name) => style(name, h("link", { rel: "stylesheet", href: address(`${name}.css`) })));
  // Without its looks a part would jump when they come.
  await Promise.all(sheets);
  try {
    return await import(address(`${kind}.js`));
  } catch {
    // A browser may remember that an address failed: the next try goes by another.
    return import(`${address(`${kind}.js`)}&at=${Date.now()}`).catch((error) => {
      throw new Unreachable(String(error));
    });
  }
}

/** Put a style sheet into the page once; settled when it is there, or cannot come. */
function style(name, element) {
  const id = `kit-looks-${name}`;
  const there = document.getElementById(id);
  if (there && (there.href ?? there.textContent) === (element.href ?? element.textContent)) return there.kitReady;
  element.id = id;
  element.kitReady = element.rel ? new Promise((done) => ["load", "error"].forEach((word) => element.addEventListener(word, done))) : Promise.resolve();
  document.head.append(element);
  there?.remove();
  return element.kitReady;
}

/** What a part takes for its widget: its own settings, and this cell's channel. */
function partOf(model, config, place) {
  const given = { config, place };
  return { get: (name) => given[name], send: (...it) => model.send(...it), on: (...it) => model.on(...it), off: (...it) => model.off(...it) };
}

export default {
  render({ model, el }) {
    const note = h("p", { class: "kit kit-waiting", role: "status", text: "Opening…" });
    const closers = [];
    let closed = false;
    let timer = 0;
    el.append(note);

    async function draw() {
      try {
        const answer = await screens(model);
        const { screen } = model.get("place");
        const parts = answer.screens[screen];
        if (!parts) throw Object.assign(new Error(), { what: `This session has no step “${screen}”.`, next: "Build the notebook again: kit build" });
        const modules = await Promise.all(parts.map(([kind]) => moduleOf(kind, answer)));
        if (closed) return;
        note.remove();
        for (const [i, [, config]] of parts.entries()) {
          const own = el.appendChild(h("div"));
          closers.push(modules[i].default.render({ model: partOf(model, config, answer.place), el: own }));
        }
      } catch (error) {
        if (closed) return;
        if (error.away) {
          note.textContent = `${error.what ?? "No answer yet."} Trying again…`;
          timer = setTimeout(draw, AGAIN);
          return;
        }
        refuse(error);
      }
    }

    function refuse(error) {
      const again = h("button", { type: "button", text: "Try again", onclick: () => (told.replaceWith(note), (note.textContent = "Opening…"), answers.clear(), draw()) });
      const told = h("div", { class: "kit kit-conflict", role: "alert" }, h("p", { text: error.what ?? String(error) }), error.next && h("p", { text: error.next }), again);
      note.replaceWith(told);
    }

    draw();
    return () => {
      closed = true;
      clearTimeout(timer);
      for (const close of closers) if (typeof close === "function") close();
    };
  },
};
