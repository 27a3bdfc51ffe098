// One kit notebook: how it opens, runs, comes back after a restart, and shows its tools.
import { ANSWER_MS, SETTLE_MS, SLOW_MS, TEXT, el, guard, isTextField, sleep, warn } from "./common.js";
import { Hands } from "./hands.js";
import { keepKey } from "./keys.js";
import { Place } from "./place.js";
import { Server } from "./server.js";

export class Session {
  /** @param {any} kit the extension @param {import("./common.js").Lab} panel */
  constructor(kit, panel) {
    this.kit = kit;
    this.app = kit.app;
    this.panel = panel;
    this.context = panel.sessionContext;
    this.tools = false; // true while the notebook tools are shown
    this.runs = 0; // number of the newest run; an older one that ends late changes nothing
    /** @type {string | undefined} */
    this.phase = undefined;
    this.started = false;
    this.ran = false;
    this.joining = false; // another page restarted the kernel, and this one connects anew
    this.noticeHeight = 0;
    this.stale = false; // a kernel came (back) that has not run the cells yet, or the file was written anew
    this.isRewritten = false; // the kit wrote the file anew, and it has not been read yet
    this.waited = false; // for the first kernel, to see whether it answers at all
    this.diedAt = -Infinity;
    this.text = el("span", { className: "kit-notice-text" });
    this.text.setAttribute("role", "status");
    this.buttons = el("div", { className: "kit-notice-buttons" });
    this.notice = el("div", { className: "kit-notice" }, this.text, this.buttons);
    this.toggle = el("button", { className: "kit-button kit-toggle-tools", type: "button" });
    this.toggle.addEventListener("click", guard("notebook tools", () => this.setTools(!this.tools)));
    this.hands = new Hands(panel.node);
    this.server = new Server(kit.app.serviceManager, () => !panel.isDisposed, () => this.onServer());
  }

  mount() {
    this.build();
    this.listen();
    this.applyLook();
  }

  get node() {
    return this.panel.node;
  }

  get scroller() {
    return this.panel.content.node.querySelector(".jp-WindowedPanel-outer") ?? this.panel.content.node;
  }

  get cells() {
    return [...(this.panel.content.widgets ?? [])];
  }

  get kernel() {
    return this.context.session?.kernel ?? null;
  }

  // The two looks

  build() {
    this.node.append(this.notice, el("div", { className: "kit-bar" }, this.toggle));

    this.attachCells();

    new ResizeObserver(guard("notice height", () => this.makeRoom())).observe(this.notice);
  }

  /** Keep every cell in the page: one taken out while scrolling takes the answer being typed along. */
  attachCells() {
    const { content } = this.panel;
    // Of JupyterLab's modes only this one removes cells. Leaving `contentVisibility`, the default
    // of 4.6, by hand makes JupyterLab throw; session.css undoes what that mode does.
    if (content.notebookConfig?.windowingMode === "full") {
      content.notebookConfig = { ...content.notebookConfig, windowingMode: "none" };
    }
    // JupyterLab adds the cells below the fold one by one, when idle; people scroll sooner than that.
    this.cells.forEach((cell, index) => {
      if (!cell.isPlaceholder?.()) return;
      cell.dataset.windowedListIndex = `${index}`;
      content.layout.insertWidget(index, cell);
    });
  }

  applyLook() {
    const clean = !this.tools;
    this.node.classList.add("kit-panel");
    this.node.classList.toggle("kit-app-look", clean);
    this.toggle.textContent = clean ? "Show notebook tools" : "Hide notebook tools";
    this.panel.toolbar.setHidden(clean);
    this.skipCells();
    if (clean) {
      const content = this.panel.content;
      if (content.mode === "edit") content.mode = "command"; // its editor is out of sight now
      content.deselectAll?.();
      this.stayClean();
    }
    this.kit.refresh();
    this.showNotice();
  }

