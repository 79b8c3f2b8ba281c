// SPDX-License-Identifier: Apache-2.0
import { language } from "./messages.js";

// The till's calendar day, "YYYY-MM-DD". It goes into every request, so that what is booked later
// still counts for the day on which it was sold.
export function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

// The minute of the till's day, 0 to 1439: some rules hold at certain hours only.
export function minuteOfDay() {
  const now = new Date();
  return now.getHours() * 60 + now.getMinutes();
}

// RFC 3339 as "12:40", with its day where that is not today.
export function moment(instant) {
  const when = new Date(instant);
  if (Number.isNaN(when.getTime())) return instant;
  const time = { hour: "2-digit", minute: "2-digit" };
  const isToday = when.toDateString() === new Date().toDateString();
  const day = isToday ? {} : { day: "numeric", month: "short", year: "numeric" };
  const locale = language() === "de" ? "de-DE" : "en-GB";
  return new Intl.DateTimeFormat(locale, { ...day, ...time }).format(when);
}

// "YYYY-MM-DD" in words.
export function day(date) {
  const [year, month, dayOfMonth] = date.split("-").map(Number);
  if (!year || !month || !dayOfMonth) return date;
  const locale = language() === "de" ? "de-DE" : "en-GB";
  const style = { day: "numeric", month: "short", year: "numeric" };
  return new Intl.DateTimeFormat(locale, style).format(new Date(year, month - 1, dayOfMonth));
}
