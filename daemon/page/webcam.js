// SPDX-License-Identifier: Apache-2.0
// The camera of this computer as a scanner. Frames go to the daemon, one at a time, as grey bytes;
// what it reads comes back like any scan, as an event.
import { byId } from "./dom.js";
import { t } from "./messages.js";

const WANTED = "loyald.webcam";
const FRAME_MS = 200;
const TROUBLE_MS = 2_000;
const TIMEOUT_MS = 5_000;
const MAX_SIDE = 640;

// One byte of brightness per pixel, of a picture of four.
function greyOf(rgba) {
  const grey = new Uint8Array(rgba.length / 4);
  for (let i = 0, at = 0; i < grey.length; i += 1, at += 4) {
    grey[i] = (rgba[at] * 77 + rgba[at + 1] * 150 + rgba[at + 2] * 29) >> 8;
  }
  return grey;
}

export class Webcam {
  constructor(register, onNotice) {
    this.register = register;
    this.onNotice = onNotice;
    this.video = byId("webcam");
    this.canvas = document.createElement("canvas");
    this.stream = null;
    this.isOpening = false;
  }

  // Offers the camera where there is one, and goes on where it was on before. Browsers give it only
  // to pages of this very computer.
  async start() {
    const { mediaDevices } = navigator;
    if (!mediaDevices) return;
    mediaDevices.addEventListener("devicechange", () => this.look());
    await this.look();
  }

  async look() {
    const devices = await navigator.mediaDevices.enumerateDevices();
    const isThere = devices.some(({ kind }) => kind === "videoinput");
    byId("do-webcam").hidden = !isThere;
    if (isThere && localStorage.getItem(WANTED)) await this.open();
  }

  async toggle() {
    if (this.stream) {
      localStorage.removeItem(WANTED);
      this.close();
      this.onNotice("plain", t("webcam_off"));
      return;
    }
    localStorage.setItem(WANTED, "on");
    await this.open();
    if (this.stream) this.onNotice("plain", t("webcam_on"));
  }

  async open() {
    if (this.stream || this.isOpening) return;
    this.isOpening = true;
    try {
      const video = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };
      const stream = await navigator.mediaDevices.getUserMedia({ video });
      this.stream = stream;
      stream.getVideoTracks()[0].addEventListener("ended", () => this.close());
      this.video.srcObject = stream;
      this.video.hidden = false;
      byId("do-webcam").setAttribute("aria-pressed", "true");
      await this.video.play();
      this.watch(stream);
    } catch (error) {
      this.close();
      this.onNotice("bad", t("webcam_failed", { reason: error.message }));
    } finally {
      this.isOpening = false;
    }
  }

  close() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
    this.video.hidden = true;
    byId("do-webcam").setAttribute("aria-pressed", "false");
  }

  async watch(stream) {
    if (stream !== this.stream) return;
    const went = document.hidden || (await this.send());
    setTimeout(() => this.watch(stream), went ? FRAME_MS : TROUBLE_MS);
  }

  // Whether the daemon took it.
  async send() {
    const { videoWidth, videoHeight } = this.video;
    const scale = Math.min(1, MAX_SIDE / Math.max(videoWidth, videoHeight));
    const width = Math.round(videoWidth * scale);
    const height = Math.round(videoHeight * scale);
    if (!width || !height) return false;
    Object.assign(this.canvas, { width, height });
    const context = this.canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(this.video, 0, 0, width, height);
    const query = new URLSearchParams({ register: this.register, width, height });
    try {
      const reply = await fetch(`/picture?${query}`, {
        method: "POST",
        headers: { "content-type": "application/octet-stream" },
        body: greyOf(context.getImageData(0, 0, width, height).data),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return reply.ok;
    } catch {
      return false;
    }
  }
}
