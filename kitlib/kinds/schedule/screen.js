// A day or a week of time blocks: a grid and a list of the same, a form for one block, and what the server found in it.
import { pollWhenSaved } from "../../frontend/static/ui/fresh.js";
import { mount, place } from "../../frontend/static/ui/mount.js";
import { Schedule } from "./plan.js";
import { Planner } from "./planner.js";

export default {
  render: mount(({ root, client, config }) => [...place(root, new Planner(new Schedule(client, config))), pollWhenSaved(client, config.id)]),
};
