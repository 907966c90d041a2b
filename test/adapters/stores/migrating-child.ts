import { DatabaseSync } from 'node:sqlite';
import { migrate } from '../../../src/adapters/stores/sqlite/migrate.ts';
import { withNextMigration } from './next-migration.ts';

/** A program of its own: `migrating-child.ts FILE N` migrates and kills itself before the Nth statement. */
const [file = '', killAt] = process.argv.slice(2);
const db = new DatabaseSync(file);
db.exec('pragma journal_mode = wal');
migrate(db, withNextMigration(), (nth) => {
  if (nth === Number(killAt)) process.kill(process.pid, 'SIGKILL');
});
db.close();
