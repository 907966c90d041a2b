import { describe, expect, it } from 'vitest';
import { sharedParts } from '../../src/adapters/web/pages/incident/page.ts';
import { accept, breakDown, failForGood } from '../support/scripted-pager.ts';
import { story } from '../support/story.ts';
import { eventsOf, min, minutesOf, textAfter } from './support.ts';

describe('when no medium takes a page', () => {
  /** Every provider is unreachable from the start. */
  async function cutOff() {
    const told = await story();
    told.pager.script({}, breakDown);
    await told.say('start phones send callers in a loop', 'owen');
    await told.pass(min(2));
    return told;
  }

  it('says so after a minute, with the numbers to call by hand and where else they stand', async () => {
    const told = await cutOff();
    expect((await minutesOf(told, 'nothingSent'))[0]).toBeCloseTo(1, 1);
    const shown = await textAfter(told, 'status INC-1', 'owen');
    expect(shown).toContain('NOTHING CAN BE SENT');
    expect(shown).toContain('printed pack');
    expect(shown).toMatch(/Marcus Feld.*\+1 616 555 0101/);
  });

  it('stands at the top of the page in the console, each number to be called by a press', async () => {
    const told = await cutOff();
    const [incident, events] = [await told.incident(), await told.events()];
    const reading = { at: told.clock.now(), zone: 'America/Detroit' };
    const { head } = sharedParts({ incident, events, reading, filter: 'all' });
    expect(head).toContain('NOTHING CAN BE SENT');
    expect(head).toContain('<a href="tel:+16165550101">+1 616 555 0101</a>');
  });

  it('repeats it every ten minutes while nothing leaves and nobody has it', async () => {
    const told = await cutOff();
    await told.pass(min(30));
    const all = await minutesOf(told, 'nothingSent');
    expect(all.length).toBeGreaterThanOrEqual(3);
    for (const [n, at] of all.entries()) expect(at).toBeCloseTo(1 + 10 * n, 1);
  });

  it('keeps the numbers out of the timeline', async () => {
    const told = await cutOff();
    const timeline = await textAfter(told, 'timeline INC-1', 'owen');
    expect(timeline).toContain('NOTHING CAN BE SENT');
    expect(timeline).not.toContain('555 0142');
  });

  it('is taken back by the first page that leaves', async () => {
    const told = await cutOff();
    told.pager.script({}, accept);
    await told.pass(min(5));
    expect(await textAfter(told, 'status INC-1', 'owen')).not.toContain('NOTHING CAN BE SENT');
    expect(await eventsOf(told, 'nothingSent')).toHaveLength(1);
  });

  it('ends when somebody has it, however they heard of it', async () => {
    const told = await cutOff();
    await told.say('ack INC-1', 'marcus');
    await told.pass(min(14));
    expect(await eventsOf(told, 'nothingSent')).toHaveLength(1);
  });

  it('is not said when one address of many is wrong', async () => {
    const told = await story();
    told.pager.script({ person: 'priya', medium: 'chat' }, failForGood);
    await told.say('start phones send callers in a loop', 'owen');
    await told.pass(min(4));
    expect(await eventsOf(told, 'nothingSent')).toHaveLength(0);
  });
});
