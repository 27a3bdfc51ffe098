// Each seat writes; who can read it stands beside the box.
import { textBox } from "./shared/box.js";
import { mount, place, seatPicker } from "./shared/mount.js";

export default {
  render: mount(({ root, client, config }) =>
    place(
      root,
      seatPicker(client),
      ...config.prompts.map((prompt) =>
        textBox(client, {
          scope: "seat",
          activity: config.id,
          field: prompt.id,
          label: prompt.text,
          help: prompt.help,
          visibility: prompt.visibility,
          lines: prompt.lines,
          others: prompt.visibility !== "private",
        }),
      ),
    ),
  ),
};
