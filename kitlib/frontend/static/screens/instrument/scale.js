// The scale of an instrument: one of those that there are, shown with its points, or one of its own.
import { button, drawnWhenChanged, el } from "../../ui/dom.js";
import { fieldOf } from "../forms/fields.js";
import { translationList } from "../forms/translation.js";
/** @import { Acting, Shown } from "./statements.js" */
/** @import { Field, FieldOf } from "../forms/fields.js" */

/** The points as they are chosen from. @param {any[]} points */
function pointList(points) {
  return el("ol", { class: "kit-scale-points" }, ...points.map(({ label, help }) => el("li", {}, label, help && el("span", { class: "kit-quiet", text: ` ${help}` }))));
}

/** @param {Acting} acting */
export function scaleSection(acting) {
  /** @type {Field | null} */
  let choice = null;
  /** @type {[FieldOf, Field][]} */
  let own = [];
  /** @type {any} */
  let plan = null;
  const chosen = el("div");
  const shown = el("div");
  const fields = el("div", { class: "kit-row-cells" });
  const begin = button("Make a scale of our own", () => act({ title: "", points: copied() }), { class: "kit-small" });
  const end = button("Take one that is there after all", () => acting.act("Take a scale that is there", [{ points: null }]), { class: "kit-small" });
  /** What a scale of one's own begins with. */
  function copied() {
    const now = plan.scales.find((/** @type {any} */ { id }) => id === plan.values.scale);
    return (now?.points ?? []).map((/** @type {any} */ { label, help }) => ({ label, ...(help ? { help } : {}) }));
  }
  /** @param {any} points @param {string} [key] */
  const act = (points, key = "") => acting.act("A scale of our own", [{ points }], key);
  const draw = drawnWhenChanged((/** @type {any[]} */ points) => shown.replaceChildren(pointList(points)));
  function makeFields() {
    const scale = plan.fields.instrument.find((/** @type {FieldOf} */ { key }) => key === "scale");
    choice = fieldOf({ ...scale, choices: plan.scales.map((/** @type {any} */ { id, title }) => [id, title]) }, (value) => acting.act("Scale", [{ instrument: { scale: value } }], "scale"));
    chosen.append(choice.element);
    own = plan.fields.scale.map((/** @type {FieldOf} */ of) => [of, fieldOf(of, (value) => act({ ...plan.points, [of.key]: value }, `points/${of.key}`))]);
    fields.append(...own.map(([, field]) => field.element));
  }
  const boxes = translationList(acting.say);
  return {
    element: el("div", { class: "kit-scale" }, chosen, shown, fields, boxes.element, el("p", { class: "kit-buttons" }, begin, end)),
    /** @param {Shown} now */
    update(now) {
      ({ plan } = now);
      if (!choice) makeFields();
      const isOwn = Boolean(plan.points);
      chosen.hidden = shown.hidden = begin.hidden = isOwn;
      fields.hidden = end.hidden = !isOwn;
      choice?.show(plan.values.scale);
      choice?.tell(acting.problemAt("scale"));
      draw(plan.scales.find((/** @type {any} */ { id }) => id === plan.values.scale)?.points ?? []);
      for (const [of, field] of own) {
        field.show(plan.points?.[of.key]);
        const places = Object.keys(plan.problems).filter((place) => (of.key === "points" ? place === "points" || /^points\/\d/.test(place) : place === `points/${of.key}`));
        field.tell(places.map((place) => `${pointName(place)}${acting.problemAt(place)}`).filter(Boolean).join("; "));
      }
      boxes.show([...now.words.values()].filter(({ place }) => place === "scales"), now.language);
    },
  };
}

/** Which point a problem is of. @param {string} place */
function pointName(place) {
  const n = /^points\/(\d+)/.exec(place)?.[1];
  return n === undefined ? "" : `Point ${Number(n) + 1} `;
}
