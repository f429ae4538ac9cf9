// Small helps; every page works without them.
"use strict";

// A choice takes effect at once, without the button.
for (const form of document.querySelectorAll("form.choice")) {
  for (const field of form.querySelectorAll("select, input[type=date]")) {
    field.addEventListener("change", () => form.requestSubmit());
  }
}
