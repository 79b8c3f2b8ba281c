-- SPDX-License-Identifier: Apache-2.0
-- Head office's books, beside the ledger. Do not edit once released: add a new migration instead.
--
-- Every key of a store's rows begins with store_id (0: head office's own journal), numbers come from rows and not from sequences,
-- and nothing is decided by a trigger, so that the same tables can be spread over a cluster later.

-- What this chain's head office signs with. One row.
CREATE TABLE office(
  id INTEGER PRIMARY KEY CHECK(id = 1),
  public_key BLOB NOT NULL CHECK(length(public_key) = 32)
) STRICT;

-- Lives of the stores' journals, and how far each is counted: the one truth of the exchange.
CREATE TABLE store_incarnation(
  store_id INTEGER NOT NULL,
  incarnation BLOB NOT NULL CHECK(length(incarnation) = 16),
  state INTEGER NOT NULL,               -- 1 active, 2 fenced, 3 closed
  genesis BLOB NOT NULL,                -- loyald.v1.Genesis
  seq INTEGER NOT NULL,                 -- the last entry counted, 0 = none
  head_hash BLOB NOT NULL CHECK(length(head_hash) = 32),
  hlc INTEGER NOT NULL,                 -- the highest one counted
  sales INTEGER NOT NULL,               -- how many of the counted entries are sales
  opened_ms INTEGER NOT NULL,
  last_contact_ms INTEGER NOT NULL,
  version TEXT NOT NULL,                -- what the store's daemon says it is
  protocol INTEGER NOT NULL,            -- the form of messages that was chosen with it
  PRIMARY KEY(store_id, incarnation)
) STRICT, WITHOUT ROWID;

-- The stores' journals, byte for byte: one row for what one push added. payload is a sequence of
-- (length: 4 bytes, big-endian; entry).
CREATE TABLE journal_segment(
  store_id INTEGER NOT NULL,
  incarnation BLOB NOT NULL,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  head_hash BLOB NOT NULL CHECK(length(head_hash) = 32),  -- after last_seq
  ingested_ms INTEGER NOT NULL,
  payload BLOB NOT NULL,
  PRIMARY KEY(store_id, incarnation, first_seq)
) STRICT;

-- What came from a store whose chain is not the one counted here: evidence, never counted.
CREATE TABLE quarantine(
  store_id INTEGER NOT NULL,
  incarnation BLOB NOT NULL,
  received_ms INTEGER NOT NULL,
  request BLOB NOT NULL,                -- loyald.v1.PushRequest
  PRIMARY KEY(store_id, incarnation, received_ms)
) STRICT;

