// JupyterLab’s bars around a notebook: hidden, and put back as they were.
import { guard } from "./common.js";

/** JupyterLab's menus, side bars and status bar: hidden through Lumino, put back as they were.
 *
 * Not by CSS: `display: none` leaves grey gaps where Lumino still reserves the room. The tab bar
 * of the dock stays, it is the way to another document and back.
 */
export class Bars {
  /** @param {import("./common.js").Lab} app */
  constructor(app) {
    this.shell = app.shell;
    /** @type {any} what stood there before */
    this.before = null;
    this.keepOutOfWorkspace();
  }

  hide() {
    if (this.before) return;
    const shell = this.shell;
    const sides = ["left", "right"];
    this.before = {
      layout: this.saveLayout?.(),
      panels: (shell.layout?.widgets ?? []).filter(
        (/** @type {any} */ w) => ["jp-top-panel", "jp-menu-panel", "jp-bottom-panel"].includes(w.id) && !w.isHidden,
      ),
      bars: sides.filter((side) => shell.isSideTabBarVisible?.(side)),
      left: shell.leftCollapsed === false,
      right: shell.rightCollapsed === false,
    };
    this.before.panels.forEach((/** @type {any} */ w) => w.hide());
    if (this.before.left) shell.collapseLeft();
    if (this.before.right) shell.collapseRight();
    this.before.bars.forEach((/** @type {string} */ side) => shell.toggleSideTabBarVisibility(side));
  }

  show() {
    const before = this.before;
    if (!before) return;
    const shell = this.shell;
    this.before = null;
    before.panels.forEach((/** @type {any} */ w) => w.isDisposed || w.show());
    before.bars.forEach((/** @type {string} */ side) => shell.isSideTabBarVisible(side) || shell.toggleSideTabBarVisibility(side));
    if (before.left && shell.leftCollapsed) shell.expandLeft();
    if (before.right && shell.rightCollapsed) shell.expandRight();
    const sizes = before.layout?.relativeSizes;
    // After Lumino has fitted the bars in again: the sizes are shares of the room that is left.
    if (sizes) setTimeout(guard("widths", () => this.before || shell._hsplitPanel?.setRelativeSizes?.(sizes)), 50);
  }

  /** JupyterLab stores the layout as people change it. Ours is not theirs: without this, whoever
   * closes the browser on a session would find their side bars gone the next day. */
  keepOutOfWorkspace() {
    const shell = this.shell;
    if (typeof shell.saveLayout !== "function") return;
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
