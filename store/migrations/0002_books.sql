-- SPDX-License-Identifier: Apache-2.0
-- A store's books. Do not edit once released: add a new migration instead.

-- The lives of the journal (store/journal.h), in their order: the fields that their genesis hashes
-- cover, plus that hash. The second one begins where the books were restored from a copy.
CREATE TABLE incarnation(
  life INTEGER PRIMARY KEY,
  store_id INTEGER NOT NULL,
  incarnation BLOB NOT NULL CHECK(length(incarnation) = 16),
  -- Of the life before it, whose last entry here is parent_seq; empty, 0, empty: there is none.
  parent_incarnation BLOB NOT NULL,
  parent_seq INTEGER NOT NULL,
  parent_hash BLOB NOT NULL,
  created_hlc INTEGER NOT NULL,
  device_pubkey BLOB NOT NULL CHECK(length(device_pubkey) = 32),
  genesis_hash BLOB NOT NULL CHECK(length(genesis_hash) = 32),
  -- What device_pubkey is made of: the secret that receipts are signed with. Never leaves the books.
  signing_seed BLOB NOT NULL CHECK(length(signing_seed) = 32),
  -- 1: head office knows it.
  is_opened INTEGER NOT NULL,
  -- Why it began, in words; empty: the first.
  reason TEXT NOT NULL,
  -- Which version of this program told head office last; empty: none.
  opened_as TEXT NOT NULL
) STRICT;

-- The books. Everything below is derived from these rows and from what head office sent.
CREATE TABLE journal(
  seq INTEGER PRIMARY KEY,
  hlc INTEGER NOT NULL,
  entry BLOB NOT NULL,
  hash BLOB NOT NULL CHECK(length(hash) = 32)
) STRICT;

-- Which entry a register's operation became: the key to exactly-once.
CREATE TABLE operation(
  register_id TEXT NOT NULL,
  op_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY(register_id, op_id)
) STRICT, WITHOUT ROWID;

-- A member's entries in this journal.
CREATE TABLE member_entry(
  member_id BLOB NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY(member_id, seq)
) STRICT, WITHOUT ROWID;

-- How much of a sale's line has come back, and which sales were voided (line 0): of this journal's
-- sales and of other journals'. here is derived from this journal's entries; elsewhere is head
-- office's word, what other journals brought back.
CREATE TABLE returned(
  store_id INTEGER NOT NULL,
  incarnation BLOB NOT NULL,
  sale_seq INTEGER NOT NULL,
  line INTEGER NOT NULL,
  here INTEGER NOT NULL,
  elsewhere INTEGER NOT NULL,
  PRIMARY KEY(store_id, incarnation, sale_seq, line)
) STRICT, WITHOUT ROWID;

-- The keys that stores sign receipts with, one of each life of their journals: head office's word.
CREATE TABLE store_key(
  store_id INTEGER NOT NULL,
  incarnation BLOB NOT NULL,
  public_key BLOB NOT NULL CHECK(length(public_key) = 32),
  PRIMARY KEY(store_id, incarnation)
) STRICT, WITHOUT ROWID;

-- Units set aside while a customer pays, by the place of their entry; closed_by is the entry that
-- captured or released it, 0 while neither has.
CREATE TABLE hold(
  seq INTEGER PRIMARY KEY,
  owner_id BLOB NOT NULL,
  valid_until_ms INTEGER NOT NULL,
  business_date INTEGER NOT NULL,
  closed_by INTEGER NOT NULL
) STRICT;
CREATE INDEX open_hold ON hold(owner_id, valid_until_ms) WHERE closed_by = 0;

-- Rotating codes that sales were made with: each is good once. Old ones are forgotten.
CREATE TABLE used_code(
  card TEXT NOT NULL,
  slot INTEGER NOT NULL,                -- of store/base/totp.h
  used_ms INTEGER NOT NULL,
  PRIMARY KEY(card, slot)
) STRICT, WITHOUT ROWID;
CREATE INDEX used_code_by_time ON used_code(used_ms);

-- How often things happened by business day (store/day_counts.h); old days are forgotten.
CREATE TABLE day_count(
  day INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY(day, kind, who, what)
) STRICT, WITHOUT ROWID;

-- Head office's last word on a member, as it came (a MemberState of wallets, cards and standing), and
-- through which of our entries it counts.
CREATE TABLE confirmed(
  member_id BLOB NOT NULL PRIMARY KEY,
  counts_seq INTEGER NOT NULL,
  state BLOB NOT NULL,
  feed_epoch INTEGER NOT NULL           -- the life of the feed in which it was told
) STRICT, WITHOUT ROWID;

CREATE TABLE programme(
  version INTEGER PRIMARY KEY,
  valid_from INTEGER NOT NULL,
  toml BLOB NOT NULL
) STRICT;

-- Where the exchange with head office stands. One row.
CREATE TABLE sync_state(
  id INTEGER PRIMARY KEY CHECK(id = 1),
  counted_seq INTEGER NOT NULL,
  feed_cursor INTEGER NOT NULL,
  feed_head INTEGER NOT NULL,
  feed_epoch INTEGER NOT NULL,
  last_contact_ms INTEGER NOT NULL,
  complete_at_ms INTEGER NOT NULL,
  -- What head office signs offers with: the first key that it said; empty: none yet.
  office_key BLOB NOT NULL,
  -- 1: held_right and lease are kept; a store without head office has no use for them.
  rights_are_kept INTEGER NOT NULL,
  -- The last PushReceipt that head office signed: what it cannot deny to have counted.
  receipt BLOB NOT NULL,
  -- How far head office's clock was ahead of this PC's when it last answered.
  office_ahead_ms INTEGER NOT NULL
) STRICT;
INSERT INTO sync_state VALUES(1, 0, 0, 0, 0, 0, 0, x'', 0, x'', 0);
