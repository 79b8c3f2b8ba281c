-- SPDX-License-Identifier: Apache-2.0
-- The ledger: what members own and what identifies them. The same tables, written by the same code,
-- at a store and at head office.

CREATE TABLE lot(
  member_id BLOB NOT NULL,
  unit TEXT NOT NULL,
  expires_on INTEGER NOT NULL,
  available_from INTEGER NOT NULL,
  amount INTEGER NOT NULL CHECK(amount <> 0),
  PRIMARY KEY(member_id, unit, expires_on, available_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE debt(
  member_id BLOB NOT NULL,
  unit TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK(amount <> 0),
  PRIMARY KEY(member_id, unit)
) STRICT, WITHOUT ROWID;

-- What a journal's store may spend without asking (store/rights.h), by lot: derived from journals.
-- own_seq: the last entry that added to own.
CREATE TABLE held_right(
  owner_id BLOB NOT NULL,
  unit TEXT NOT NULL,
  expires_on INTEGER NOT NULL,
  available_from INTEGER NOT NULL,
  store_id INTEGER NOT NULL,
  incarnation BLOB NOT NULL,
  own INTEGER NOT NULL CHECK(own >= 0),
  own_seq INTEGER NOT NULL,
  granted INTEGER NOT NULL CHECK(granted >= 0),
  PRIMARY KEY(owner_id, unit, expires_on, available_from, store_id, incarnation)
) STRICT, WITHOUT ROWID;
CREATE INDEX held_as_own ON held_right(store_id, incarnation, own_seq) WHERE own > 0;
CREATE INDEX held_as_granted ON held_right(store_id, incarnation) WHERE granted > 0;

-- What the last GrantAccept of a journal says, beside the lots.
CREATE TABLE lease(
  store_id INTEGER NOT NULL,
  incarnation BLOB NOT NULL,
  lease_until INTEGER NOT NULL,         -- in the journal's own clock
  generation INTEGER NOT NULL,
  offer_no INTEGER NOT NULL,
  PRIMARY KEY(store_id, incarnation)
) STRICT, WITHOUT ROWID;

-- Text to member, in one look-up: kind 1 card, 2 phone, 3 mail. The newest (hlc, store_id) wins.
CREATE TABLE identifier(
  text TEXT NOT NULL PRIMARY KEY,
  kind INTEGER NOT NULL,
  member_id BLOB NOT NULL,
  state INTEGER NOT NULL,
  hlc INTEGER NOT NULL,
  store_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX identifier_by_member ON identifier(member_id);

-- Personal data, beside the journal. sent = 0: head office has not taken it yet.
CREATE TABLE profile(
  member_id BLOB NOT NULL PRIMARY KEY,
  hlc INTEGER NOT NULL,
  store_id INTEGER NOT NULL,
  sent INTEGER NOT NULL,
  record BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX profile_to_send ON profile(member_id) WHERE sent = 0;

-- What the journals say of a member besides wallets and cards: record is a MemberStanding.
-- household_id: whose wallets they share, empty where none. merged_into: who stands for them since
-- they were merged, empty where nobody does.
CREATE TABLE standing(
  member_id BLOB NOT NULL PRIMARY KEY,
  household_id BLOB NOT NULL,
  merged_into BLOB NOT NULL,
  record BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX standing_by_household ON standing(household_id) WHERE household_id <> x'';
CREATE INDEX standing_by_merge ON standing(merged_into) WHERE merged_into <> x'';

-- What proves cards (store/card_keys.h), by head office's word or the only store's: kind 1 signing
-- keys, material is the public key; kind 2 rotating codes, material is the secret at stores that were
-- told it, else empty.
CREATE TABLE card_key(
  kind INTEGER NOT NULL,
  key INTEGER NOT NULL,
  material BLOB NOT NULL,
  is_retired INTEGER NOT NULL,
  PRIMARY KEY(kind, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE withdrawn_card(
  card TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- The segments a member is in, beside the journal: record is a MemberSegments.
CREATE TABLE segments(
  member_id BLOB NOT NULL PRIMARY KEY,
  record BLOB NOT NULL
) STRICT, WITHOUT ROWID;
