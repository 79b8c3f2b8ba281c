// SPDX-License-Identifier: Apache-2.0
// The cashier's page: puts the parts together and says what follows from what.
import { setCurrency } from "./amounts.js";
import { call, CallError, watchReachable } from "./api.js";
import { renderBanner } from "./banner.js";
import { BasketView, renderTotals } from "./basket_view.js";
import { today } from "./dates.js";
import { byId, setText } from "./dom.js";
import { EntryView } from "./entry_view.js";
import { RegisterEvents } from "./events.js";
import { CardForm, EnrolForm, SetupForm } from "./forms.js";
import { HistoryView } from "./history_view.js";
import { Hotkeys } from "./hotkeys.js";
import { cancel, listenToKeys, openDialog } from "./keys.js";
import { memberName, renderMember, spendable } from "./member_view.js";
import { language, switchLanguage, t, translatePage } from "./messages.js";
import { Outbox } from "./outbox.js";
import { Quoting } from "./quoting.js";
import { say } from "./reasons.js";
import { gained, ReceiptView } from "./receipt_view.js";
import { RewardsView } from "./rewards_view.js";
import { Sale } from "./sale.js";
import { SendingView, titleOf } from "./sending_view.js";
import { chosenTill, rememberTill } from "./till.js";
import { Webcam } from "./webcam.js";

const STATUS_MS = 15_000;
const STATUS_AWAY_MS = 1_000;

const till = chosenTill();
let reachable = null;
// The daemon's scans arrive here.
let hears = false;
let status = null;
// The Identify that counts; answers to earlier ones are dropped.
let lookUp = 0;
// What could not be found last: the enrolment starts with it.
let unknownText = "";
// A card scanned while a booking was being shown.
let nextScan = null;
let clearArmed = false;
// Checkout was asked for while the rewards chosen were still being calculated.
let checkoutWanted = false;

const outbox = new Outbox(onOutbox);
const sale = new Sale(till.register, (id) => outbox.has(id));
const quoting = new Quoting(quoteRequest, onQuote);
const basket = new BasketView(sale, { onChange: saleChanged, onNotice: notice });
const rewards = new RewardsView(
  { onToggle: toggleReward, onQuantity: setRewardQuantity, onDone: focusWho, onNotice: notice });
const sending = new SendingView(
  { onDiscard: discardRefused, onChange: changeRefused, onLeft: nextCustomer });
const receipt = new ReceiptView(receiptClosed);
const entryView = new EntryView(till, book);
const history = new HistoryView((entry) => entryView.open(entry));
const setup = new SetupForm(tillChosen);
const enrol = new EnrolForm(till, language, book);
const cardForm = new CardForm(till, () => sale.card, book);
const hotkeys = new Hotkeys(till.register,
  { look_up: submitWho, redeem_best: redeemBest, undo });
const webcam = new Webcam(till.register, notice);
const events = new RegisterEvents({
  onScan, onStatus: setStatus, onUnits, onHotkey: ({ action }) => hotkeys.act(action), onOpen: () => setHears(true), onLost: () => setHears(false),
});

// --- what is shown -------------------------------------------------------------------------------

function notice(kind, text) {
  byId("notice").dataset.kind = kind;
  setText(byId("notice"), text);
}

function render() {
  renderMember(sale);
  renderSale();
  banner();
  setText(byId("register"), t("register_button",
    { register: till.register, cashier: till.cashier || t("no_cashier") }));
  setText(byId("language"), t("other_language"));
  byId("language").lang = language() === "de" ? "en" : "de";
}

// The banner says how much the member may redeem while head office is away.
function showMember() {
  renderMember(sale);
  banner();
}

function renderSale() {
  const quote = quoting.current;
  basket.render(quote);
  renderTotals(sale, quote);
  if (quote) rewards.render(quote, sale);
  else if (!sale.card) rewards.renderNothing("rewards_no_member");
  else if (reachable === false) rewards.renderNothing("rewards_unreachable");
}

function banner() {
  const onOpen = (item) => sending.refused(item);
  renderBanner({ reachable, hears, status, outbox, member: sale.member, onOpen });
}

function focusWho() {
  byId("who-text").focus();
  byId("who-text").select();
}