  /** @param {boolean} shown */
  async setTools(shown) {
    if (this.tools === shown) return;
    const focused = this.node.contains(document.activeElement) && document.activeElement;
    // Changes made with the tools shown are the person's own: keep them before going quiet again.
    if (!shown && this.panel.context.model.dirty && !this.panel.context.model.readOnly) {
      await this.panel.context.save();
    }
    this.tools = shown;
    this.applyLook();
    if (focused?.isConnected) focused.focus({ preventScroll: true });
    if (!shown && this.stale) this.runWhenQuiet();
  }

  /** In the clean look a cell is not a thing one can act on, so Tab must not stop at it. JupyterLab sets
   * this on every update of the notebook, hence also the observer in `listen`. */
  skipCells() {
    const active = this.panel.content.activeCell?.node;
    const wanted = this.tools ? 0 : -1;
    if (active && active.tabIndex !== wanted) active.tabIndex = wanted;
  }

  /** A kit notebook holds nothing of value: unsaved changes would only bring questions on closing,
   * and autosave would write people's answers, as outputs, into a file meant to be shared. */
  stayClean() {
    const { model } = this.panel.context;
    if (!this.tools && model.dirty && !model.collaborative) model.dirty = false;
  }

  // What the page says

  /** @param {string} phase */
  set(phase) {
    if (this.panel.isDisposed) return;
    this.phase = phase;
    this.showNotice();
  }

  /** What stands in the notice just now. */
  noticeText() {
    const isSilent = this.phase === "failed" && !this.firstError(); // nothing on the page says why
    const key = this.server.lost ? "lost" : isSilent ? "broken" : (this.phase ?? "");
    return TEXT[key] ?? "";
  }

  /** What people can press in the notice. @returns {[label: string, act: () => void][]} */
  offers() {
    /** @type {[label: string, act: () => void]} */
    const show = ["Show notebook tools", () => this.setTools(true)];
    if (this.phase === "untrusted") return [["Start this session", () => this.run()], show];
    return ["slow", "failed", "stopped"].includes(this.phase ?? "") ? [["Try again", () => this.tryAgain()], show] : [];
  }

  /** @param {string} [passing] what to show for a moment */
  showNotice(passing) {
    const text = passing ?? this.noticeText();
    const offers = passing || this.server.lost ? [] : this.offers();
    if (this.text.textContent !== text) this.text.textContent = text;
    this.buttons.replaceChildren(
      ...offers.map(([label, act], i) => {
        const button = el("button", { type: "button", className: "kit-button", textContent: label });
        if (i === 0) button.classList.add("kit-primary");
        button.addEventListener("click", guard(label, act));
        return button;
      }),
    );
    this.notice.classList.toggle("kit-shown", Boolean(text));
    this.makeRoom();
    this.announce();
  }

  /** Tell the widgets how the session stands. */
  announce() {
    const { dataset } = this.node;
    const connection = this.server.lost ? "down" : "up";
    if (dataset.kitPhase === this.phase && dataset.kitConnection === connection) return;
    dataset.kitPhase = this.phase ?? "";
    dataset.kitConnection = connection;
    this.node.dispatchEvent(new CustomEvent("kit-session", { detail: { phase: this.phase, connection } }));
  }

  /** The notice pushes the page down, unless someone is reading or typing: then nothing may jump. */
  makeRoom() {
    const height = this.notice.offsetHeight;
    const before = this.noticeHeight ?? 0;
    if (height === before) return;
    this.noticeHeight = height;
    const { scroller } = this;
    const top = scroller.scrollTop;
    this.node.style.setProperty("--kit-notice-height", `${height}px`);
    const typing = scroller.contains(document.activeElement) && isTextField(document.activeElement);
    if (top > 0 || typing) scroller.scrollTop = top + height - before;
  }

  /** @param {string} text */
  showBriefly(text) {
    this.showNotice(text);
    clearTimeout(this.soft);
    this.soft = setTimeout(guard("notice", () => this.showNotice()), 5000);
  }

  // Running

  /** @param {boolean} trusted */
  async open(trusted) {
    if (!trusted) return this.set("untrusted");
    return this.run();
  }

