// SPDX-License-Identifier: Apache-2.0
import { count } from "./amounts.js";
import { byId, element, setText } from "./dom.js";
import { t } from "./messages.js";
import { say } from "./reasons.js";
import { titleOf } from "./sending_view.js";

function linkState({ reachable, hears, status }) {
  if (reachable === false) return "unreachable";
  if (!status) return "unknown";
  if (!hears) return "deaf";
  const states = { NONE: "alone", CONNECTED: "connected", AWAY: "away" };
  return states[status.headOffice?.state] ?? "alone";
}

function awayText(status, member) {
  const waiting = t("banner_away", { waiting: count(status.headOffice.waiting) });
  const amounts = (member?.balances ?? []).map((b) => `${count(b.safeToSpend)} ${b.name}`);
  const limit = amounts.length > 0 ? t("banner_away_limit", { amounts: amounts.join(", ") })
    : t("banner_away_limit_any");
  return `${waiting} ${limit}`;
}

// What is not as it should be, in plain words: [{text, open}]; `open` is a refused booking.
function problems(link, status, outbox, member) {
  const found = [];
  if (link === "unreachable") found.push({ text: t("banner_unreachable") });
  if (link === "away") found.push({ text: awayText(status, member) });
  const kept = outbox.waiting().filter((item) => item.attempts > 1);
  if (kept.length > 0) {
    const titles = kept.map(titleOf).join(", ");
    const key = kept.length === 1 ? "banner_kept_one" : "banner_kept";
    found.push({ text: t(key, { count: kept.length, titles }) });
  }
  for (const item of outbox.refused()) {
    const text = t("banner_refused", { title: titleOf(item), reason: say(item.refused.message) });
    found.push({ text, open: item });
  }
  if (link !== "unreachable" && status) {
    for (const text of status.problems) found.push({ text });
    for (const { name, state } of status.scanners) {
      // A camera is stopped while nobody listens to its register.
      if (state !== "reading" && state !== "stopped") found.push({ text: t("banner_scanner", { name, state }) });
    }
  }
  return found;
}

// Header and banner. Written only where something changed, so that an alert is said once.
// `hears`: scans arrive here.
export function renderBanner({ reachable, hears, status, outbox, member, onOpen }) {
  const link = linkState({ reachable, hears, status });
  byId("link").dataset.state = link;
  setText(byId("link"), t(`link_${link}`));
  if (status?.storeName) setText(byId("store"), status.storeName);
  const found = problems(link, status, outbox, member);
  const banner = byId("banner");
  const signature = JSON.stringify(found.map((problem) => [problem.text, problem.open?.id]));
  if (banner.dataset.signature === signature) return;
  banner.dataset.signature = signature;
  banner.dataset.kind = link === "unreachable" ? "stop" : "warn";
  banner.replaceChildren(...found.map(({ text, open }) => {
    const paragraph = element("p", { text });
    if (open) {
      const onclick = () => onOpen(open);
      paragraph.append(element("button", { type: "button", text: t("banner_open"), onclick }));
    }
    return paragraph;
  }));
}