// --- the daemon ----------------------------------------------------------------------------------

function setReachable(now) {
  if (reachable === now) return;
  const isBack = reachable === false && now;
  reachable = now;
  banner();
  if (!now) saleChanged();
  if (!isBack) return;
  outbox.sendSoon();
  if (sale.card && !sale.member) identify(sale.card);
  else saleChanged();
}

function setHears(now) {
  hears = now;
  banner();
  refreshStatus();
}

function setStatus(news) {
  status = news;
  setCurrency(news.currency);
  hotkeys.set(news.hotkeys);
  banner();
}

async function refreshStatus() {
  try {
    setStatus(await call("Status", {}));
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
  }
}

async function watchStatus() {
  await refreshStatus();
  setTimeout(watchStatus, reachable === false ? STATUS_AWAY_MS : STATUS_MS);
}

// --- the member ----------------------------------------------------------------------------------

async function identify(text) {
  lookUp += 1;
  const mine = lookUp;
  notice("plain", t("looking_up", { text }));
  try {
    const request = { register: till.register, card: text, businessDate: today() };
    const { member } = await call("Identify", request);
    if (mine === lookUp) setMember(text, member);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    if (mine !== lookUp) return;
    if (error.noAnswer) setMember(text, null);
    else notFound(text, error);
  }
}

// The same member again, after something was booked for them.
async function refreshMember() {
  const { card } = sale;
  try {
    const request = { register: till.register, card, businessDate: today() };
    const { member } = await call("Identify", request);
    if (card === sale.card) sale.member = member;
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
  }
  showMember();
  saleChanged();
}

// Head office has said who a customer is, or what of their units may be spent here.
function onUnits({ memberId, asked }) {
  const isShown = sale.member && (sale.member.memberId === memberId || sale.card === asked);
  if (sale.card && isShown) refreshMember();
  else if (asked && asked === unknownText) identify(asked);
}

function setMember(card, member) {
  const changes = sale.lines.length > 0 && sale.card !== "" && sale.card !== card;
  unknownText = "";
  sale.setMember(card, member);
  if (member) {
    const name = memberName(member);
    notice("good", changes ? t("member_changed", { name })
      : t("found", { name, balance: spendable(member) }));
  } else {
    notice("plain", t("member_offline"));
  }
  showMember();
  saleChanged();
}

function notFound(text, error) {
  unknownText = text;
  const reason = say(error.message);
  notice("bad", error.code === "not_found" ? t("not_found_hint", { reason }) : reason);
}

function onScan(scan) {
  const dialog = openDialog()?.id;
  // A signed or rotating code says more than the number of its card.
  const card = scan.send || scan.card || scan.text;
  if (!scan.card) {
    const article = dialog === undefined && basket.hasFocus();
    if (article) basket.setArticle(scan.text);
    const key = article ? "not_a_card_sku" : "not_a_card";
    notice(article ? "plain" : "bad", t(key, { text: scan.text, reason: say(scan.notACard) }));
  } else if (scan.refused) {
    notice("bad", say(scan.refused));
  } else if (dialog === "enrol-dialog") {
    enrol.setCard(scan.card);
  } else if (dialog === "card-dialog") {
    cardForm.setCard(scan.card);
  } else if (dialog === "sending-dialog") {
    nextScan = scan;
    notice("plain", t("next_scan_kept", { card: scan.card }));
  } else {
    for (const open of document.querySelectorAll("dialog[open]")) open.close();
    lookUp += 1;
    byId("who-text").value = "";
    if (scan.member) setMember(card, scan.member);
    else identify(card);
  }
}

// --- the sale ------------------------------------------------------------------------------------

function quoteRequest() {
  if (!sale.card || reachable === false) return null;
  return { ...sale.quoteRequest(till.register), language: language() };
}

// The basket, the rewards or the member changed.
function saleChanged() {
  checkoutWanted = false;
  if (sale.isEmpty()) localStorage.removeItem(sale.key);
  else sale.save();
  quoting.changed();
}

function onQuote(event, detail) {
  if (event === "quoted") {
    sale.member = detail.member ?? sale.member;
    renderMember(sale);
    banner();
  }
  renderSale();
  if (event === "quoted" && checkoutWanted) checkout();
  if (event === "refused" && !detail.noAnswer) quoteRefused(detail);
}

