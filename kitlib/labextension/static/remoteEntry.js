/* kit-session: opens the kit's own notebooks as a clean page and runs them.
 *
 * A hand-written prebuilt JupyterLab extension: no build and no imports. It asks JupyterLab for no
 * tokens and uses only `app`, the notebook panels found in the shell, and the page.
 *
 * Three things the rest of the kit may rely on:
 * - Only a notebook with metadata `{"kit": {"app": true}}` is touched, and only one whose code cells
 *   are all trusted (signed on this computer) is ever run without a click.
 * - What people type comes first. A kernel that comes back runs the cells again only in a quiet
 *   moment, and the field they were in gets its caret back. JupyterLab's two dialogs that take the
 *   focus away in the middle of a sentence are answered before the next key.
 * - Whatever fails in here leaves an ordinary notebook, and a line in the console.
 *
 * For the kit's widgets: the panel's node (`.jp-NotebookPanel.kit-panel`) carries `data-kit-phase`
 * (untrusted, starting, slow, ready, failed, restarting, stopped) and `data-kit-connection` (up, down), and fires
 * `kit-session` with both in `detail` when either changes.
 */
(() => {
  'use strict';

  const VERSION = '0.1.0';
  const PLUGIN = 'kit-session:plugin';
  const SHOW = 'kit-session:show-tools';
  const HIDE = 'kit-session:hide-tools';

  const SLOW_MS = 30000; // a start that takes longer gets a way out
  const QUIET_MS = 3000; // no key for so long: people are not in mid-sentence
  const PROBE_MS = 2000; // how often a lost server is looked for
  const SETTLE_MS = 1500; // widgets get so long to paint and to fetch their text

  const TEXT = {
    starting: 'Starting the session… this takes a few seconds.',
    slow: 'The session is taking longer than usual to start. You can wait, or try again.',
    failed: 'A part of this session could not start. Its message is shown further down the page.',
    broken: 'This session could not start. What was typed is kept. Try again, or show the notebook tools.',
    stopped: 'The session has stopped. What was typed is kept. Try again to go on.',
    restarting: 'The session is starting again in the background. You can go on typing.',
    untrusted:
      'This notebook was not made on this computer, or was changed since. ' +
      'Start it only if you know who it comes from: starting runs the program it holds.',
    lost:
      'The connection to this computer’s server is lost. ' +
      'What you type is kept in this browser and sent when it is back.',
    nothingToSave: 'This page needs no saving. The line under each box says when your words were kept.',
  };

  const stylesheet = (() => {
    try {
      // Taken while the script runs, so that it holds under any base_url.
      return new URL(`session.css?v=${VERSION}`, document.currentScript.src).href;
    } catch {
      return null;
    }
  })();

  const warn = (what, error) => console.warn(`[kit-session] ${what}:`, error);

  /** Wrap a callback so that its failure stays ours and never stops JupyterLab. */
  const guard =
    (what, callback) =>
    (...args) => {
      try {
        const result = callback(...args);
        if (result instanceof Promise) return result.catch((error) => warn(what, error));
        return result;
      } catch (error) {
        warn(what, error);
        return undefined;
      }
    };

  const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  /** Make an element: `el('button', {className: 'a', textContent: 'b'}, child, …)`. */
  const el = (tag, properties, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };

  const NOT_TEXT = new Set(
    ['button', 'checkbox', 'color', 'file', 'hidden', 'image', 'radio', 'range', 'reset', 'submit'],
  );
  const isTextField = (node) =>
    node instanceof HTMLTextAreaElement ||
    (node instanceof HTMLInputElement && !NOT_TEXT.has(node.type)) ||
    (node instanceof HTMLElement && node.isContentEditable);

  // --- the bars around the notebook ----------------------------------------------------------

  /** JupyterLab's menus, side bars and status bar: hidden through Lumino, put back as they were.
   *
   * Not by CSS: `display: none` leaves grey gaps where Lumino still reserves the room. The tab bar
   * of the dock stays, it is the way to another document and back.
   */
  class Bars {
    constructor(app) {
      this.shell = app.shell;
      this.before = null;
      this.keepOutOfWorkspace();
    }

    hide() {
      if (this.before) return;
      const shell = this.shell;
      const sides = ['left', 'right'];
      this.before = {
        layout: this.saveLayout?.(),
        panels: (shell.layout?.widgets ?? []).filter(
          (w) => ['jp-top-panel', 'jp-menu-panel', 'jp-bottom-panel'].includes(w.id) && !w.isHidden,
        ),
        bars: sides.filter((side) => shell.isSideTabBarVisible?.(side)),
        left: shell.leftCollapsed === false,
        right: shell.rightCollapsed === false,
      };
      this.before.panels.forEach((w) => w.hide());
      if (this.before.left) shell.collapseLeft();
      if (this.before.right) shell.collapseRight();
      this.before.bars.forEach((side) => shell.toggleSideTabBarVisibility(side));
    }

    show() {
      const before = this.before;
      if (!before) return;
      const shell = this.shell;
      this.before = null;
      before.panels.forEach((w) => w.isDisposed || w.show());
      before.bars.forEach((side) => shell.isSideTabBarVisible(side) || shell.toggleSideTabBarVisibility(side));
      if (before.left && shell.leftCollapsed) shell.expandLeft();
      if (before.right && shell.rightCollapsed) shell.expandRight();
      const sizes = before.layout?.relativeSizes;
      // After Lumino has fitted the bars in again: the sizes are shares of the room that is left.
      if (sizes) setTimeout(guard('widths', () => this.before || shell._hsplitPanel?.setRelativeSizes?.(sizes)), 50);
    }

    /** JupyterLab stores the layout as people change it. Ours is not theirs: without this, whoever
     * closes the browser on a session would find their side bars gone the next day. */
    keepOutOfWorkspace() {
      const shell = this.shell;
      if (typeof shell.saveLayout !== 'function') return;
      this.saveLayout = shell.saveLayout.bind(shell);
      shell.saveLayout = () => {
        const layout = this.saveLayout();
        const kept = this.before?.layout;
        if (!kept) return layout;
        const { leftArea, rightArea, topArea, relativeSizes } = kept;
        return { ...layout, leftArea, rightArea, topArea, relativeSizes };
      };
    }
  }

  // --- keeping the place of whoever types ----------------------------------------------------

  const FOCUSABLE = 'input, textarea, select, button, a[href], [tabindex], [contenteditable]';

  /** Carries the focus, the caret and the keys of one field over a run that replaces its DOM.
   *
   * The field is known again by its `data-kit-field`. Keys that arrive between the old field's end
   * and the moment the new one holds its text are kept and typed into the new one.
   */
  class Place {
    constructor(root) {
      this.root = root;
      this.keys = [];
      this.mark = this.remember(document.activeElement);
      if (!this.mark) return;
      this.onKey = guard('keys during a restart', (event) => this.catchKey(event));
      this.onPointer = () => this.end(); // whoever clicks elsewhere has chosen a new place
      window.addEventListener('keydown', this.onKey, true);
      window.addEventListener('pointerdown', this.onPointer, true);
      this.read();
      this.onInput = guard('reading the field', () => this.read());
      root.addEventListener('input', this.onInput);
      this.observer = new MutationObserver(guard('finding the field again', () => this.look()));
      this.observer.observe(root, { childList: true, subtree: true });
      this.timer = setInterval(guard('finding the field again', () => this.look()), 40);
    }

    remember(node) {
      const holder = node && this.root.contains(node) ? node.closest('[data-kit-field]') : null;
      if (!holder) return null;
      const name = holder.dataset.kitField;
      return {
        node,
        name,
        nth: this.holders(name).indexOf(holder),
        inner: node === holder ? -1 : [...holder.querySelectorAll(FOCUSABLE)].indexOf(node),
      };
    }

    holders(name) {
      return [...this.root.querySelectorAll(`[data-kit-field="${CSS.escape(name)}"]`)];
    }

    /** What to give back: read as long as the old field is there, for people type on in it. */
    read() {
      const { node } = this.mark;
      if (document.activeElement !== node || !isTextField(node)) return;
      const { value, selectionStart, selectionEnd, selectionDirection, scrollTop } = node;
      this.state = { value, selectionStart, selectionEnd, selectionDirection, scrollTop };
    }

    look() {
      if (!this.mark) return;
      if (this.mark.node.isConnected) {
        this.read();
        return;
      }
      const found = this.holders(this.mark.name);
      const holder = found[this.mark.nth] ?? found[0];
      const node = this.mark.inner < 0 ? holder : holder?.querySelectorAll(FOCUSABLE)[this.mark.inner];
      if (!node) return;
      if (node !== this.next) {
        this.next = node;
        this.since = performance.now();
      }
      if (document.activeElement !== node) node.focus({ preventScroll: true });
      const waited = performance.now() - this.since > SETTLE_MS;
      if (this.state && node.value !== this.state.value && !waited) return; // its text is on the way
      this.giveBack(node);
    }

    giveBack(node) {
      if (this.state && 'setSelectionRange' in node) {
        const { selectionStart, selectionEnd, selectionDirection, scrollTop } = this.state;
        // Some input types (email, number) have no selection and refuse one.
        if (selectionStart !== null) node.setSelectionRange(selectionStart, selectionEnd, selectionDirection);
        node.scrollTop = scrollTop;
        for (const key of this.keys.splice(0)) this.type(node, key);
      }
      this.mark = { ...this.mark, node };
    }

    catchKey(event) {
      if (!this.mark || this.mark.node.isConnected || !this.state) return;
      const combination = (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState('AltGraph');
      const typed = event.key.length === 1 || event.key === 'Backspace' || event.key === 'Enter';
      if (combination || !typed || event.isComposing) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      this.keys.push(event.key);
    }

    type(node, key) {
      let { selectionStart: start, selectionEnd: end } = node;
      if (key === 'Backspace' && start === end) start = Math.max(0, start - 1);
      if (key === 'Enter' && !(node instanceof HTMLTextAreaElement)) return;
      const text = key === 'Backspace' ? '' : key === 'Enter' ? '\n' : key;
      node.setRangeText(text, start, end, 'end');
      const inputType = text ? 'insertText' : 'deleteContentBackward';
      node.dispatchEvent(new InputEvent('input', { bubbles: true, inputType, data: text || null }));
    }

    /** The run is over: give widgets a moment to paint, then stop looking. */
    async settle() {
      if (!this.mark) return;
      const until = performance.now() + 2 * SETTLE_MS;
      while (this.mark && performance.now() < until) {
        await sleep(50);
        if (!this.mark) return;
        const { node } = this.mark;
        const active = document.activeElement;
        // JupyterLab gives the focus to the active cell at the end of a run.
        const taken = active === document.body || active?.matches('.jp-Cell, .jp-Notebook, .jp-Notebook *');
        const free = taken && !isTextField(active) && !active.closest('.jp-OutputArea-output');
        if (node.isConnected && active !== node && free) {
          node.focus({ preventScroll: true });
          this.giveBack(node);
        }
      }
      this.end();
    }

    end() {
      if (!this.mark) return;
      if (this.keys.length && this.next?.isConnected) this.giveBack(this.next);
      this.mark = null;
      clearInterval(this.timer);
      this.observer.disconnect();
      this.root.removeEventListener('input', this.onInput);
      window.removeEventListener('keydown', this.onKey, true);
      window.removeEventListener('pointerdown', this.onPointer, true);
    }
  }

  // --- one kit notebook ----------------------------------------------------------------------

  /** What a notebook command may not do while it looks like a page: edit, run, fold, search, save. */
  const NOTEBOOK_COMMANDS = /^(notebook|runmenu|editmenu|kernelmenu|viewmenu|completer|tooltip|debugger):/;
  const PAGE_COMMANDS =
    /^(documentsearch|docmanager:save|application:toggle-(left|right|down|mode|side|presentation))/;

  const MODIFIERS = new Set(['Alt', 'Control', 'Meta', 'Shift']);

  class Session {
    constructor(kit, panel) {
      this.kit = kit;
      this.app = kit.app;
      this.panel = panel;
      this.context = panel.sessionContext;
      this.tools = false; // true while the notebook tools are shown
      this.runs = 0; // number of the newest run; an older one that ends late changes nothing
      this.stale = false; // a kernel came (back) that has not run the cells yet
      this.lost = false;
      this.typedAt = this.pointedAt = this.diedAt = -Infinity;
    }

    mount() {
      this.build();
      this.listen();
      this.look();
    }

    get node() {
      return this.panel.node;
    }

    get scroller() {
      return this.panel.content.node.querySelector('.jp-WindowedPanel-outer') ?? this.panel.content.node;
    }

    get cells() {
      return [...(this.panel.content.widgets ?? [])];
    }

    get kernel() {
      return this.context.session?.kernel ?? null;
    }

    // The two looks

    build() {
      this.text = el('span', { className: 'kit-notice-text' });
      this.text.setAttribute('role', 'status');
      this.buttons = el('div', { className: 'kit-notice-buttons' });
      this.notice = el('div', { className: 'kit-notice' }, this.text, this.buttons);
      this.toggle = el('button', { className: 'kit-button kit-toggle-tools', type: 'button' });
      this.toggle.addEventListener('click', guard('notebook tools', () => this.setTools(!this.tools)));
      this.node.append(this.notice, el('div', { className: 'kit-bar' }, this.toggle));

      this.attachCells();

      new ResizeObserver(guard('notice height', () => this.makeRoom())).observe(this.notice);
    }

    /** Keep every cell in the page: one taken out while scrolling takes the answer being typed along. */
    attachCells() {
      const { content } = this.panel;
      // Of JupyterLab's modes only this one removes cells. Leaving `contentVisibility`, the default
      // of 4.6, by hand makes JupyterLab throw; session.css undoes what that mode does.
      if (content.notebookConfig?.windowingMode === 'full') {
        content.notebookConfig = { ...content.notebookConfig, windowingMode: 'none' };
      }
      // JupyterLab adds the cells below the fold one by one, when idle; people scroll sooner than that.
      this.cells.forEach((cell, index) => {
        if (!cell.isPlaceholder?.()) return;
        cell.dataset.windowedListIndex = `${index}`;
        content.layout.insertWidget(index, cell);
      });
    }

    look() {
      const clean = !this.tools;
      this.node.classList.add('kit-panel');
      this.node.classList.toggle('kit-app-look', clean);
      this.toggle.textContent = clean ? 'Show notebook tools' : 'Hide notebook tools';
      this.panel.toolbar.setHidden(clean);
      this.skipCells();
      if (clean) {
        const content = this.panel.content;
        if (content.mode === 'edit') content.mode = 'command'; // its editor is out of sight now
        content.deselectAll?.();
        this.stayClean();
      }
      this.kit.refresh();
      this.say();
    }

    async setTools(shown) {
      if (this.tools === shown) return;
      const focused = this.node.contains(document.activeElement) && document.activeElement;
      // Changes made with the tools shown are the person's own: keep them before going quiet again.
      if (!shown && this.panel.context.model.dirty && !this.panel.context.model.readOnly) {
        await this.panel.context.save();
      }
      this.tools = shown;
      this.look();
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

    set(phase) {
      if (this.panel.isDisposed) return;
      this.phase = phase;
      this.say();
    }

    say(passing) {
      const again = ['Try again', () => this.tryAgain()];
      const show = ['Show notebook tools', () => this.setTools(true)];
      const start = ['Start this session', () => this.run()];
      const buttons = { untrusted: [start, show], slow: [again, show], failed: [again, show], stopped: [again, show] };
      const silent = this.phase === 'failed' && !this.firstError(); // nothing on the page says why
      const key = this.lost ? 'lost' : silent ? 'broken' : this.phase;
      const text = passing ?? TEXT[key] ?? '';
      const offered = passing || this.lost ? [] : (buttons[this.phase] ?? []);

      if (this.text.textContent !== text) this.text.textContent = text;
      this.buttons.replaceChildren(
        ...offered.map(([label, action], index) => {
          const button = el('button', { type: 'button', className: 'kit-button', textContent: label });
          if (index === 0) button.classList.add('kit-primary');
          button.addEventListener('click', guard(label, action));
          return button;
        }),
      );
      this.notice.classList.toggle('kit-shown', Boolean(text));
      this.makeRoom();

      const { dataset } = this.node;
      const connection = this.lost ? 'down' : 'up';
      if (dataset.kitPhase === this.phase && dataset.kitConnection === connection) return;
      dataset.kitPhase = this.phase ?? '';
      dataset.kitConnection = connection;
      this.node.dispatchEvent(new CustomEvent('kit-session', { detail: { phase: this.phase, connection } }));
    }

    /** The notice pushes the page down, unless someone is reading or typing: then nothing may jump. */
    makeRoom() {
      const height = this.notice.offsetHeight;
      const before = this.noticeHeight ?? 0;
      if (height === before) return;
      this.noticeHeight = height;
      const { scroller } = this;
      const top = scroller.scrollTop;
      this.node.style.setProperty('--kit-notice-height', `${height}px`);
      const typing = scroller.contains(document.activeElement) && isTextField(document.activeElement);
      if (top > 0 || typing) scroller.scrollTop = top + height - before;
    }

    saySoftly(text) {
      this.say(text);
      clearTimeout(this.soft);
      this.soft = setTimeout(guard('notice', () => this.say()), 5000);
    }

    // Running

    async open(trusted) {
      if (!trusted) return this.set('untrusted');
      return this.run();
    }

    /** Run every cell once the kernel answers. Asks nobody: a missing kernel is JupyterLab's question. */
    async run() {
      const run = ++this.runs;
      const current = () => run === this.runs && !this.panel.isDisposed;
      this.stale = false;
      this.started = true;
      this.set(this.phase === 'restarting' ? 'restarting' : 'starting');
      clearTimeout(this.slow);
      this.slow = setTimeout(() => current() && this.set('slow'), SLOW_MS);
      let ending = 'failed';
      try {
        await this.context.ready;
        const { kernel } = this;
        await kernel?.info;
        if (current()) ending = kernel ? await this.runCells() : 'stopped';
      } catch (error) {
        // A kernel that dies on the way cancels the run; its return starts the next one.
        if (current()) warn('running the cells', error);
      }
      if (!current()) return;
      clearTimeout(this.slow);
      this.ran = true;
      this.set(this.stale ? 'restarting' : ending);
      this.stayClean();
    }

    async runCells() {
      const { scroller, node } = this;
      const place = new Place(node);
      const top = scroller.scrollTop;
      let moved = false;
      const onWheel = () => (moved = true);
      ['wheel', 'touchmove', 'pointerdown'].forEach((type) => node.addEventListener(type, onWheel, { passive: true }));
      // Outputs are emptied before they are filled. Held heights keep the page from collapsing under the reader.
      const held = this.cells.map((cell) => cell.node).filter((cell) => cell.offsetHeight > 0);
      held.forEach((cell) => (cell.style.minHeight = `${cell.offsetHeight}px`));
      const back = () => {
        if (!moved && scroller.scrollTop !== top) scroller.scrollTop = top;
      };
      try {
        await this.app.commands.execute('notebook:run-all-cells', {
          semanticWidget: this.panel.id, // this notebook, whichever one is in front
          activate: false,
        });
        return this.firstError() ? 'failed' : 'ready';
      } finally {
        back(); // JupyterLab scrolls to the active cell when a run ends
        const settled = place.settle();
        Promise.all([settled, sleep(SETTLE_MS)])
          .then(() => {
            const now = scroller.scrollTop;
            held.forEach((cell) => (cell.style.minHeight = ''));
            scroller.scrollTop = now;
            ['wheel', 'touchmove', 'pointerdown'].forEach((type) => node.removeEventListener(type, onWheel));
          })
          .catch((error) => warn('after the run', error));
      }
    }

    firstError() {
      return this.cells.find((cell) => {
        const outputs = cell.model?.outputs;
        for (let i = 0; i < (outputs?.length ?? 0); i++) if (outputs.get(i).type === 'error') return true;
        return false;
      });
    }

    async tryAgain() {
      if (this.phase === 'failed' && this.kernel) return this.run();
      this.set('starting');
      this.stale = true;
      if (this.kernel && this.kernel.status !== 'dead') await this.context.restartKernel();
      else await this.startKernel();
      if (this.stale && this.kernel) this.runWhenQuiet();
      else if (!this.kernel) this.set('stopped');
      return undefined;
    }

    async startKernel() {
      const name = this.panel.context.model.getMetadata?.('kernelspec')?.name;
      await this.context.changeKernel(name ? { name } : {});
    }

    /** A kernel is back. Running the cells replaces the boxes people type in: wait for a pause. */
    runWhenQuiet() {
      clearTimeout(this.quiet);
      const look = guard('waiting for a quiet moment', () => {
        if (!this.stale || this.tools || this.panel.isDisposed) return;
        const now = performance.now();
        const writing = this.node.contains(document.activeElement) && isTextField(document.activeElement);
        const pause = writing ? QUIET_MS : 500;
        const busy =
          this.composing || this.pointerDown || now - this.typedAt < pause || now - this.pointedAt < 1000;
        if (busy || this.lost) this.quiet = setTimeout(look, 200);
        else this.run();
      });
      look();
    }

    onKernelStatus(status) {
      if (status === 'autorestarting') this.diedAt = performance.now();
      if (!this.started) return;
      if (status === 'restarting' || status === 'autorestarting') this.onRestart();
      else if (status === 'starting') this.onRestartElsewhere();
      else if (status === 'dead' && !this.lost) this.set('stopped');
      else if (this.stale && !this.joining && (status === 'idle' || status === 'busy')) this.runWhenQuiet();
    }

    onRestart() {
      this.stale = true;
      this.runs++; // the run under way, if any, is void
      clearTimeout(this.slow);
      this.set('restarting');
    }

    /** Another page restarted the kernel that we share. JupyterLab is not told, and takes what the new
     * kernel says for old messages until it connects anew. */
    async onRestartElsewhere() {
      if (!this.ran || this.stale) return;
      this.onRestart();
      this.joining = true;
      await sleep(1000); // the old kernel still says good-bye
      await this.kernel?.reconnect().catch((error) => warn('joining the new kernel', error));
      this.joining = false;
      if (this.stale) this.runWhenQuiet();
    }

    // The server

    /** Something failed to reach the server. Ask it ourselves before saying so, then wait for it. */
    async onDoubt() {
      if (this.probing || this.panel.isDisposed) return;
      this.probing = true;
      try {
        while (!this.panel.isDisposed && !(await this.reachable())) {
          if (!this.lost) {
            this.lost = true;
            this.say();
          }
          await sleep(PROBE_MS);
        }
        if (!this.lost || this.panel.isDisposed) return;
        this.lost = false;
        this.say();
        await this.heal();
      } finally {
        this.probing = false;
      }
    }

    async reachable() {
      const { baseUrl } = this.app.serviceManager.serverSettings;
      try {
        const answer = await fetch(`${baseUrl}api`, { cache: 'no-store', signal: AbortSignal.timeout(4000) });
        return ![502, 503, 504].includes(answer.status); // what a proxy says when nobody is behind it
      } catch {
        return false;
      }
    }

    /** The server is back, perhaps as a new process that knows nothing of our kernel. */
    async heal() {
      if (!this.started) return;
      const { sessions, kernels } = this.app.serviceManager;
      await kernels.refreshRunning().catch(() => undefined);
      await sessions.refreshRunning().catch(() => undefined);
      const { kernel } = this;
      const known = [...kernels.running()].some((model) => model.id === kernel?.id);
      if (kernel && known) {
        if (kernel.connectionStatus !== 'connected') await kernel.reconnect();
        return;
      }
      this.stale = true;
      this.set('restarting');
      await this.startKernel();
      if (this.stale) this.runWhenQuiet();
    }

    // Listening

    listen() {
      const { panel, node, context } = this;
      const { model } = panel.context;

      model.stateChanged.connect(guard('unsaved mark', (_, change) => change.name === 'dirty' && this.stayClean()));
      context.statusChanged.connect(guard('kernel status', (_, status) => this.onKernelStatus(status)));
      context.connectionStatusChanged.connect(
        guard('connection', (_, status) => status !== 'connected' && this.onDoubt()),
      );
      context.iopubMessage?.connect(
        guard('kernel message', (_, { header, content }) => {
          if (header.msg_type === 'shutdown_reply' && content.restart) this.onRestartElsewhere();
        }),
      );
      context.kernelChanged.connect(
        guard('new kernel', (_, change) => {
          if (!this.started || !change.oldValue || !change.newValue) return;
          this.stale = true; // another kernel: none of the cells has run in it
        }),
      );
      const { connectionFailure } = this.app.serviceManager;
      const onFailure = guard('connection', () => this.onDoubt());
      connectionFailure?.connect(onFailure);
      panel.disposed.connect(() => connectionFailure?.disconnect(onFailure));

      const cellsObserver = new MutationObserver(guard('active cell', () => this.tools || this.skipCells()));
      cellsObserver.observe(panel.content.node, { subtree: true, attributeFilter: ['tabindex'] });

      const typed = () => (this.typedAt = performance.now());
      const on = (type, handler, options = true) => node.addEventListener(type, guard(type, handler), options);
      on('input', typed);
      on('keydown', (event) => isTextField(event.composedPath()[0]) && typed());
      on('compositionstart', () => (this.composing = true));
      on('compositionend', () => {
        this.composing = false;
        typed();
      });
      // The field in use, also while a dialog of JupyterLab's has just taken the focus from it.
      on('focusin', (event) => (this.lastFocus = event.target));
      on('focusout', (event) => {
        if (!event.relatedTarget?.closest('.jp-Dialog')) this.lastFocus = null;
      });
      on('pointerdown', () => (this.pointerDown = true));
      for (const type of ['pointerup', 'pointercancel', 'dragend']) {
        on(type, () => {
          this.pointerDown = false;
          this.pointedAt = performance.now();
        });
      }

      // JupyterLab listens on the notebook and on the document, both while the event bubbles. The scroller
      // lies below both, so widgets still get their keys first and nothing above ever hears of them.
      const { scroller } = this;
      scroller.addEventListener('keydown', guard('keys', (event) => this.onKey(event)));
      for (const type of ['dblclick', 'contextmenu']) {
        // A double click would open a text for editing; the browser's own menu knows spelling and paste.
        scroller.addEventListener(type, (event) => this.tools || event.stopPropagation());
      }
    }

    onKey(event) {
      const target = event.composedPath()[0];
      const inOutput = target instanceof Element && target.closest('.jp-OutputArea-output');
      if (this.tools && !inOutput) return;
      const combination = (event.ctrlKey || event.metaKey) && !event.getModifierState?.('AltGraph');
      if (!combination || MODIFIERS.has(event.key)) {
        // Not prevented: the browser still scrolls, types and moves the radio. The bare modifier goes too:
        // on hearing it JupyterLab takes the undo that follows away from the box being typed in.
        event.stopPropagation();
        return;
      }
      const commands = this.commandsFor(event);
      const stopped = commands.filter((c) => NOTEBOOK_COMMANDS.test(c) || (!this.tools && PAGE_COMMANDS.test(c)));
      if (!stopped.length && event.key !== 'Enter') return;
      event.stopPropagation();
      if (stopped.some((c) => c.startsWith('docmanager:save'))) {
        event.preventDefault(); // or the browser offers to save the web page
        this.saySoftly(TEXT.nothingToSave);
      }
    }

    /** The commands bound to this keystroke, also where a user has rebound them. */
    commandsFor(event) {
      const { commands } = this.app;
      const stroke = commands.constructor.keystrokeForKeydownEvent?.(event);
      return stroke ? commands.keyBindings.filter((b) => b.keys[0] === stroke).map((b) => b.command) : [];
    }
  }

  // --- the extension -------------------------------------------------------------------------

  class Kit {
    constructor(app) {
      this.app = app;
      this.bars = new Bars(app);
      this.sessions = new Map();
      this.failedAt = -Infinity;
    }

    start() {
      const { app } = this;
      const { shell } = app;
      const refresh = guard('current document', () => this.refresh());
      shell.currentChanged?.connect(refresh);
      shell.layoutModified?.connect(guard('layout', () => this.adoptVisible()));

      // With nothing focused, keys land on the body; JupyterLab hears them on the document, just above.
      document.body.addEventListener(
        'keydown',
        guard('keys', (event) => {
          const session = this.current();
          const onPage = event.target === document.body || session?.node.contains(event.target);
          if (session && onPage) session.onKey(event);
        }),
      );

      // Remember when a connection failed: it is how the dialog is known in any language.
      app.serviceManager.connectionFailure?.connect(() => (this.failedAt = performance.now()));
      new MutationObserver(guard('dialogs', (records) => this.onDialogs(records))).observe(document.body, {
        childList: true,
      });
      refresh();
      guard('commands', () => this.addCommands())();
    }

    addCommands() {
      const { commands } = this.app;
      const here = () => this.current();
      commands.addCommand(SHOW, {
        label: 'Show Notebook Tools',
        isEnabled: () => Boolean(here() && !here().tools),
        execute: () => here()?.setTools(true),
      });
      commands.addCommand(HIDE, {
        label: 'Hide Notebook Tools',
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
      guard('bars', () => (session && !session.tools ? this.bars.hide() : this.bars.show()))();
    }

    adoptVisible() {
      for (const widget of this.app.shell.widgets('main')) {
        const notebook = widget.sessionContext && widget.context && widget.content?.node?.matches?.('.jp-Notebook');
        if (!notebook || !widget.isVisible || this.sessions.has(widget)) continue;
        this.sessions.set(widget, null); // looked at; stays null for any notebook that is not the kit's
        widget.disposed.connect(() => this.sessions.delete(widget));
        guard('opening', () => this.adopt(widget))();
      }
    }

    async adopt(panel) {
      await panel.context.ready;
      if (panel.isDisposed) return;
      const { model } = panel.context;
      if (model.getMetadata?.('kit')?.app !== true) return;
      // Read before anything runs: running a cell marks it as trusted.
      const code = [...panel.content.widgets].filter((cell) => cell.model.type === 'code');
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

    /** Back to an ordinary notebook: nothing hidden, nothing of ours left in sight. */
    abandon(session) {
      const { panel } = session;
      session.tools = true; // its listeners let everything pass from now on
      session.started = false;
      this.sessions.set(panel, null);
      panel.node.classList.remove('kit-panel', 'kit-app-look');
      panel.node.querySelectorAll(':scope > .kit-bar, :scope > .kit-notice').forEach((node) => node.remove());
      panel.toolbar?.show();
      this.refresh();
    }

    /** Answer the two dialogs that would take the focus from someone typing.
     *
     * A dialog takes the focus when it is put on the page; this runs before the next event, so no key
     * can fall into it. Closing it the regular way gives the focus back to where it was.
     */
    onDialogs(records) {
      const dialogs = records
        .flatMap((record) => [...record.addedNodes])
        .filter((node) => node instanceof Element && node.matches('.jp-Dialog'));
      for (const dialog of dialogs) {
        if (this.answer(dialog)) continue;
        // One that had to wait for another is known by its title, which is drawn a little later.
        setTimeout(guard('dialogs', () => dialog.isConnected && this.answer(dialog)), 50);
      }
    }

    answer(dialog) {
      const session = this.current();
      if (!session || session.tools || !this.isOurs(dialog, session)) return false;
      const field = session.lastFocus;
      dialog.querySelector('.jp-Dialog-footer button')?.click();
      if (field?.isConnected && document.activeElement !== field) field.focus({ preventScroll: true });
      return true;
    }

    /** Title and text are not there yet when a dialog appears, and may be in any language. So it is known
     * by its one button (and, for a lost server, its check box) just after what it reports. */
    isOurs(dialog, session) {
      const title = dialog.querySelector('.jp-Dialog-header')?.textContent.trim();
      if (title) return title === 'Kernel Restarting' || title === 'Server Connection Error';
      if (dialog.querySelectorAll('.jp-Dialog-footer button.jp-Dialog-button').length !== 1) return false;
      const now = performance.now();
      const box = dialog.querySelector('.jp-Dialog-checkbox') !== null;
      return box ? now - this.failedAt < 1000 : now - session.diedAt < 1000;
    }
  }

  // --- the extension's entry -----------------------------------------------------------------

  const plugin = {
    id: PLUGIN,
    description: 'Opens the facilitation kit’s own notebooks as a clean page and runs them.',
    autoStart: true,
    requires: [],
    optional: [],
    activate: (app) => {
      if (stylesheet) document.head.append(el('link', { rel: 'stylesheet', href: stylesheet }));
      // Not awaited: JupyterLab finishes starting whatever happens here.
      app.restored.then(guard('start', () => new Kit(app).start())).catch((error) => warn('start', error));
    },
  };

  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB['kit-session'] = {
    init: () => Promise.resolve(),
    get: () => Promise.resolve(() => ({ __esModule: true, default: plugin })),
  };
})();
