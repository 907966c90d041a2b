import { describe, expect, it } from 'vitest';
import { postmortemFiles } from '../../../src/adapters/postmortems/files.ts';
import { postmortemTexts } from '../../../src/adapters/postmortems/texts.ts';
import { memoryStore } from '../../../src/adapters/stores/memory/memory-store.ts';
import { PostmortemFault } from '../../../src/ports/postmortems.ts';
import { StoreFault } from '../../../src/ports/store.ts';
import { postmortemsContract } from '../../contracts/postmortems.contract.ts';
import { FRIDAY_1640 } from '../../support/story.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

postmortemsContract('files in a folder', () => {
  const temp = tempFolder();
  return {
    ours: postmortemFiles(temp.path),
    theirs: postmortemFiles(`${temp.path}/`),
    [Symbol.dispose]: () => temp[Symbol.dispose](),
  };
});

postmortemsContract('texts of a store that two processes share', () => {
  const store = memoryStore(virtualClock(FRIDAY_1640));
  return { ours: postmortemTexts(store), theirs: postmortemTexts(store), [Symbol.dispose]: () => void store.close() };
});

describe('postmortems in a store that does not answer', () => {
  it('say so in a sentence, with the cause', async () => {
    const down = () => Promise.reject(new StoreFault('The database does not answer.'));
    const postmortems = postmortemTexts({ text: down, putText: down });
    const failed = postmortems.write('INC-42', () => 'x');
    await expect(failed).rejects.toThrow(PostmortemFault);
    await expect(failed).rejects.toThrow('INC-42.md could not be written: The database does not answer.');
    await expect(postmortems.read('INC-42')).rejects.toMatchObject({ cause: { name: 'StoreFault' } });
  });

  it('give up with a sentence when somebody keeps changing the text', async () => {
    const store = memoryStore(virtualClock(FRIDAY_1640));
    const postmortems = postmortemTexts({ text: store.text, putText: async () => false });
    await expect(postmortems.write('INC-42', () => 'x')).rejects.toThrow('somebody keeps changing it');
  });
});
