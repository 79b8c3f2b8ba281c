// SPDX-License-Identifier: Apache-2.0
// Building the page. Whatever comes from the server gets in through here, as text: nothing on this
// page is ever parsed as HTML.

export function byId(id) {
  return document.getElementById(id);
}

// element("p", {class: "card", text: "…", onclick: f}, child, …). An attribute that is false, null
// or undefined is left out; `text` becomes the text content; on… becomes a listener.
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// Sets the text only where it differs, so that a screen reader does not say it again.
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// What a dialog says is wrong; empty takes it away.
export function setProblem(dialog, text) {
  setText(dialog.querySelector(".problem"), text);
}
