// SPDX-License-Identifier: Apache-2.0
// What the daemon says in English and in minor units, said for the cashier: in the language of the
// page, amounts as money, and how much is missing instead of two numbers to compare. A sentence
// that is not known here is shown as it came; so is what a quote says in German already.
import { count, money } from "./amounts.js";
import { language } from "./messages.js";

const m = (digits) => money(Number(digits));
const n = (digits) => count(Number(digits));

const germanContact = (what) => (what === "phone number" ? "Telefonnummer" : "E-Mail-Adresse");

// [what the daemon says, English, German]; the functions get the pattern's groups. Without German:
// what is said in English only where the page asked for English.
const sentences = [
  [/^not included$/, () => "not part of it"],
  [
    /^excluded: (category|department|article|brand|tag) (.*)$/,
    (kind, name) => `${kind} ${name} does not count`,
  ],
  [
    /^minimum spend (\d+) not reached: (\d+)$/,
    (least, have) => `from ${m(least)} on; ${m(Number(least) - Number(have))} missing`,
    (least, have) => `ab ${m(least)}; es fehlen ${m(Number(least) - Number(have))}`,
  ],
  [
    /^costs (\d+), (-?\d+) may be spent$/,
    (cost, have) => `${n(Number(cost) - Number(have))} missing (${n(have)} of ${n(cost)})`,
    (cost, have) => `es fehlen ${n(Number(cost) - Number(have))} (${n(have)} von ${n(cost)})`,
  ],
  [
    /^takes (\d+) off, only (\d+) left to pay$/,
    (value, left) => `takes ${m(value)} off, but only ${m(left)} of it are left to pay`,
    (value, left) => `bringt ${m(value)} Rabatt, aber es sind nur ${m(left)} zu zahlen`,
  ],
  [
    /^only (\d+) left to pay$/,
    (left) => `only ${m(left)} are left to pay`,
    (left) => `es sind nur ${m(left)} zu zahlen`,
  ],
  [
    /^at most (\d+) percent of (\d+)$/,
    (percent, of) => `at most ${percent} % of ${m(of)}`,
    (percent, of) => `höchstens ${percent} % von ${m(of)}`,
  ],
  [
    /^at most (\d+) per sale$/,
    (most) => `at most ${n(most)} per sale`,
    (most) => `höchstens ${n(most)} je Einkauf`,
  ],
  [
    /^at least (\d+) at a time, (-?\d+) may be spent$/,
    (least, have) => `at least ${n(least)} are needed, ${n(have)} are there`,
    (least, have) => `mindestens ${n(least)} nötig, ${n(have)} sind da`,
  ],
  [
    /^at least (\d+) at a time, (\d+) asked for$/,
    (least) => `at least ${n(least)} at a time`,
    (least) => `mindestens ${n(least)} auf einmal`,
  ],
  [
    /^at least (\d+) at a time, (.+)$/,
    (least, why) => `at least ${n(least)} at a time, but ${say(why)}`,
    (least, why) => `mindestens ${n(least)} auf einmal, aber ${say(why)}`,
  ],
  [
    /^(\d+) asked for, (-?\d+) may be spent$/,
    (asked, have) => `only ${n(have)} can be spent now`,
    (asked, have) => `nur ${n(have)} sind jetzt einlösbar`,
  ],
  [/^only multiples of (\d+)$/, (step) => `only in steps of ${n(step)}`],
  [/^nothing left to pay$/, () => "nothing is left to pay", () => "es ist nichts mehr zu zahlen"],
  [
    /^no line that it may be used on$/,
    () => "nothing in the basket that it may be used on",
    () => "nichts im Einkauf, worauf sie gilt",
  ],
  [
    /^no card format matches .*$/,
    () => "Not a card of this shop.",
    () => "Keine Karte dieses Marktes.",
  ],
  [
    /^(?:check digit wrong|the scanner stopped in the middle) .*$/,
    () => "Misread or mistyped: once more, please.",
    () => "Verlesen oder vertippt: bitte noch einmal.",
  ],
  [
    /^(?:more than one code in one reading|only \d+ of the \d+ characters of format .*)$/,
    () => "Not read as one whole card: once more, please.",
    () => "Nicht als eine ganze Karte gelesen: bitte noch einmal.",
  ],
  [
    /^nobody here has this (phone number|mail address)\..*$/,
    (what) => `Nobody here has this ${what}.`,
    (what) => `Niemand hier hat diese ${germanContact(what)}.`,
  ],
  [
    /^this (phone number|mail address) belongs to a member already\..*$/,
    (what) => `This ${what} belongs to a member already: find them by it and add the card.`,
    (what) => `Diese ${germanContact(what)} gehört schon einem Mitglied: damit suchen, Karte dazu.`,
  ],
  [
    /^this card belongs to a registered member already\..*$/,
    () => "This card belongs to a registered member already: take a new card.",
    () => "Diese Karte gehört schon einem Mitglied: eine neue Karte nehmen.",
  ],
  [/^reward [^:]+: (.+)$/, (why) => say(why), (why) => say(why)],
  [
    /^this card is blocked\.?.*$/,
    () => "This card is blocked. Ask for another card.",
    () => "Diese Karte ist gesperrt. Nach einer anderen Karte fragen.",
  ],
  [
    /^this card was reported lost\.?.*$/,
    () => "This card was reported lost. Ask for another card.",
    () => "Diese Karte wurde als verloren gemeldet. Nach einer anderen Karte fragen.",
  ],
  [
    /^this card was replaced\.?.*$/,
    () => "This card was replaced. Ask for the new card.",
    () => "Diese Karte wurde ersetzt. Nach der neuen Karte fragen.",
  ],
  [
    /^this sale was voided already\.?.*$/,
    () => "This sale was voided already.",
    () => "Dieser Einkauf ist schon storniert.",
  ],
  [
    /^something of this sale came back already\.?.*$/,
    () => "Something of this sale came back already: return the rest instead.",
    () => "Von diesem Einkauf kam schon etwas zurück: den Rest zurückgeben.",
  ],
];

// "not included": where another rule names what excludes the line, that tells more.
export function saysLittle(reason) {
  return reason === "not included" || reason === "gehört nicht dazu";
}

export function say(text) {
  for (const [pattern, english, german = english] of sentences) {
    const match = pattern.exec(text);
    if (match) return (language() === "de" ? german : english)(...match.slice(1));
  }
  return text;
}
