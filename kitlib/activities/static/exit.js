// One learning, one worry, one next step.
import { textBox } from "./shared/box.js";
import { mount, place, seatPicker } from "./shared/mount.js";

export default {
  render: mount(({ root, client, config }) => {
    const questions = { learning: config.learning, worry: config.worry, "next-step": config.next_step };
    return place(
      root,
      seatPicker(client),
      ...Object.entries(questions).map(([field, label]) =>
        textBox(client, {
          scope: "seat",
          activity: config.id,
          field,
          label,
          visibility: config.visibility,
          lines: 2,
          others: config.visibility !== "private",
        }),
      ),
    );
  }),
};
