// What a script shall not do, beyond what its types say.

import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    languageOptions: {globals: {...globals.browser, Plotly: "readonly", SET: "readonly", LOADER: "readonly"}},
    linterOptions: {reportUnusedDisableDirectives: "error"},
    rules: {
      "eqeqeq": "error",
      "no-var": "error",
      "prefer-const": ["error", {destructuring: "all"}],
      "no-shadow-restricted-names": "error",
      "no-unused-vars": ["error", {argsIgnorePattern: "^_", ignoreRestSiblings: true}],
    },
  },
];
