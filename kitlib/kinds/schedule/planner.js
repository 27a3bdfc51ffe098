// The planner: the grid or the list, and the form of one block beside, below or under it.
import { button, el, setText, spokenLine } from "../../frontend/static/ui/dom.js";
import { unfinishedList, takenOutFold } from "./aside.js";
import { Chooser } from "./chooser.js";
import { ClashList } from "./clashes.js";
import { CopyDay } from "./copyday.js";
import { BlockEditor } from "./editor.js";
import { TimeGrid } from "./grid.js";
import { TimeList } from "./list.js";
import { MinuteTables } from "./minutes.js";
import { SORTS, STEP, clockOf, minuteOf, placed } from "./plan.js";
import { RuleTable } from "./rules.js";
/** @import { Change, Clash, Schedule, View } from "./plan.js" */

const [FORM, AXIS, NARROWEST] = [384, 54, 96]; // pixels: the form, the hours, a column that can still be read
const UNDER = 40; // pixels from a block to the form below it
const NEW_BLOCK = 30; // minutes
const LAST_MINUTE = 1439;

/** What the signs mean. @param {any} config */
function legend(config) {
  const sorts = new Set(config.uses.map((/** @type {any} */ use) => use.sort));
  const words = Object.entries(SORTS).filter(([sort]) => sorts.has(sort)).map(([, [sign, text]]) => el("span", {}, el("span", { "aria-hidden": "true", text: `${sign} ` }), text));
  return el("p", { class: "kit-help kit-legend" }, ...words, el("span", { text: "⚠ in a clash" }));
}

/** The schedule on the page. */
export class Planner {
  /** @param {Schedule} schedule */
  constructor(schedule) {
    this.schedule = schedule;
    this.client = schedule.client;
    const { config } = schedule;
    this.spoken = spokenLine();
    const tell = (/** @type {string} */ words) => setText(this.spoken, words);
    const open = (/** @type {string} */ row, /** @type {HTMLElement} */ from) => this.open(row, from);
    /** @type {HTMLElement | null} what had the focus before the form opened */
    this.back = null;
    this.tell = tell;
    this.chooser = new Chooser(schedule, () => this.redraw());
    this.copyDay = new CopyDay(schedule, () => this.chooser.view.day, tell);
    this.add = button("Add a block", () => this.addBlock(), { class: "kit-main" });
    this.undo = button("", () => this.undoLast());
    this.form = new BlockEditor(schedule, tell);
    this.grid = new TimeGrid(schedule, open, (row, from, to, column) => this.moved(row, from, to, column));
    this.list = new TimeList(schedule, open);
    this.loading = el("p", { class: "kit-empty", text: "Fetching the schedule…" });
    this.wrap = el("div", { class: "kit-planner" }, el("div", { class: "kit-sheet" }, this.loading, this.grid.element, this.list.element));
    this.unfinished = unfinishedList(schedule, open);
    this.out = takenOutFold(schedule, () => this.update());
    this.clashes = new ClashList(config, (clash) => this.showClash(clash));
    this.rules = new RuleTable(schedule);
    this.minutes = new MinuteTables(schedule);
    const tools = el("div", { class: "kit-tools" }, this.add, schedule.isWeek && this.copyDay.open, this.undo, this.chooser.switcher);
    const below = [this.unfinished, this.out, this.clashes, this.rules, this.minutes].map(({ element }) => element);
    this.element = el("div", {}, this.chooser.element, tools, this.copyDay.element, this.spoken, this.wrap, legend(config), ...below);
    this.listen();
    this.watch = new ResizeObserver(() => this.form.row && !this.form.element.contains(document.activeElement) && this.putForm());
    this.watch.observe(this.element);
  }

