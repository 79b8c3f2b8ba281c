-- SPDX-License-Identifier: Apache-2.0
-- Card numbers that were handed out (store/card_series.h): at head office, and at a store without one.
-- Do not edit once released: add a new migration instead.

-- What numbers of one prefix and length are made of: places of a secret order, from 0 on.
CREATE TABLE card_series(
  prefix TEXT NOT NULL,
  length INTEGER NOT NULL,
  body_length INTEGER NOT NULL,         -- between prefix and check
  -- What the order is made of. Never leaves the books.
  order_key BLOB NOT NULL CHECK(length(order_key) = 32),
  next_place INTEGER NOT NULL,
  PRIMARY KEY(prefix, length)
) STRICT;

-- Who asked for which cards, when. batch_id is the asker's: said again, it is the same cards.
CREATE TABLE card_batch(
  batch_id TEXT NOT NULL PRIMARY KEY,
  prefix TEXT NOT NULL,
  length INTEGER NOT NULL,
  format TEXT NOT NULL,
  symbology TEXT NOT NULL,
  is_signed INTEGER NOT NULL,
  cards INTEGER NOT NULL,
  issued_ms INTEGER NOT NULL,
  issued_by TEXT NOT NULL,
  reason TEXT NOT NULL,
  -- How often it was fetched from its first card on, and by whom last.
  fetches INTEGER NOT NULL,
  fetched_ms INTEGER NOT NULL,
  fetched_by TEXT NOT NULL
) STRICT;
CREATE INDEX card_batch_by_time ON card_batch(issued_ms, batch_id);

-- The places that a batch's cards have, in runs of neighbours: numbers that were in use are left out.
CREATE TABLE card_run(
  batch_id TEXT NOT NULL,
  first_card INTEGER NOT NULL,          -- of the batch, from 0
  prefix TEXT NOT NULL,
  length INTEGER NOT NULL,
  first_place INTEGER NOT NULL,
  cards INTEGER NOT NULL CHECK(cards > 0),
  PRIMARY KEY(batch_id, first_card)
) STRICT;
CREATE UNIQUE INDEX card_run_by_place ON card_run(prefix, length, first_place);
