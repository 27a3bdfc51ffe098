// Each seat writes, or the whole team; who can read it stands beside the box.
import { promptBox } from "../../frontend/static/ui/box.js";
import { mount, place } from "../../frontend/static/ui/mount.js";
import { seatPicker } from "../../frontend/static/ui/seat.js";

export default {
  render: mount(({ root, client, config }) => {
    const prompts = /** @type {any[]} */ (config.prompts);
    const picker = prompts.some((prompt) => prompt.scope === "seat") ? [seatPicker(client)] : [];
    return place(root, ...picker, ...prompts.map((prompt) => promptBox(client, config.id, prompt)));
  }),
};