  /** Run every cell once the kernel answers. Asks nobody: a missing kernel is JupyterLab's question. */
  async run() {
    const run = ++this.runs;
    const current = () => run === this.runs && !this.panel.isDisposed;
    this.stale = false;
    this.started = true;
    this.set(this.phase === "restarting" ? "restarting" : "starting");
    clearTimeout(this.slow);
    this.slow = setTimeout(() => current() && this.set("slow"), SLOW_MS);
    let ending = "failed";
    try {
      await this.context.ready;
      if (this.isRewritten && current()) await this.readAnew();
      if ((await this.keepsSilent()) && current()) await this.startKernel();
      const { kernel } = this;
      await kernel?.info;
      if (current()) ending = kernel ? await this.runCells() : "stopped";
    } catch (error) {
      // A kernel that dies on the way cancels the run; its return starts the next one.
      if (current()) warn("running the cells", error);
    }
    if (!current()) return;
    clearTimeout(this.slow);
    this.ran = true;
    this.set(this.stale ? "restarting" : ending);
    this.stayClean();
  }

  /** The steps of the meeting changed while it runs, and its notebooks with them. */
  async readAnew() {
    this.isRewritten = false;
    await this.panel.context.revert();
    this.attachCells();
    this.applyLook();
  }

  /** @param {string} meeting the one whose notebooks were written anew */
  onRewritten(meeting) {
    const isHere = this.panel.context.path.split("/").includes(meeting);
    if (!isHere || this.tools || !this.started) return;
    this.isRewritten = this.stale = true;
    this.runWhenQuiet();
  }

  /** Whether the very first kernel gives no sign. One that found its port taken was started again by the server
   * with other ports, and the server goes on listening at the old ones. Asked once: a second one may be slow. */
  async keepsSilent() {
    if (!this.kernel || this.waited) return false;
    this.waited = true;
    return Promise.race([this.kernel.info.then(() => false), sleep(ANSWER_MS).then(() => true)]);
  }

  async runCells() {
    const { scroller, node } = this;
    const place = new Place(node);
    const top = scroller.scrollTop;
    let moved = false;
    const onWheel = () => (moved = true);
    ["wheel", "touchmove", "pointerdown"].forEach((type) => node.addEventListener(type, onWheel, { passive: true }));
    // Outputs are emptied before they are filled. Held heights keep the page from collapsing under the reader.
    const held = this.cells.map((cell) => cell.node).filter((cell) => cell.offsetHeight > 0);
    held.forEach((cell) => (cell.style.minHeight = `${cell.offsetHeight}px`));
    const back = () => {
      if (!moved && scroller.scrollTop !== top) scroller.scrollTop = top;
    };
    try {
      await this.app.commands.execute("notebook:run-all-cells", {
        semanticWidget: this.panel.id, // this notebook, whichever one is in front
        activate: false,
      });
      return this.firstError() ? "failed" : "ready";
    } finally {
      back(); // JupyterLab scrolls to the active cell when a run ends
      const settled = place.settle();
      Promise.all([settled, sleep(SETTLE_MS)])
        .then(() => {
          const now = scroller.scrollTop;
          held.forEach((cell) => (cell.style.minHeight = ""));
          scroller.scrollTop = now;
          ["wheel", "touchmove", "pointerdown"].forEach((type) => node.removeEventListener(type, onWheel));
        })
        .catch((error) => warn("after the run", error));
    }
  }

  firstError() {
    return this.cells.find((cell) => {
      const outputs = cell.model?.outputs;
      for (let i = 0; i < (outputs?.length ?? 0); i++) if (outputs.get(i).type === "error") return true;
      return false;
    });
  }

  async tryAgain() {
    if (this.phase === "failed" && this.kernel) return this.run();
    this.set("starting");
    this.stale = true;
    if (this.kernel && this.kernel.status !== "dead") await this.context.restartKernel();
    else await this.startKernel();
    if (this.stale && this.kernel) this.runWhenQuiet();
    else if (!this.kernel) this.set("stopped");
    return undefined;
  }

  async startKernel() {
    const name = this.panel.context.model.getMetadata?.("kernelspec")?.name;
    await this.context.changeKernel(name ? { name } : {});
  }

