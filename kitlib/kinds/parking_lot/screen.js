// Questions held for later, each with an owner.
import { say } from "../../frontend/static/core/language.js";
import { mount, place } from "../../frontend/static/ui/mount.js";
import { rowList } from "../../frontend/static/ui/rows.js";

export default {
  render: mount(({ root, client, config }) => {
    const list = rowList(client, {
      activity: config.id,
      noun: say("Question"),
      add: say("Hold a question"),
      empty: 1,
      columns: {
        text: { type: "text", label: say("Question to come back to"), wide: true },
        owner: { type: "short", label: say("Who brings it back (a role)") },
        status: { type: "choice", label: say("Where it stands"), choices: config.statuses, said: true },
      },
    });
    return place(root, list);
  }),
};