-- What somebody should look at. seq 0: the incarnation itself.
CREATE TABLE exception(
  store_id INTEGER NOT NULL,
  incarnation BLOB NOT NULL,
  seq INTEGER NOT NULL,
  code TEXT NOT NULL,
  detail TEXT NOT NULL,
  noticed_ms INTEGER NOT NULL,
  PRIMARY KEY(store_id, incarnation, seq, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX exception_by_time ON exception(noticed_ms);

-- How often things happened by business day over all that is counted, and when cards were used where
-- (sync/headoffice/pattern_counts.h): derived from the journals; old days are forgotten.
CREATE TABLE pattern_count(
  day INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  who TEXT NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY(day, kind, who)
) STRICT, WITHOUT ROWID;
CREATE TABLE card_use(
  card TEXT NOT NULL,
  used_ms INTEGER NOT NULL,             -- by the clock of the store's journal
  store_id INTEGER NOT NULL,
  PRIMARY KEY(card, used_ms, store_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX card_use_by_time ON card_use(used_ms);

-- What came back of sales, by every entry of every store that brought something back: derived from
-- the archived journals. line 0: the sale was voided.
CREATE TABLE returned_part(
  store_id INTEGER NOT NULL,            -- of the sale, like the next two
  incarnation BLOB NOT NULL,
  sale_seq INTEGER NOT NULL,
  line INTEGER NOT NULL,
  by_store INTEGER NOT NULL,            -- of the entry, like the next two
  by_incarnation BLOB NOT NULL,
  by_seq INTEGER NOT NULL,
  quantity_before INTEGER NOT NULL,
  quantity_after INTEGER NOT NULL,
  member_id BLOB NOT NULL,
  business_date INTEGER NOT NULL,       -- of the entry
  PRIMARY KEY(store_id, incarnation, sale_seq, line, by_store, by_incarnation, by_seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX returned_by_member ON returned_part(member_id, business_date);

-- Codes that a store's PC may show once for a certificate, by their hash; and the enrolment whose
-- certificates count: those of an earlier one do not.
CREATE TABLE enrolment_code(
  store_id INTEGER PRIMARY KEY,
  code_hash BLOB NOT NULL CHECK(length(code_hash) = 32),
  valid_until_ms INTEGER NOT NULL,
  tries INTEGER NOT NULL
) STRICT;
CREATE TABLE enrolment(
  store_id INTEGER PRIMARY KEY,
  number INTEGER NOT NULL
) STRICT;

-- What head office has told a store of its lease, whether or not that has arrived (lease, of the
-- ledger, is what the journal says).
CREATE TABLE issued_lease(
  store_id INTEGER NOT NULL,
  incarnation BLOB NOT NULL,
  lease_until INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  offer_no INTEGER NOT NULL,            -- the last one made
  PRIMARY KEY(store_id, incarnation)
) STRICT, WITHOUT ROWID;

-- Offers that no journal has accepted yet, as they are said again, and what they grant.
CREATE TABLE rights_offer(
  store_id INTEGER NOT NULL,
  incarnation BLOB NOT NULL,
  offer_no INTEGER NOT NULL,
  offer BLOB NOT NULL,                  -- loyald.v1.SignedOffer
  PRIMARY KEY(store_id, incarnation, offer_no)
) STRICT, WITHOUT ROWID;
CREATE TABLE pending_grant(
  owner_id BLOB NOT NULL,
  unit TEXT NOT NULL,
  expires_on INTEGER NOT NULL,
  available_from INTEGER NOT NULL,
  store_id INTEGER NOT NULL,
  incarnation BLOB NOT NULL,
  offer_no INTEGER NOT NULL,
  amount INTEGER NOT NULL CHECK(amount > 0),
  PRIMARY KEY(owner_id, unit, expires_on, available_from, store_id, incarnation, offer_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX pending_by_offer ON pending_grant(store_id, incarnation, offer_no);

-- Whose units may have to be granted to which store, when it is next in touch.
CREATE TABLE grant_due(
  store_id INTEGER NOT NULL,
  owner_id BLOB NOT NULL,
  PRIMARY KEY(store_id, owner_id)
) STRICT, WITHOUT ROWID;
-- A customer at for_store (0: somebody at head office) waits for what other stores hold.
CREATE TABLE recall(
  owner_id BLOB NOT NULL PRIMARY KEY,
  for_store INTEGER NOT NULL,
  asked_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- These books came from a backup, and the store has not said yet how far it has come
-- (sync/headoffice/awaited_stores.h); whose units are looked at when all have.
CREATE TABLE awaited_store(
  store_id INTEGER PRIMARY KEY
) STRICT;
CREATE TABLE follow_due(
  owner_id BLOB NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- How often owners of wallets bought where, by month: derived from the journals.
CREATE TABLE visit(
  owner_id BLOB NOT NULL,
  month INTEGER NOT NULL,               -- year * 12 + month
  store_id INTEGER NOT NULL,
  visits INTEGER NOT NULL,
  PRIMARY KEY(owner_id, month, store_id)
) STRICT, WITHOUT ROWID;

-- What members' profiles may have in common with others' (sync/headoffice/likeness_keys.h), and what
-- of that more than one member has. Derived from the profiles.
CREATE TABLE likeness(
  kind INTEGER NOT NULL,
  key BLOB NOT NULL CHECK(length(key) = 16),
  member_id BLOB NOT NULL,
  PRIMARY KEY(kind, key, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX likeness_by_member ON likeness(member_id);
CREATE TABLE shared_likeness(
  kind INTEGER NOT NULL,
  key BLOB NOT NULL,
  PRIMARY KEY(kind, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE programme(
  version INTEGER PRIMARY KEY,
  valid_from INTEGER NOT NULL,
  toml BLOB NOT NULL
) STRICT;

-- What changed, for the stores to pull: a member or programme version that changes moves to a new
-- place at the end. So a store that was away pulls every member once, however often it changed.
CREATE TABLE feed(
  member_id BLOB NOT NULL PRIMARY KEY,
  pos INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX feed_by_pos ON feed(pos);
-- Who follows whom: the stores that a member was at or was asked for, with the place in the
-- feed from which on the store is told.
CREATE TABLE store_feed(
  store_id INTEGER NOT NULL,
  member_id BLOB NOT NULL,
  pos INTEGER NOT NULL,
  PRIMARY KEY(store_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX store_feed_by_pos ON store_feed(store_id, pos);
CREATE INDEX store_feed_by_member ON store_feed(member_id);
CREATE TABLE feed_programme(
  version INTEGER PRIMARY KEY,
  pos INTEGER NOT NULL UNIQUE
) STRICT;
-- The stores' journals, whose keys all stores know.
CREATE TABLE feed_key(
  pos INTEGER PRIMARY KEY,
  store_id INTEGER NOT NULL,
  incarnation BLOB NOT NULL
) STRICT;
-- What is to be known of cards: kind is that of card_key, and name the key's number; 0: name is a card.
CREATE TABLE feed_card(
  kind INTEGER NOT NULL,
  name TEXT NOT NULL,
  pos INTEGER NOT NULL UNIQUE,
  PRIMARY KEY(kind, name)
) STRICT, WITHOUT ROWID;
-- The last place given away. One row, written only by the one writer, in the transaction that makes
-- the change: a place is never visible before all places below it.
-- epoch: which life of the feed; a new one begins after a restore. first_version: programmes are
-- numbered from there, so that no number that some store has is given again.
CREATE TABLE feed_position(
  id INTEGER PRIMARY KEY CHECK(id = 1),
  pos INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  first_version INTEGER NOT NULL
) STRICT;
INSERT INTO feed_position VALUES(1, 0, 1, 1);