// The reward chosen last goes, and the rest is asked for again.
function quoteRefused(error) {
  const reason = say(error.message);
  const last = sale.rewards.pop();
  if (!last) return rewards.renderProblem(t("quote_failed", { reason }));
  notice("bad", t("reward_taken_off", { name: rewardName(last.reward), reason }));
  return saleChanged();
}

function rewardName(reward) {
  return rewards.offers.find((offer) => offer.reward === reward)?.name ?? reward;
}

function toggleReward(offer) {
  const place = sale.rewards.findIndex((use) => use.reward === offer.reward);
  const { name } = offer;
  if (place >= 0) {
    sale.rewards.splice(place, 1);
    rewards.clearQuantity(offer.reward);
    notice("plain", t("reward_off", { name }));
  } else if (offer.unavailable && quoting.current) {
    // While the offers are being asked for anew, the answer decides instead.
    notice("bad", t("reward_not_possible", { name, reason: say(offer.unavailable) }));
    return;
  } else {
    const quantity = rewards.quantityOf(offer.reward);
    if (quantity === null) return badRewardQuantity();
    sale.rewards.push({ reward: offer.reward, quantity });
    notice("good", t("reward_on", { name }));
  }
  saleChanged();
}

function badRewardQuantity() {
  const text = document.activeElement?.value ?? "";
  notice("bad", t("bad_reward_quantity", { text }));
}

// A quantity typed for a reward uses it.
function setRewardQuantity(offer, quantity) {
  if (quantity === null) return badRewardQuantity();
  const use = sale.rewards.find((each) => each.reward === offer.reward);
  if (use) use.quantity = quantity;
  else sale.rewards.push({ reward: offer.reward, quantity });
  saleChanged();
}

// --- booking -------------------------------------------------------------------------------------

// Keeps a booking, then sends it. False where it could not be kept.
function book(item) {
  sending.follow({ ...item, attempts: 0 });
  try {
    outbox.put(item);
    return true;
  } catch (error) {
    sending.close();
    notice("bad", t("not_kept", { reason: error.message }));
    return false;
  }
}

function checkout() {
  if (!sale.card) {
    notice("bad", t("need_member"));
    focusWho();
    return;
  }
  if (sale.lines.length === 0) {
    notice("bad", t("need_lines"));
    basket.focus();
    return;
  }
  // A reward counts only as quoted for this very basket.
  if (sale.rewards.length > 0 && !quoting.current) return awaitQuote();
  const request = sale.checkoutRequest(till.register, till.cashier);
  const amount = quoting.current?.toPay ?? sale.total();
  if (book({ id: request.checkoutId, method: "Checkout", request, amount })) {
    clearSale();
    notice("plain", "");
  }
}

function awaitQuote() {
  if (reachable !== false) {
    checkoutWanted = true;
    return;
  }
  sale.rewards = [];
  notice("bad", t("rewards_dropped"));
  saleChanged();
}

function onOutbox(item, event, detail) {
  const followed = sending.isFor(item);
  if (event === "waiting" && followed) sending.waiting(item);
  if (event === "refused" && followed) sending.refused({ ...item, refused: detail });
  if (event === "done") done(item, detail, followed);
  banner();
}

const isIdle = () => sale.isEmpty() && openDialog() === null && byId("who-text").value === "";

function done(item, response, followed) {
  if (followed) sending.close();
  else notice("good", t("booked_later", { title: titleOf(item) }));
  if (item.method === "Enrol") {
    const given = gained(response.receipt);
    if (followed) setMember(item.request.card || item.request.profile.phone ||
      item.request.profile.mail, response.member);
    notice("good", t(given ? "enrolled_with" : "enrolled",
      { name: memberName(response.member), given }));
    focusWho();
  } else if (response.receipt && (followed || isIdle())) {
    receipt.show(item.method, response.receipt);
  } else if (followed) {
    const { member } = response;
    notice("good", member ? t("card_link_done", { name: memberName(member) })
      : t("card_blocked_done"));
    if (sale.card) refreshMember();
    focusWho();
  }
  takeNextScan();
}

function discardRefused(item) {
  outbox.remove(item.id);
  banner();
  nextCustomer();
}

