// SPDX-License-Identifier: Apache-2.0
import { count, signed } from "./amounts.js";
import { day, moment } from "./dates.js";
import { byId, element } from "./dom.js";
import { has, t } from "./messages.js";

export function memberName(member) {
  return member.name || t("member_unnamed");
}

function flag(member) {
  if (member.isNew) return element("span", { class: "flag", text: t("flag_new") });
  const key = `card_state_${member.cardState}`;
  const state = has(key) ? t(key) : member.cardState;
  return state ? element("span", { class: "flag stop", text: state }) : null;
}

function confirmedAge(balance, headOffice) {
  if (balance.confirmedAt) return t("confirmed_as_of", { time: moment(balance.confirmedAt) });
  return headOffice.state === "NONE" ? "" : t("confirmed_never");
}

function number(label, value, detail = "") {
  const node = element("span", {}, `${label} `, element("b", { text: value }));
  if (detail) node.append(element("small", { text: ` ${detail}` }));
  return node;
}

function unit(balance, headOffice) {
  const since = element("span", {}, number(t("since_then"), signed(balance.sinceThen)));
  if (balance.pending) since.append(" · ", number(t("pending"), count(balance.pending)));
  const others = element("p", { class: "others" },
    number(t("confirmed"), count(balance.confirmed), confirmedAge(balance, headOffice)), since);
  const node = element("div", { class: "unit", "data-unit": balance.unit },
    element("p", { class: "safe" },
      element("b", { text: count(balance.safeToSpend), "data-safe": balance.safeToSpend }),
      element("span", { text: t("safe", { name: balance.name }) })),
    others);
  if (balance.debt) {
    const text = t("debt", { count: count(balance.debt), name: balance.name });
    node.append(element("p", { class: "owed", text }));
  }
  for (const lot of balance.expiring ?? []) {
    const text = t("expiring", { count: count(lot.quantity), date: day(lot.expiresOn) });
    node.append(element("p", { class: "soon", text }));
  }
  return node;
}

// What the status forbids, and whose wallets these are.
function standing(member) {
  const nodes = [];
  const reason = member.statusReason;
  if (member.mayNotEarn) nodes.push(element("p", { class: "owed", text: t("may_not_earn", { reason }) }));
  if (member.mayNotSpend) nodes.push(element("p", { class: "owed", text: t("may_not_spend", { reason }) }));
  if (member.thisMayNotEarn) nodes.push(element("p", { class: "owed", text: t("this_may_not_earn") }));
  if (member.thisMayNotRedeem) nodes.push(element("p", { class: "owed", text: t("this_may_not_redeem") }));
  if (member.household) {
    const text = t("household", { count: count(member.householdMembers) });
    nodes.push(element("p", { class: "hint", "data-household": member.household, text }));
  }
  return nodes;
}

function known(member) {
  const headOffice = member.headOffice ?? { state: "NONE" };
  const nodes = [
    element("p", { class: "who" },
      element("span", { class: "name", text: memberName(member) }),
      element("span", { class: "card", text: member.card }), flag(member)),
  ];
  if (member.isNew) nodes.push(element("p", { class: "hint", text: t("new_hint") }));
  nodes.push(...standing(member));
  return nodes.concat((member.balances ?? []).map((balance) => unit(balance, headOffice)));
}

// A signed card's code is no text for people.
const shortened = (card) => (card.length > 64 ? `${card.slice(0, 20)}…` : card);

export function renderMember(sale) {
  const pane = byId("member");
  if (sale.member) {
    pane.replaceChildren(...known(sale.member));
  } else if (sale.card) {
    pane.replaceChildren(
      element("p", { class: "name", text: shortened(sale.card) }),
      element("p", { class: "hint", text: t("member_offline") }));
  } else {
    pane.replaceChildren(
      element("p", { class: "name", text: t("member_none") }),
      element("p", { class: "hint", text: t("member_none_hint") }));
  }
}

// "120 points, 4 stamps": what may be spent now.
export function spendable(member) {
  const amounts = (member.balances ?? []).map((b) => `${count(b.safeToSpend)} ${b.name}`);
  return amounts.join(", ");
}
