-- Where each event stands in its stream's chain (`ports/chain.ts`); those that are there already are given theirs by `fill.ts`.
alter table events add column hash text not null default '';

-- Texts under a name that are replaced as a whole.
create table texts (
  name text primary key,
  version bigint not null,
  content text not null
);
