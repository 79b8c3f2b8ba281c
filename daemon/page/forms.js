// SPDX-License-Identifier: Apache-2.0
// The small dialogs: which register this is, a new member, a card that is blocked or added.
import { today } from "./dates.js";
import { byId, setProblem } from "./dom.js";
import { t } from "./messages.js";
import { newOperationId } from "./operation_id.js";

// Which register and cashier; asked once per till. Calls `onChosen(register, cashier)`.
export class SetupForm {
  constructor(onChosen) {
    this.dialog = byId("setup-dialog");
    this.mayCancel = false;
    this.dialog.addEventListener("cancel", (event) => {
      if (!this.mayCancel) event.preventDefault();
    });
    this.dialog.querySelector("form").addEventListener("submit", () => {
      onChosen(byId("setup-register").value.trim(), byId("setup-cashier").value.trim());
    });
  }

  open(register, cashier) {
    this.mayCancel = register !== "";
    byId("setup-register").value = register || "1";
    byId("setup-cashier").value = cashier;
    this.dialog.showModal();
    byId(register ? "setup-cashier" : "setup-register").select();
  }
}

// What every writing form adds to its request.
function origin(idField, till) {
  return { [idField]: newOperationId(), register: till.register, cashier: till.cashier,
    businessDate: today() };
}

function guess(text) {
  if (text.includes("@")) return "enrol-mail";
  return /^(\+|00)[\d ()./-]+$/.test(text) ? "enrol-phone" : "enrol-card";
}

// `submit(item)` hands a booking over to be sent.
export class EnrolForm {
  constructor(till, language, submit) {
    this.till = till;
    this.language = language;
    this.submit = submit;
    this.dialog = byId("enrol-dialog");
    this.dialog.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  // `text`: what was scanned or typed last, put where it belongs.
  open(text) {
    this.dialog.querySelector("form").reset();
    setProblem(this.dialog, "");
    if (text) byId(guess(text)).value = text;
    this.dialog.showModal();
    byId("enrol-name").focus();
  }

  // What was refused, to be put right.
  reopen({ card, profile }) {
    this.open("");
    for (const name of ["name", "phone", "mail", "birthday"]) {
      byId(`enrol-${name}`).value = profile[name];
    }
    this.setCard(card);
  }

  setCard(card) {
    byId("enrol-card").value = card;
  }

  #submit() {
    const value = (name) => byId(`enrol-${name}`).value.trim();
    const card = value("card");
    const profile = { name: value("name"), phone: value("phone"), mail: value("mail"),
      birthday: value("birthday"), language: this.language() };
    if (!card && !profile.phone && !profile.mail) {
      setProblem(this.dialog, t("enrol_need"));
      return;
    }
    const request = { ...origin("enrolId", this.till), card, profile };
    this.dialog.close();
    const name = profile.name || card || profile.phone || profile.mail;
    this.submit({ id: request.enrolId, method: "Enrol", request, name });
  }
}

// `who()`: the text that identifies the member shown, or "".
export class CardForm {
  constructor(till, who, submit) {
    this.till = till;
    this.who = who;
    this.submit = submit;
    this.dialog = byId("card-dialog");
    this.dialog.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    byId("card-action").addEventListener("change", () => this.#chosen());
  }

  open() {
    this.dialog.querySelector("form").reset();
    this.#chosen();
    this.dialog.showModal();
    byId("card-action").focus();
  }

  setCard(card) {
    byId("card-text").value = card;
  }

  #chosen() {
    const links = byId("card-action").value === "link";
    setProblem(this.dialog, links && !this.who() ? t("card_link_needs") : "");
    byId("card-text").value = links ? "" : this.who();
    byId("card-reason").disabled = links;
  }

  #submit() {
    const action = byId("card-action").value;
    const card = byId("card-text").value.trim();
    if (action === "link") {
      const member = this.who();
      if (!member) return;
      const request = { ...origin("linkId", this.till), member, card };
      this.dialog.close();
      this.submit({ id: request.linkId, method: "LinkCard", request });
    } else {
      const reason = byId("card-reason").value.trim();
      const request = { ...origin("blockId", this.till), card, state: action, reason };
      this.dialog.close();
      this.submit({ id: request.blockId, method: "BlockCard", request });
    }
  }
}
