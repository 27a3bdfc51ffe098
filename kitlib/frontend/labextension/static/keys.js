// Keys on a page of the kit: which of them JupyterLab may hear.
const MODIFIERS = new Set(["Alt", "Control", "Meta", "Shift"]);

/** What a notebook command may not do while it looks like a page: edit, run, fold, search, save. */
const NOTEBOOK_COMMANDS = /^(notebook|runmenu|editmenu|kernelmenu|viewmenu|completer|tooltip|debugger):/;
const PAGE_COMMANDS =
  /^(documentsearch|docmanager:save|application:toggle-(left|right|down|mode|side|presentation))/;

/** The commands bound to this keystroke, also where a user has rebound them. @param {KeyboardEvent} event @param {import("./common.js").Lab} commands @returns {string[]} */
const commandsFor = (event, commands) => {
  const stroke = commands.constructor.keystrokeForKeydownEvent?.(event);
  return stroke ? commands.keyBindings.filter((/** @type {any} */ b) => b.keys[0] === stroke).map((/** @type {any} */ b) => b.command) : [];
};

/** Keep a key from JupyterLab where it would act on the notebook; with `tools` shown, only one that is pressed in an
 * output. Returns whether it was a wish to save, which neither JupyterLab nor the browser then hears. * @param {KeyboardEvent} event @param {import("./common.js").Lab} commands @param {boolean} tools
 */
export const keepKey = (event, commands, tools) => {
  const target = event.composedPath()[0];
  const inOutput = target instanceof Element && target.closest(".jp-OutputArea-output");
  if (tools && !inOutput) return false;
  const combination = (event.ctrlKey || event.metaKey) && !event.getModifierState?.("AltGraph");
  if (!combination || MODIFIERS.has(event.key)) {
    // Not prevented: the browser still scrolls, types and moves the radio. The bare modifier goes too:
    // on hearing it JupyterLab takes the undo that follows away from the box being typed in.
    event.stopPropagation();
    return false;
  }
  const stopped = commandsFor(event, commands).filter(
    (command) => NOTEBOOK_COMMANDS.test(command) || (!tools && PAGE_COMMANDS.test(command)),
  );
  if (!stopped.length && event.key !== "Enter") return false;
  event.stopPropagation();
  const saves = stopped.some((command) => command.startsWith("docmanager:save"));
  if (saves) event.preventDefault(); // or the browser offers to save the web page
  return saves;
};
