// When each step of a plan begins.

/** When each step begins, as "3:05", from the hour at which the meeting does. @param {string} begins as "15:30", or empty @param {number[]} minutes of each step */
export function beginnings(begins, minutes) {
  const [hours, rest] = begins.split(":").map(Number);
  if (!begins || Number.isNaN(hours) || Number.isNaN(rest)) return [...minutes, 0].map(() => "");
  let at = hours * 60 + rest;
  return [...minutes, 0].map((long) => {
    const words = `${((Math.floor(at / 60) + 11) % 12) + 1}:${String(at % 60).padStart(2, "0")}`;
    at += long;
    return words;
  });
}