  /** A kernel is back. Running the cells replaces the boxes people type in: wait for a pause. */
  runWhenQuiet() {
    clearTimeout(this.quiet);
    const look = guard("waiting for a quiet moment", () => {
      if (!this.stale || this.tools || this.panel.isDisposed) return;
      if (!this.hands.atRest || this.server.lost) this.quiet = setTimeout(look, 200);
      else this.run();
    });
    look();
  }

  /** @param {string} status */
  onKernelStatus(status) {
    if (status === "autorestarting") this.diedAt = performance.now();
    if (!this.started) return;
    if (status === "restarting" || status === "autorestarting") this.onRestart();
    else if (status === "starting") this.onRestartElsewhere();
    else if (status === "dead" && !this.server.lost) this.set("stopped");
    else if (this.stale && !this.joining && (status === "idle" || status === "busy")) this.runWhenQuiet();
  }

  onRestart() {
    this.stale = true;
    this.runs++; // the run under way, if any, is void
    clearTimeout(this.slow);
    this.set("restarting");
  }

  /** Another page restarted the kernel that we share. JupyterLab is not told, and takes what the new
   * kernel says for old messages until it connects anew. */
  async onRestartElsewhere() {
    if (!this.ran || this.stale) return;
    this.onRestart();
    this.joining = true;
    await sleep(1000); // the old kernel still says good-bye
    await this.kernel?.reconnect().catch((/** @type {unknown} */ error) => warn("joining the new kernel", error));
    this.joining = false;
    if (this.stale) this.runWhenQuiet();
  }

  /** The server was lost, or is back: perhaps as a new process that knows nothing of our kernel. */
  async onServer() {
    this.showNotice();
    if (this.server.lost || !this.started) return;
    const running = await this.server.running();
    const { kernel } = this;
    if (running.has(kernel?.id)) {
      if (kernel.connectionStatus !== "connected") await kernel.reconnect();
      return;
    }
    this.stale = true;
    this.set("restarting");
    await this.startKernel();
    if (this.stale) this.runWhenQuiet();
  }

  // Listening

  listen() {
    const { panel, context } = this;
    const { model } = panel.context;

    model.stateChanged.connect(guard("unsaved mark", (_, change) => change.name === "dirty" && this.stayClean()));
    context.statusChanged.connect(guard("kernel status", (_, status) => this.onKernelStatus(status)));
    context.connectionStatusChanged.connect(
      guard("connection", (_, status) => status !== "connected" && this.server.doubt()),
    );
    context.iopubMessage?.connect(
      guard("kernel message", (_, { header, content }) => {
        if (header.msg_type === "shutdown_reply" && content.restart) this.onRestartElsewhere();
      }),
    );
    context.kernelChanged.connect(
      guard("new kernel", (_, change) => {
        if (!this.started || !change.oldValue || !change.newValue) return;
        this.stale = true; // another kernel: none of the cells has run in it
      }),
    );
    const { connectionFailure } = this.app.serviceManager;
    const onFailure = guard("connection", () => this.server.doubt());
    connectionFailure?.connect(onFailure);
    panel.disposed.connect(() => connectionFailure?.disconnect(onFailure));

    const cellsObserver = new MutationObserver(guard("active cell", () => this.tools || this.skipCells()));
    cellsObserver.observe(panel.content.node, { subtree: true, attributeFilter: ["tabindex"] });

    this.hands.watch();

    const onRewritten = guard("notebook written anew", (event) => this.onRewritten(event.detail));
    document.addEventListener("kit-renewed", onRewritten);
    panel.disposed.connect(() => document.removeEventListener("kit-renewed", onRewritten));

    // JupyterLab listens on the notebook and on the document, both while the event bubbles. The scroller
    // lies below both, so widgets still get their keys first and nothing above ever hears of them.
    const { scroller } = this;
    scroller.addEventListener("keydown", guard("keys", (event) => this.onKey(event)));
    for (const type of ["dblclick", "contextmenu"]) {
      // A double click would open a text for editing; the browser's own menu knows spelling and paste.
      scroller.addEventListener(type, (/** @type {Event} */ event) => this.tools || event.stopPropagation());
    }
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (keepKey(event, this.app.commands, this.tools)) this.showBriefly(TEXT.nothingToSave);
  }
}
