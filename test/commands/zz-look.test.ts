import { test } from 'vitest';
import { writeFileSync } from 'node:fs';
import { cardText } from '../../src/core/card.ts';
import { MINUTE_MS } from '../../src/core/time.ts';
import { story } from '../support/story.ts';
test('look', async () => {
  const told = await story();
  const out: string[] = [];
  const show = async (words: string, as = 'marcus') => { const r = await told.say(words, as); out.push(`\n### ${as}: ${words}   -> ${r.ok} ${r.code}\n` + cardText(r.card)); };
  await show('start phones send callers in a loop since 16:20', 'owen');
  await show('ack', 'priya');
  for (const w of ['', 'help', 'help ack', 'help xx', 'steps', 'next', 'next --all', 'who', 'who at Fri 18:00', 'list', 'clock', 'eta', 'workaround', 'workaround patient-calls', 'workaround --ended', 'role', 'role tech_lead @nina', 'sev', 'sev sev1 clinics are calling', 'note carrier says area fault', 'decide we wait, because x', 'update carrier found the fault by 18:00', 'page @tomas', 'page', 'assign 2 @nina', 'doing 1', 'done 1 fine --keep "ticket 4711"', 'blocked 3', 'check 4 yes', 'choose 6 have-export', 'skip 2', 'skip 2 no time', 'undo 1', 'extend 3', 'extend 3 1mo', 'keep 1 x', 'add-step call the landlord --who vendor_contact', 'exit 1', 'exit abc', 'run 1', 'handoff @nina all is well', 'backup files at 09:00', 'override it-primary @ivy until 18:00', 'order', 'plan', 'setup', 'timeline', 'clock since 9:40', 'clock insurer-notice no does not matter', 'clock constructor starts', 'clock insurer-notice constructor', 'restored', 'close', 'close --anyway', 'postmortem INC-1', 'action INC-1 second line --owner @nina --due 2026-13-45', 'action INC-1', 'reopen INC-1', 'cancel INC-1 none', 'flurb', 'stauts', 'done', 'note', 'start', 'start x --sevv 2', 'start x --severity 1', 'list'])
    await show(w, 'priya');
  await show('help', 'kim');
  await show('ack INC-2', 'kim');
  await show('status INC-2', 'kim');
  writeFileSync('/tmp/look/out.txt', out.join('\n') + '\n\n' + told.phones().join('\n') + '\n' + told.pager.sent.slice(0, 4).map((m) => m.text).join('\n---\n'));
  void MINUTE_MS;
});
