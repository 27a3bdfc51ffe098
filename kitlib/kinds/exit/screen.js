// One learning, one worry, one next step.
import { textBox } from "../../frontend/static/ui/box.js";
import { mount, place } from "../../frontend/static/ui/mount.js";
import { seatPicker } from "../../frontend/static/ui/seat.js";

export default {
  render: mount(({ root, client, config }) => {
    const questions = { learning: config.learning, worry: config.worry, "next-step": config.next_step };
    const { visibility } = config;
    const boxes = Object.entries(questions).map(([field, label]) =>
      textBox(client, { scope: "seat", activity: config.id, field, label, visibility, lines: 2, others: visibility !== "private" }),
    );
    return place(root, seatPicker(client), ...boxes);
  }),
};