function changeRefused(item) {
  if (item.method === "Checkout" && !sale.isEmpty()) {
    notice("bad", t("finish_first"));
    return nextCustomer();
  }
  outbox.remove(item.id);
  banner();
  return item.method === "Enrol" ? enrol.reopen(item.request) : changeSale(item);
}

function changeSale(item) {
  sale.takeUp(item.request);
  renderSale();
  identify(sale.card);
  basket.focus();
}

function receiptClosed(method) {
  if (method !== "Checkout" && sale.card) refreshMember();
  nextCustomer();
}

function nextCustomer() {
  if (openDialog() === null) focusWho();
  takeNextScan();
}

function takeNextScan() {
  if (nextScan === null || openDialog() !== null) return;
  const scan = nextScan;
  nextScan = null;
  onScan(scan);
}

function clearSale() {
  lookUp += 1;
  sale.clear();
  quoting.forget();
  basket.cancel();
  render();
}

// --- keys ----------------------------------------------------------------------------------------

// What was typed; with nothing typed, it can be.
function submitWho(event) {
  event?.preventDefault();
  const text = byId("who-text").value.trim();
  byId("who-text").value = "";
  if (/^[1-9]$/.test(text)) rewards.toggle(Number(text));
  else if (text) identify(text);
  else focusWho();
}

function redeemBest() {
  const offer = quoting.current && rewards.best(sale);
  if (offer) toggleReward(offer);
  else notice("bad", t("reward_none_possible"));
}

// The reward taken last, else what Esc does.
function undo() {
  const dialog = openDialog();
  const last = rewards.offers.find((offer) => offer.reward === sale.rewards.at(-1)?.reward);
  if (dialog) cancel(dialog);
  else if (last && byId("who-text").value === "") toggleReward(last);
  else clearStep();
}

// First what is being typed, then, asked for twice, customer and basket.
function clearStep() {
  const typed = byId("who-text").value !== "";
  byId("who-text").value = "";
  const typing = basket.cancel();
  if (typed || typing || (sale.isEmpty() && !clearArmed)) {
    notice("plain", "");
    renderSale();
  } else if (!clearArmed) {
    clearArmed = true;
    notice("bad", t("clear_again"));
    return focusWho();
  } else {
    clearSale();
    notice("plain", t("cleared"));
  }
  clearArmed = false;
  focusWho();
}

function openHistory() {
  if (!sale.card) notice("bad", t("need_member"));
  else if (reachable === false) notice("bad", t("need_reachable"));
  else return history.open(sale.card, (status?.headOffice?.state ?? "NONE") !== "NONE");
  return focusWho();
}

function openEnrol() {
  enrol.open(byId("who-text").value.trim() || unknownText || sale.card);
}

function tillChosen(register, cashier) {
  rememberTill(register, cashier);
  // The address may name another register: without it the one just chosen counts.
  if (register !== till.register) location.replace(location.pathname);
  till.cashier = cashier;
  render();
}

function changeLanguage() {
  switchLanguage();
  translatePage();
  byId("banner").dataset.signature = "";
  quoting.changed();
  render();
  focusWho();
}

function start() {
  translatePage();
  render();
  const clicks = {
    "do-member": focusWho, "do-enrol": openEnrol, "do-line": () => basket.focus(),
    "do-rewards": () => rewards.focus(), "do-block": () => cardForm.open(),
    "do-checkout": checkout, "do-history": openHistory, "do-clear": clearStep,
    "do-webcam": () => webcam.toggle(),
    register: () => setup.open(till.register, till.cashier), language: changeLanguage,
  };
  for (const [id, act] of Object.entries(clicks)) byId(id).addEventListener("click", act);
  byId("who").addEventListener("submit", submitWho);
  listenToKeys({ onReward: (key) => rewards.toggle(key), onClear: clearStep,
    onKey: () => { clearArmed = false; }, onHotkey: (code, again) => hotkeys.press(code, again) });
  watchReachable(setReachable);
  watchStatus();
  if (!till.register) return setup.open("", till.cashier);
  events.listen(till.register);
  webcam.start();
  outbox.sendSoon();
  if (sale.card) identify(sale.card);
  return focusWho();
}

start();
