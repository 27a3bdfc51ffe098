// Each seat writes, or the whole team; who can read it stands beside the box.
import { promptBox } from "./shared/box.js";
import { mount, place, seatPicker } from "./shared/mount.js";

export default {
  render: mount(({ root, client, config }) =>
    place(
      root,
      ...(config.prompts.some((prompt) => prompt.scope === "seat") ? [seatPicker(client)] : []),
      ...config.prompts.map((prompt) => promptBox(client, config.id, prompt)),
    ),
  ),
};
