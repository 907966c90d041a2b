-- One stream is one incident (or the plan's upkeep). `number` is the number at the end of its name, -1 without one.
create table streams (
  stream text primary key,
  version bigint not null,
  open integer not null,
  number bigint not null
);
create index streams_open on streams (number, stream) where open = 1;
create index streams_newest on streams (number desc, stream);

-- What happened, for ever. `checksum` is the CRC-32 of the body, so that a damaged event is never taken for a true one.
create table events (
  position integer primary key,
  stream text not null,
  version bigint not null,
  body text not null,
  checksum bigint not null,
  unique (stream, version)
);

-- What the states ask for next. `at` is the hour that the state named; `due` is when the row can be claimed: the same,
-- or the end of its lease, or the instant it was released to. Hours are ISO 8601 in UTC and sort as text.
create table agenda (
  stream text not null,
  key text not null,
  lane text not null,
  at text not null,
  due text not null,
  token text,
  primary key (stream, key)
);
create index agenda_due on agenda (lane, due, stream, key);

create table deliveries (
  id text primary key,
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
