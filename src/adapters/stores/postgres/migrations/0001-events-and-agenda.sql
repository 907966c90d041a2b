-- works with: 1
-- One stream is one incident (or the plan's upkeep). `number` is the number at the end of its name, -1 without one;
-- `head` is the hash of its newest event. Texts compare by their bytes, as everywhere in Muster.
create table streams (
  stream text collate "C" primary key,
  version bigint not null,
  head text not null,
  open boolean not null,
  number bigint not null
);
create index streams_open on streams (number, stream) where open;
create index streams_newest on streams (number desc, stream);

-- What happened, for ever. `checksum` is the CRC-32 of the body, `hash` its place in the stream's chain (`ports/chain.ts`).
create table events (
  stream text collate "C" not null,
  version bigint not null,
  body text not null,
  checksum bigint not null,
  hash text not null,
  primary key (stream, version)
);

-- What the states ask for next. `at` is the hour that the state named; `due` is when the row can be claimed: the same, or the
-- end of its lease, or the instant it was released to. Hours are ISO 8601 in UTC and sort as text. `holder` is the replica
-- whose token it is.
create table agenda (
  stream text collate "C" not null,
  key text collate "C" not null,
  lane text not null,
  at text collate "C" not null,
  due text collate "C" not null,
  token text,
  holder text,
  primary key (stream, key)
) with (fillfactor = 70);
create index agenda_due on agenda (lane, due, stream, key);
create index agenda_held on agenda (holder) where holder is not null;

create table deliveries (
  id text collate "C" primary key,
  stream text not null,
  version bigint not null,
  reply text not null
);

create table numbers (
  series text primary key,
  last bigint not null
);

create table documents (
  hash text primary key,
  content text not null
);

-- `token` is new at each write, so that a repeated one is told from another's that wrote the same.
create table texts (
  name text primary key,
  version bigint not null,
  content text not null,
  token text
);

-- Empty: Muster's time is the database's. Else it was `told` when the database's was `wall`, and runs `speed` times as fast.
create table clock (
  one boolean primary key default true check (one),
  wall timestamptz not null,
  told timestamptz not null,
  speed double precision not null
);

-- Who lives. Nothing here outlasts a crash of the database, and nothing needs to. `backend` is the session that beats, without
-- a gap `since`.
create unlogged table replicas (
  id text primary key,
  seen timestamptz not null,
  since timestamptz not null default clock_timestamp(),
  backend integer
);
