// Whose pages these are: the logo and the name of the home, where it has them.
import { el } from "./dom.js";

/** @typedef {{name: string, logo: {src: string, alt: string, width: number, height: number} | null}} Look */

/** The logo with the name beside it; null where the home has no name. @param {Look | undefined} look */
export function letterhead(look) {
  return look?.name ? el("div", { class: "letterhead" }, look.logo && el("img", look.logo), el("p", { text: look.name })) : null;
}
