// The extension: finds the kit’s notebooks, and answers the dialogs that would take the focus.
import { Bars } from "./bars.js";
import { HIDE, PLUGIN, SHOW, el, guard, stylesheet, warn } from "./common.js";
import { Session } from "./session.js";

class Kit {
  /** @param {import("./common.js").Lab} app */
  constructor(app) {
    this.app = app;
    this.bars = new Bars(app);
    /** @type {Map<any, Session | null>} panel -> its session; null for a notebook that is not the kit's */
    this.sessions = new Map();
    this.failedAt = -Infinity;
  }

  start() {
    const { app } = this;
    const { shell } = app;
    const refresh = guard("current document", () => this.refresh());
    shell.currentChanged?.connect(refresh);
    shell.layoutModified?.connect(guard("layout", () => this.adoptVisible()));

    // With nothing focused, keys land on the body; JupyterLab hears them on the document, just above.
    document.body.addEventListener(
      "keydown",
      guard("keys", (event) => {
        const session = this.current();
        const onPage = event.target === document.body || session?.node.contains(event.target);
        if (session && onPage) session.onKey(event);
      }),
    );

    // Remember when a connection failed: it is how the dialog is known in any language.
    app.serviceManager.connectionFailure?.connect(() => (this.failedAt = performance.now()));
    new MutationObserver(guard("dialogs", (records) => this.onDialogs(records))).observe(document.body, {
      childList: true,
    });
    refresh();
    guard("commands", () => this.addCommands())();
  }

  addCommands() {
    const { commands } = this.app;
    const here = () => this.current();
    commands.addCommand(SHOW, {
      label: "Show Notebook Tools",
      isEnabled: () => Boolean(here() && !here()?.tools),
      execute: () => here()?.setTools(true),
    });
    commands.addCommand(HIDE, {
      label: "Hide Notebook Tools",
      isEnabled: () => Boolean(here()?.tools),
      execute: () => here()?.setTools(false),
    });
  }

  /** The kit notebook in front, if that is what is in front. */
  current() {
    return this.sessions.get(this.app.shell.currentWidget) ?? null;
  }

  refresh() {
    this.adoptVisible();
    const session = this.current();
    // Guarded apart: a bar that stays, or stays away, must not cost the session itself.
    guard("bars", () => (session && !session.tools ? this.bars.hide() : this.bars.show()))();
  }

  adoptVisible() {
    for (const widget of this.app.shell.widgets("main")) {
      const notebook = widget.sessionContext && widget.context && widget.content?.node?.matches?.(".jp-Notebook");
      if (!notebook || !widget.isVisible || this.sessions.has(widget)) continue;
      this.sessions.set(widget, null); // looked at; stays null for any notebook that is not the kit's
      widget.disposed.connect(() => this.sessions.delete(widget));
      guard("opening", () => this.adopt(widget))();
    }
  }

  /** @param {import("./common.js").Lab} panel */
  async adopt(panel) {
    await panel.context.ready;
    if (panel.isDisposed) return;
    const { model } = panel.context;
    if (model.getMetadata?.("kit")?.app !== true) return;
    // Read before anything runs: running a cell marks it as trusted.
    const code = [...panel.content.widgets].filter((cell) => cell.model.type === "code");
    const trusted = code.length > 0 && code.every((cell) => cell.model.trusted);
    const session = new Session(this, panel);
    this.sessions.set(panel, session);
    try {
      session.mount();
      await session.open(trusted);
    } catch (error) {
      this.abandon(session);
      throw error;
    }
  }

  /** Back to an ordinary notebook: nothing hidden, nothing of ours left in sight. @param {Session} session */
  abandon(session) {
    const { panel } = session;
    session.tools = true; // its listeners let everything pass from now on
    session.started = false;
    this.sessions.set(panel, null);
    panel.node.classList.remove("kit-panel", "kit-app-look");
    panel.node.querySelectorAll(":scope > .kit-bar, :scope > .kit-notice").forEach((/** @type {Element} */ node) => node.remove());
    panel.toolbar?.show();
    this.refresh();
  }

  /** Answer the two dialogs that would take the focus from someone typing.
   *
   * A dialog takes the focus when it is put on the page; this runs before the next event, so no key
   * can fall into it. Closing it the regular way gives the focus back to where it was.
   * @param {MutationRecord[]} records
   */
  onDialogs(records) {
    const dialogs = records
      .flatMap((record) => [...record.addedNodes])
      .flatMap((node) => (node instanceof Element && node.matches(".jp-Dialog") ? [node] : []));
    for (const dialog of dialogs) {
      if (this.answer(dialog)) continue;
      // One that had to wait for another is known by its title, which is drawn a little later.
      setTimeout(guard("dialogs", () => dialog.isConnected && this.answer(dialog)), 50);
    }
  }

  /** @param {Element} dialog */
  answer(dialog) {
    const session = this.current();
    if (!session || session.tools || !this.isOurs(dialog, session)) return false;
    const field = /** @type {HTMLElement | null} */ (session.hands.field);
    /** @type {HTMLElement | null} */ (dialog.querySelector(".jp-Dialog-footer button"))?.click();
    if (field?.isConnected && document.activeElement !== field) field.focus({ preventScroll: true });
    return true;
  }

  /** Title and text are not there yet when a dialog appears, and may be in any language. So it is known
   * by its one button (and, for a lost server, its check box) just after what it reports. @param {Element} dialog @param {Session} session */
  isOurs(dialog, session) {
    const title = dialog.querySelector(".jp-Dialog-header")?.textContent.trim();
    if (title) return title === "Kernel Restarting" || title === "Server Connection Error";
    if (dialog.querySelectorAll(".jp-Dialog-footer button.jp-Dialog-button").length !== 1) return false;
    const now = performance.now();
    const box = dialog.querySelector(".jp-Dialog-checkbox") !== null;
    return box ? now - this.failedAt < 1000 : now - session.diedAt < 1000;
  }
}

const plugin = {
  id: PLUGIN,
  description: "Opens the facilitation kit’s own notebooks as a clean page and runs them.",
  autoStart: true,
  requires: [],
  optional: [],
  /** @param {import("./common.js").Lab} app */
  activate: (app) => {
    document.head.append(el("link", { rel: "stylesheet", href: stylesheet }));
    // Not awaited: JupyterLab finishes starting whatever happens here.
    app.restored.then(guard("start", () => new Kit(app).start())).catch((/** @type {unknown} */ error) => warn("start", error));
  },
};

export default plugin;
