// The kit's own sentences in a state's words for its districts and schools; a name of anybody never comes here.

const PLACE = /\b(?:([Aa])n? )?([Dd]istrict|[Ss]chool)(s?)\b/g;

/** The state's words by the kit's own, as the page was told them. @returns {Record<string, string>} */
function forms() {
  return JSON.parse(document.documentElement.dataset.kitCalled || "{}");
}

/** A sentence with a state's words in it. @param {string} text @param {Record<string, string>} [said] */
export function called(text, said = forms()) {
  return text.replace(PLACE, (all, /** @type {string} */ article, /** @type {string} */ noun, /** @type {string} */ many) => {
    const word = said[noun.toLowerCase() + many];
    if (!word) return all;
    const shown = noun[0] === noun[0].toUpperCase() ? word[0].toUpperCase() + word.slice(1) : word;
    return article ? `${article}${/^[aeio]/i.test(word) ? "n" : ""} ${shown}` : shown;
  });
}
