// Questions held for later, each with an owner.
import { mount, place } from "../../frontend/static/ui/mount.js";
import { rowList } from "../../frontend/static/ui/rows.js";

export default {
  render: mount(({ root, client, config }) => {
    const list = rowList(client, {
      activity: config.id,
      noun: "Question",
      add: "Hold a question",
      empty: 1,
      columns: {
        text: { type: "text", label: "Question to come back to", wide: true },
        owner: { type: "short", label: "Who brings it back (a role)" },
        status: { type: "choice", label: "Where it stands", choices: config.statuses },
      },
    });
    return place(root, list);
  }),
};
