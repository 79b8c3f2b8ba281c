// SPDX-License-Identifier: Apache-2.0
// Calls of loyald.v1.RegisterService, in the Connect protocol's JSON form.

const TIMEOUT_MS = 10_000;

// Nobody knows whether it was carried out: the same request must be sent again.
const UNKNOWN_OUTCOME = new Set(["unavailable", "deadline_exceeded", "no_answer"]);

export class CallError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
  get outcomeUnknown() {
    return UNKNOWN_OUTCOME.has(this.code);
  }
  // The daemon itself did not answer.
  get noAnswer() {
    return this.code === "no_answer";
  }
}

let onReachable = () => {};

// Told after every call: true, the daemon answered; false, it did not.
export function watchReachable(callback) {
  onReachable = callback;
}

// How far the store's journal was when it answered last: books that were restored from an older copy
// do not know it, and this page is a witness of that.
const JOURNAL = "Loyald-Journal";

function witness() {
  const seen = localStorage.getItem(JOURNAL);
  return seen ? { [JOURNAL]: seen } : {};
}

function remember(place) {
  if (place) localStorage.setItem(JOURNAL, place);
}

async function post(method, request) {
  try {
    const reply = await fetch(`/loyald.v1.RegisterService/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...witness() },
      body: JSON.stringify(request),
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    remember(reply.headers.get(JOURNAL));
    return { status: reply.status, text: await reply.text() };
  } catch (error) {
    onReachable(false);
    throw new CallError("no_answer", String(error.message));
  }
}

function parsed(text) {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}

// The response, or a CallError. An answer that is not the daemon's counts as none.
export async function call(method, request) {
  const { status, text } = await post(method, request);
  const body = parsed(text);
  if (body === null || (status !== 200 && typeof body.code !== "string")) {
    onReachable(false);
    throw new CallError("no_answer", `HTTP ${status}`);
  }
  onReachable(true);
  if (status !== 200) throw new CallError(body.code, String(body.message ?? ""));
  return body;
}
