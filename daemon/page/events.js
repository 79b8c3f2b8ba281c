// SPDX-License-Identifier: Apache-2.0

const REOPEN_MS = 1_000;

// The daemon's news for a register: onScan(ScanEvent), onStatus(StatusResponse), onUnits(UnitsEvent),
// onHotkey(HotkeyEvent), onOpen(), onLost(). The browser comes back to a broken stream by itself, naming the last event it saw;
// where it gives up (no daemon, an answer that is no stream) it is opened anew.
export class RegisterEvents {
  constructor({ onScan, onStatus, onUnits, onHotkey, onOpen, onLost }) {
    this.callbacks = { onScan, onStatus, onUnits, onHotkey, onOpen, onLost };
    this.source = null;
    this.timer = 0;
  }

  listen(register) {
    clearTimeout(this.timer);
    this.source?.close();
    const source = new EventSource(`/events?register=${encodeURIComponent(register)}`);
    source.addEventListener("scan", (event) => this.callbacks.onScan(JSON.parse(event.data)));
    source.addEventListener("status", (event) => this.callbacks.onStatus(JSON.parse(event.data)));
    source.addEventListener("units", (event) => this.callbacks.onUnits(JSON.parse(event.data)));
    source.addEventListener("hotkey", (event) => this.callbacks.onHotkey(JSON.parse(event.data)));
    source.addEventListener("open", () => this.callbacks.onOpen());
    source.addEventListener("error", () => {
      this.callbacks.onLost();
      if (source.readyState === EventSource.CLOSED && source === this.source) {
        this.timer = setTimeout(() => this.listen(register), REOPEN_MS);
      }
    });
    this.source = source;
  }
}
