import { inProcessChores } from '../../../src/adapters/chores/in-process/in-process-chores.ts';
import { instant } from '../../../src/core/time.ts';
import { choresContract } from '../../contracts/chores.contract.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

choresContract('of one process', () => {
  const clock = virtualClock(instant('2026-11-20T14:05:00.000Z'));
  const complaints: string[] = [];
  return { clock, complaints, chores: inProcessChores(clock, (name) => complaints.push(name)) };
});
