// The search of the index: it works from disk, asks for nothing, and without it the page shows every record.
{
  const PAGE = 50;
  const form = document.querySelector("form");
  const body = document.querySelector("tbody");
  const told = document.querySelector("[role=status]");
  const more = document.querySelector("button");
  const rows = [...body.rows].map((row, i) => ({ row, i, find: row.dataset.find, last: row.dataset.last, session: row.cells[1].textContent }));
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const orders = {
    "": (a, b) => a.i - b.i,
    name: (a, b) => (a.find < b.find ? -1 : a.find > b.find ? 1 : a.i - b.i),
    last: (a, b) => (a.last > b.last ? -1 : a.last < b.last ? 1 : a.i - b.i),
  };
  let shown = PAGE;
  const show = () => {
    const words = fold(form.words.value).split(/\s+/).filter(Boolean);
    const session = form.session.value;
    const fit = rows.filter((each) => words.every((word) => each.find.includes(word)) && (!session || each.session === session));
    fit.sort(orders[form.sort.value]);
    body.replaceChildren(...fit.slice(0, shown).map(({ row }) => row));
    told.textContent = fit.length > shown ? `${shown} of ${fit.length} records` : `${fit.length} record${fit.length === 1 ? "" : "s"}`;
    more.hidden = fit.length <= shown;
  };
  const again = () => {
    shown = PAGE;
    show();
  };
  form.hidden = false;
  form.addEventListener("input", again);
  form.addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", () => {
    const next = shown;
    shown += PAGE;
    show();
    body.rows[next]?.querySelector("a")?.focus();
  });
  show();
}
