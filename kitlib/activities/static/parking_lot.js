// Questions held for later, each with an owner.
import { rowList } from "./shared/rows.js";
import { mount, place } from "./shared/mount.js";

export default {
  render: mount(({ root, client, config }) =>
    place(
      root,
      rowList(client, {
        activity: config.id,
        noun: "Question",
        add: "Hold a question",
        empty: 1,
        columns: {
          text: { type: "text", label: "Question to come back to", wide: true },
          owner: { type: "short", label: "Who brings it back (a role)" },
          status: { type: "choice", label: "Where it stands", choices: config.statuses },
        },
      }),
    ),
  ),
};
