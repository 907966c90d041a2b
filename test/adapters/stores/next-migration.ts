import { migrations, type Migration } from '../../../src/adapters/stores/sqlite/migrate.ts';

/** The migrations of Muster and one more, of the dangerous kind: a table is built anew and takes the old one's place. */
export function withNextMigration(): readonly Migration[] {
  const all = migrations();
  const number = (all.at(-1)?.number ?? 0) + 1;
  const sql = `
    -- only for the test
    create table numbers_new (
      series text primary key,
      last bigint not null,
      note text not null
    );
    insert into numbers_new (series, last, note) select series, last, 'moved' from numbers;
    drop table numbers;
    alter table numbers_new rename to numbers;
    create index numbers_last on numbers (last);
  `;
  return [...all, { number, name: `${number}-test.sql`, sql }];
}
