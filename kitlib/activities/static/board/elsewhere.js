// The boards of the other teams.
import { h, many } from "../shared/dom.js";

/** What other teams wrote, to be read only. */
export function elsewhere(client, config) {
  const element = h("div", { class: "kit-elsewhere" });
  let shown = "";
  return {
    element,
    update() {
      const walls = client.shared[config.id]?.elsewhere ?? [];
      const told = JSON.stringify(walls);
      if (told === shown) return;
      shown = told;
      const opened = new Set([...element.querySelectorAll("details[open]")].map((box) => box.dataset.team));
      element.replaceChildren(
        ...walls.map((wall) => {
          const count = wall.heaps.reduce((sum, heap) => sum + heap.notes.length, 0);
          const heaps = wall.heaps.flatMap((heap) => [
            h("h5", { text: heap.name || "Not grouped" }),
            h("ul", { class: "kit-others-notes" }, ...heap.notes.map((text) => h("li", { text }))),
          ]);
          return h("details", { "data-team": wall.team, open: opened.has(wall.team) }, h("summary", { text: `The wall of ${wall.team} (${many(count, "note")})` }), ...heaps);
        }),
      );
    },
  };
}
