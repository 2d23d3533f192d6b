// A question that holds the page until it is answered: what will happen, what must be known for it,
// and what came of it.

import { h, setText } from "./dom.js";

let count = 0;

/**
 * Asks. `act` does what was asked for; what it throws is shown, and may be tried again. `says` are
 * the paragraphs, `fields` the labels with their inputs.
 */
export function ask({ title, says, fields, submit, waiting, act }) {
  const id = `dialog-${++count}`;
  const answer = h("p", { class: "answer foreign", role: "alert" });
  const button = h("button", { type: "submit", class: "primary" }, submit);
  const cancel = h("button", { type: "button", click: () => dialog.close() }, "Cancel");
  const give = async (event) => {
    event.preventDefault();
    button.disabled = true;
    setText(answer, waiting);
    try {
      await act();
      dialog.close();
    } catch (trouble) {
      setText(answer, trouble.message);
      button.disabled = false;
    }
  };
  const form = h("form", { submit: give }, h("h2", { class: "foreign", id }, title),
    h("div", { class: "says", id: `${id}-says` }, ...says), ...fields, answer,
    h("div", { class: "choices" }, cancel, button));
  const dialog = h("dialog", {
    "aria-labelledby": id,
    "aria-describedby": `${id}-says`,
    close: () => dialog.remove(),
  }, form);
  document.body.append(dialog);
  dialog.showModal();
}

/** A choice among `[value, text]`. */
export const choice = (options, chosen) => h("select", {}, ...options.map(([value, text]) =>
  h("option", { value, selected: value === chosen }, text)));