  listen() {
    this.form.done.addEventListener("click", () => this.shut());
    this.form.remove.addEventListener("click", () => this.remove());
    this.form.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.shut();
    });
  }

  close() {
    this.watch.disconnect();
  }

  redraw() {
    this.copyDay.toggle(false);
    this.update();
    if (this.form.row) this.putForm();
  }

  /** The button of a block. @param {string} row */
  buttonOf(row) {
    return (this.chooser.isList() ? this.list : this.grid).find(row);
  }

  // -- the form ----------------------------------------------------------------------------

  /** @param {string} row @param {HTMLElement | null} [from] */
  open(row, from = null) {
    if (this.form.row === row) return this.shut();
    const block = this.schedule.block(row);
    const { view } = this.chooser;
    if ((view.day && block.day !== view.day) || (view.group && block.group !== view.group)) this.chooser.view = { day: block.day, group: "" };
    this.back = from;
    this.form.open(row);
    this.update();
    this.putForm();
    this.form.heading.focus({ preventScroll: true });
    this.form.element.scrollIntoView({ block: "nearest" });
  }

  shut() {
    const { row } = this.form;
    this.closeForm();
    this.update();
    const back = this.back?.isConnected ? this.back : null;
    (this.buttonOf(row) ?? back ?? this.add).focus({ preventScroll: true });
  }

  closeForm() {
    this.form.close();
    this.wrap.classList.remove("kit-beside", "kit-under");
    this.wrap.style.minHeight = "";
  }

  /** Where the form stands: under its line in the list; beside the grid, level with its block; or below the block. */
  putForm() {
    const { form, wrap } = this;
    const active = /** @type {HTMLElement | null} */ (document.activeElement);
    const held = form.element.contains(active) ? active : null;
    const { style } = form.element;
    style.top = style.left = style.marginTop = wrap.style.minHeight = "";
    wrap.classList.remove("kit-beside", "kit-under");
    if (this.chooser.isList()) (this.list.holder(form.row) ?? wrap).append(form.element);
    else this.putByGrid();
    if (held && held !== document.activeElement) held.focus({ preventScroll: true });
  }

  putByGrid() {
    const { form, grid, wrap } = this;
    const { style } = form.element;
    wrap.append(form.element);
    const isBeside = wrap.clientWidth - FORM - AXIS >= NARROWEST * this.chooser.columns().length;
    wrap.classList.add(isBeside ? "kit-beside" : "kit-under");
    const block = grid.find(form.row);
    const box = wrap.getBoundingClientRect();
    const at = block?.getBoundingClientRect();
    if (isBeside) {
      const room = grid.element.offsetHeight - form.element.offsetHeight;
      style.marginTop = `${Math.max(0, Math.min(at ? at.top - box.top : 0, room))}px`;
    } else {
      const top = at ? at.bottom - box.top + UNDER : grid.element.offsetHeight;
      style.top = `${top}px`;
      style.left = `${Math.max(0, Math.min(at ? at.left - box.left : 0, wrap.clientWidth - form.element.offsetWidth))}px`;
      wrap.style.minHeight = `${top + form.element.offsetHeight}px`;
    }
    block?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** A form below its block makes room when the block comes down on it. */
  makeRoom() {
    if (!this.form.row || !this.wrap.classList.contains("kit-under")) return;
    const at = this.grid.find(this.form.row)?.getBoundingClientRect();
    const box = this.form.element.getBoundingClientRect();
    if (at && at.bottom > box.top && at.top < box.bottom) this.putForm();
  }

  // -- what people do ----------------------------------------------------------------------

  addBlock() {
    const { config } = this.schedule;
    const { view } = this.chooser;
    const day = view.day || config.days[0].id;
    const group = view.group || config.groups[0].id;
    const there = placed(this.schedule.all()).filter((block) => block.day === day && block.group === group);
    const [first, last] = [minuteOf(config.starts) ?? 0, minuteOf(config.ends) ?? LAST_MINUTE];
    const from = Math.min(Math.max(first, ...there.map((block) => block.to)), Math.max(first, last - NEW_BLOCK));
    const made = this.schedule.added({ group, day, start: clockOf(from), end: clockOf(Math.min(from + NEW_BLOCK, LAST_MINUTE)) });
    this.schedule.act("added a block", made.changes);
    this.open(made.row, this.add);
  }

  /** @param {string} row @param {number} from @param {number} to @param {string | null} column */
  moved(row, from, to, column) {
    const block = this.schedule.block(row);
    const [first, last] = [(block.from ?? 0) + from, (block.to ?? 0) + to];
    const isInside = first >= 0 && last <= LAST_MINUTE;
    const key = this.chooser.view.day ? "group" : "day";
    /** @type {Change[]} */
    const changes = [];
    if (from && isInside) changes.push([`${row}.start`, clockOf(first)]);
    if (to && isInside && last - first >= STEP) changes.push([`${row}.end`, clockOf(last)]);
    if (column && column !== block[key]) changes.push([`${row}.${key}`, column]);
    if (changes.length) this.schedule.act(`moved ${this.schedule.title(row, "a block")}`, changes);
  }

  remove() {
    const { row } = this.form;
    const title = this.schedule.title(row, "a block");
    this.closeForm();
    this.schedule.act(`took out ${title}`, [[`${row}.removed`, true, false]]);
    this.tell(`${title} taken out. Undo brings it back.`);
    this.undo.focus();
  }

  undoLast() {
    const words = this.schedule.undo();
    this.tell(words ? `Undone: ${words}.` : "Nothing to undo.");
    if (this.form.row && this.schedule.value(this.form.row, "removed")) this.shut();
    if (this.undo.disabled) this.add.focus();
  }

  /** Go to where a clash is. @param {Clash} clash */
  showClash(clash) {
    const block = placed(this.schedule.all()).find((each) => clash.rows.includes(each.row));
    this.chooser.view = this.viewOf(clash, block?.day);
    if (this.form.row) this.shut();
    this.redraw();
    const found = block && this.buttonOf(block.row);
    if (found) found.focus();
    else if (this.schedule.isWeek) this.chooser.focus();
    else this.add.focus();
    (found ?? this.wrap).scrollIntoView({ block: found ? "center" : "start" });
  }

  /** Where a clash is seen best. @param {Clash} clash @param {string} [day] of a block that is in it @returns {View} */
  viewOf({ days, groups }, day) {
    const { config, isWeek } = this.schedule;
    if (!day && !days[0] && groups.length === 1 && isWeek) return { day: "", group: groups[0] };
    return { day: day ?? (days[0] || this.chooser.view.day || config.days[0].id), group: "" };
  }

  // -- what is shown -----------------------------------------------------------------------

  update() {
    const { chooser, schedule } = this;
    const shared = this.client.shared[schedule.config.id];
    const all = schedule.all();
    const columns = chooser.columns();
    const stands = placed(all).filter((block) => columns.some((column) => column.holds(block)));
    stands.sort((a, b) => a.from - b.from || a.to - b.to || (a.row < b.row ? -1 : 1));
    const clashes = shared?.clashes ?? [];
    this.updateTools();
    (chooser.isList() ? this.list : this.grid).update(columns, stands, clashes, this.form.row);
    this.form.update(all, clashes);
    this.makeRoom();
    this.unfinished.update(all);
    this.out.update(all);
    this.clashes.update(shared);
    this.rules.update(columns, chooser.view, shared);
    this.minutes.update(columns, chooser.view, shared);
  }

  updateTools() {
    const { chooser, schedule } = this;
    const isReady = this.client.isLoaded("team");
    this.loading.hidden = isReady;
    this.grid.element.hidden = !isReady || chooser.isList();
    this.list.element.hidden = !isReady || !chooser.isList();
    this.add.disabled = this.copyDay.open.disabled = !isReady;
    this.copyDay.open.hidden = !chooser.view.day;
    chooser.update();
    this.undo.disabled = !schedule.undoable;
    setText(this.undo, schedule.undoable ? `Undo: ${schedule.undoable}` : "Undo");
  }
}
