// How the browser's side is written: short functions, nothing unused, no surprises of comparison.
import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["**/.venv/", "**/build/", "**/.bench/", "demo/"] },
  js.configs.recommended,
  {
    files: ["kitlib/**/*.js"],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ["tests/frontend/*.mjs"],
    languageOptions: { globals: globals.node },
  },
  {
    rules: {
      complexity: ["error", 14],
      eqeqeq: "error",
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
];
