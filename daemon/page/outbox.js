// SPDX-License-Identifier: Apache-2.0
// What must be booked, once and surely. A request is put into localStorage with its id before it is
// sent for the first time, and leaves it only with the daemon's word: a receipt, or a refusal.
// Until then the very same request is sent again, also after a reload or a restart of the till; the
// id makes that harmless, even from two windows.
import { call, CallError } from "./api.js";

const PREFIX = "loyald.outbox.";
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 8_000;

export class Outbox {
  // `tell(item, event, detail)`: "attempt", "waiting" (detail: the CallError), "done" (detail: the
  // response) or "refused" (detail: the CallError).
  constructor(tell) {
    this.tell = tell;
    this.timer = 0;
    this.delayMs = RETRY_FIRST_MS;
    this.running = false;
  }

  // Oldest first: their ids sort by time.
  items() {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    return keys.sort().map((key) => JSON.parse(localStorage.getItem(key)));
  }

  waiting() {
    return this.items().filter((item) => !item.refused);
  }

  refused() {
    return this.items().filter((item) => item.refused);
  }

  has(id) {
    return localStorage.getItem(PREFIX + id) !== null;
  }

  // Keeps the request, then sends it. Throws where the browser cannot keep it; then nothing was
  // sent. item: {id, method, request, and whatever its owner wants to know later}.
  put(item) {
    localStorage.setItem(PREFIX + item.id, JSON.stringify({ ...item, attempts: 0 }));
    this.sendSoon();
  }

  remove(id) {
    localStorage.removeItem(PREFIX + id);
  }

  // Tries again now, whatever the retry timer says: something new, or the daemon is back.
  sendSoon() {
    clearTimeout(this.timer);
    this.delayMs = RETRY_FIRST_MS;
    this.#run();
  }

  async #run() {
    if (this.running) return;
    this.running = true;
    let settled = true;
    try {
      // In order: a return may follow its own sale.
      for (let item = this.waiting()[0]; item && settled; item = this.waiting()[0]) {
        settled = await this.#send(item);
      }
    } finally {
      this.running = false;
    }
    if (settled) return;
    this.timer = setTimeout(() => this.#run(), this.delayMs);
    this.delayMs = Math.min(this.delayMs * 2, RETRY_MAX_MS);
  }

  // True where the item is settled.
  async #send(item) {
    item.attempts += 1;
    localStorage.setItem(PREFIX + item.id, JSON.stringify(item));
    this.tell(item, "attempt");
    try {
      const response = await call(item.method, item.request);
      this.remove(item.id);
      this.tell(item, "done", response);
      return true;
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      if (error.outcomeUnknown) {
        this.tell(item, "waiting", error);
        return false;
      }
      const refused = { code: error.code, message: error.message };
      localStorage.setItem(PREFIX + item.id, JSON.stringify({ ...item, refused }));
      this.tell(item, "refused", error);
      return true;
    }
  }
}
