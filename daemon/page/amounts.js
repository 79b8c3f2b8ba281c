// SPDX-License-Identifier: Apache-2.0
// Money and quantities: integers, read and printed digit by digit. A JavaScript number holds every
// integer up to 2^53 exactly; nothing here divides one or multiplies it by a fraction.
import { language } from "./messages.js";

// What the register API takes for an amount, a quantity and a basket.
export const AMOUNT_MAX = 2_000_000_000;
const MINOR_DIGITS = 2;

let currency = "";

export function setCurrency(code) {
  currency = code;
}

// "12.34", "12,34", "12" or ",5" in minor units; null where it is not an amount.
export function parseMoney(text) {
  const parts = /^(\d*)(?:[.,](\d{0,2}))?$/.exec(text.trim());
  if (!parts || (!parts[1] && !parts[2])) return null;
  const minor = Number((parts[1] || "0") + (parts[2] || "").padEnd(MINOR_DIGITS, "0"));
  return minor <= AMOUNT_MAX ? minor : null;
}

// "12,34" for a line, or "3x1,29" (also * and ×): three at 1.29. Null where it is neither.
export function parseLineAmount(text) {
  const [first, second, ...more] = text.trim().split(/\s*[x×*]\s*/i);
  if (more.length > 0) return null;
  if (second === undefined) {
    const amount = parseMoney(first);
    return amount === null ? null : { amount, quantity: null };
  }
  const quantity = parseCount(first);
  const each = parseMoney(second);
  if (!quantity || each === null || quantity * each > AMOUNT_MAX) return null;
  return { amount: quantity * each, quantity };
}

// A whole number of 0 or more; null where it is not.
export function parseCount(text) {
  const trimmed = text.trim();
  if (!/^\d{1,10}$/.test(trimmed)) return null;
  const count = Number(trimmed);
  return count <= AMOUNT_MAX ? count : null;
}

// "12.34", in the language's way, without a currency.
export function plainMoney(minor) {
  const digits = String(Math.abs(minor)).padStart(MINOR_DIGITS + 1, "0");
  const point = language() === "de" ? "," : ".";
  const sign = minor < 0 ? "-" : "";
  return sign + digits.slice(0, -MINOR_DIGITS) + point + digits.slice(-MINOR_DIGITS);
}

export function money(minor) {
  const sign = { EUR: "€", USD: "$", GBP: "£", CHF: "CHF" }[currency] ?? currency;
  return sign === "" ? plainMoney(minor) : `${plainMoney(minor)} ${sign}`;
}

export function count(quantity) {
  return new Intl.NumberFormat(language()).format(quantity);
}

// "+12" or "-3": a movement.
export function signed(quantity) {
  return (quantity > 0 ? "+" : "") + count(quantity);
}
