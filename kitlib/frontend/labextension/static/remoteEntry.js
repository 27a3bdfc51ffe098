/* kit-session: opens the kit's own notebooks as a clean page and runs them.
 *
 * A hand-written prebuilt JupyterLab extension: no build. It asks JupyterLab for no
 * tokens and uses only `app`, the notebook panels found in the shell, and the page.
 *
 * Three things the rest of the kit may rely on:
 * - Only a notebook with metadata `{"kit": {"app": true}}` is touched, and only one whose code cells
 *   are all trusted (the kit's own to the letter, or signed on this computer) is ever run without a click.
 * - What people type comes first. A kernel that comes back runs the cells again only in a quiet
 *   moment, and the field they were in gets its caret back. JupyterLab's two dialogs that take the
 *   focus away in the middle of a sentence are answered before the next key.
 * - Whatever fails in here leaves an ordinary notebook, and a line in the console.
 *
 * For the kit's widgets: the panel's node (`.jp-NotebookPanel.kit-panel`) carries `data-kit-phase`
 * (untrusted, starting, slow, ready, failed, restarting, stopped) and `data-kit-connection` (up, down), and fires
 * `kit-session` with both in `detail` when either changes.
 *
 * JupyterLab loads this file as a script; the rest are modules beside it.
 */
const lab = (/** @type {any} */ (window)._JUPYTERLAB ??= {});
lab["kit-session"] = {
  init: () => Promise.resolve(),
  // An object of our own: JupyterLab writes into it, and a module's namespace cannot be written to.
  get: () => import("./kit.js").then(({ default: plugin }) => () => ({ __esModule: true, default: plugin })),
};
