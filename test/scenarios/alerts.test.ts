import type { AlertChange } from '../../src/core/alerts/events.ts';
import { describe, expect, it } from 'vitest';
import { readIncidentId } from '../../src/core/ids.ts';
import type { Performers } from '../../src/engine/perform.ts';
import { alert, alertStory, withBlocks } from '../support/alert-story.ts';
import type { AlertStory } from '../support/alert-story.ts';
import { eventsOf, min, read } from './support.ts';

const incidents = async (told: AlertStory) =>
  (await told.store.streams('INC-', 100)).filter((one) => readIncidentId(one));
const firing = (n: number) => alert({ key: `k${n}`, title: `node${n} is down` });

describe('an alert', () => {
  it('is proposed to whoever is on call, and opens the incident and pages when nobody says anything in time', async () => {
    const told = await alertStory();
    await told.arrive(alert({ text: 'no answer for 2 min', severity: 'critical' }));
    expect(await told.proposals()).toMatchObject([{ id: 'AL-1', stage: 'proposed', title: 'node01 is down' }]);
    expect(told.notes.map(({ person, key }) => `${person} ${key}`)).toContain('marcus AL-1/marcus');
    expect(told.notes[0]?.text).toMatch(
      /16:45 EST, in 5 min, it pages the plan unless somebody says that it is nothing\./,
    );
    expect(told.notes[0]).toMatchObject({ subject: 'AL-1: node01 is down', now: true });
    expect(told.notes[0]?.text).toMatch(
      /Say "confirm AL-1" to open it now, or "dismiss AL-1 why" if it is nothing, on the console \(https:\/\/muster\.example\) or to Muster in the chat\.$/,
    );
    expect(told.pager.sent).toEqual([]);
    await told.pass(min(5));
    const { lifecycle } = await told.incident();
    expect(lifecycle).toMatchObject({
      title: 'node01 is down',
      severity: 'sev2',
      reporter: 'Alertmanager',
      phase: 'open',
    });
    expect(lifecycle.because).toMatch(/^Alertmanager said so at 16:40 EST\. no answer for 2 min\. /);
    expect(lifecycle.impactStartedAt).toBe('2026-11-20T21:40:00.000Z');
    expect(told.pager.sent.length).toBeGreaterThan(0);
    expect(await told.proposals()).toEqual([]);
  });

  it('is opened at once by whoever confirms it, under their name', async () => {
    const told = await alertStory();
    await told.arrive(alert());
    expect(read(await told.say('alerts', 'owen'))).toMatch(/AL-1 Alertmanager: node01 is down/);
    expect(read(await told.say('confirm al-1', 'owen'))).toMatch(/INC-1 is being opened: node01 is down/);
    expect((await told.incident()).lifecycle.reporter).toBe('Owen Brandt, from Alertmanager');
    expect((await told.events())[0]).toMatchObject({ type: 'declared', by: 'owen' });
    expect(await told.say('confirm AL-1', 'owen')).toMatchObject({ ok: false, code: 'is-open' });
  });

  it('that somebody dismisses pages nobody, however often it is repeated, until it was over and comes back', async () => {
    const told = await alertStory();
    await told.arrive(alert());
    expect(read(await told.say('dismiss AL-1 planned work', 'owen'))).toMatch(/AL-1 is nothing: planned work/);
    for (let n = 0; n < 3; n += 1) {
      await told.pass(min(60));
      await told.arrive(alert());
    }
    expect(await incidents(told)).toEqual([]);
    await told.arrive(alert({ state: 'resolved' }));
    await told.pass(min(10));
    await told.arrive(alert());
    expect(await told.proposals()).toMatchObject([{ id: 'AL-2' }]);
  });

  it('that the source takes back in time pages nobody, and the proposal ends', async () => {
    const told = await alertStory();
    await told.arrive(alert());
    await told.pass(min(2));
    await told.arrive(alert({ state: 'resolved' }));
    expect(read(await told.say('alerts', 'owen'))).toMatch(/Alertmanager took it back at 16:42 EST; nobody is paged/);
    await told.pass(min(60));
    expect(await incidents(told)).toEqual([]);
    expect(await told.proposals()).toEqual([]);
  });

  it('that flaps still pages when it fires after its hour', async () => {
    const told = await alertStory();
    for (let n = 0; n < 8; n += 1) {
      await told.arrive(alert({ state: n % 2 === 0 ? 'firing' : 'resolved' }));
      await told.pass(min(1));
    }
    expect(await incidents(told)).toEqual(['INC-1']);
    expect((await told.store.read('ALERT-alertmanager')).length).toBeLessThan(20);
  });

  it('that nobody named before is resolved changes nothing', async () => {
    const told = await alertStory();
    await told.arrive(alert({ state: 'resolved' }));
    expect(await told.store.read('ALERT-alertmanager')).toEqual([]);
  });
});

describe('an incident that an alert opened', () => {
  async function open() {
    const told = await alertStory();
    await told.arrive(firing(1), firing(2));
    await told.say('confirm AL-1', 'owen');
    await told.pass(0);
    return told;
  }

  it('has what the monitor says as facts, and is not closed by it', async () => {
    const told = await open();
    await told.arrive(firing(3));
    await told.arrive({ ...firing(1), state: 'resolved' });
    expect((await eventsOf(told, 'alertNoted')).map(({ state, title }) => `${state} ${title}`)).toEqual([
      'firing node1 is down',
      'firing node2 is down',
      'firing node3 is down',
      'resolved node1 is down',
    ]);
    await told.arrive({ ...firing(2), state: 'resolved' }, { ...firing(3), state: 'resolved' });
    expect((await eventsOf(told, 'alertNoted')).at(-1)).toMatchObject({ state: 'resolved', count: 3, all: true });
    expect((await told.incident()).lifecycle.phase).toBe('open');
    expect(read(await told.say('status', 'owen'))).toMatch(
      /Alertmanager says that it is resolved\. Nothing is closed by itself: "restored INC-1"/,
    );
    expect(read(await told.say('timeline', 'owen'))).toMatch(
      /Alertmanager says that it is resolved; nothing is closed/,
    );
  });

  it('takes in no more of the source when the time of the group is over: that is proposed anew', async () => {
    const told = await open();
    await told.pass(min(6));
    await told.arrive(firing(9));
    expect(await told.proposals()).toMatchObject([{ id: 'AL-2', title: 'node9 is down' }]);
  });

  it('that counts as restored is not where a relapse goes: it is proposed anew', async () => {
    const told = await open();
    await told.arrive({ ...firing(1), state: 'resolved' }, { ...firing(2), state: 'resolved' });
    await told.say('ack', 'owen');
    await told.say('restored', 'owen');
    await told.arrive(firing(1));
    expect(await told.proposals()).toMatchObject([{ title: 'node1 is down' }]);
  });
});

describe('a storm', () => {
  it('of a thousand alerts in a minute is one proposal, one incident and one page to each', async () => {
    const told = await alertStory();
    await Promise.all(Array.from({ length: 1_000 }, (_, n) => told.alerts.take('alertmanager', [firing(n)])));
    await told.pass(0);
    const [proposal, ...others] = await told.proposals();
    expect(others).toEqual([]);
    expect(proposal).toMatchObject({ id: 'AL-1', more: 500 });
    expect((await told.store.read('ALERT-alertmanager')).length).toBeLessThan(20);
    await told.pass(min(5));
    expect(await incidents(told)).toEqual(['INC-1']);
    const first = told.pager.sent.filter(({ key }) => key.startsWith('INC-1/page/0.0/') && key.endsWith('/1'));
    expect(new Set(first.map(({ person, medium }) => `${person} ${medium}`)).size).toBe(first.length);
    expect((await eventsOf(told, 'levelPaged')).length).toBe(1);
    expect((await told.incident()).lifecycle.title).toBe('node0 is down (and 999 more alerts)');
    await told.pass(min(2));
    const notes = await eventsOf(told, 'alertNoted');
    expect(notes).toHaveLength(21);
    expect(notes.at(-1)).toMatchObject({ key: '', count: 980 });
  });

  it('that comes one by one over a minute is the same', async () => {
    const told = await alertStory();
    for (let n = 0; n < 200; n += 1) {
      await told.alerts.take('alertmanager', [firing(n)]);
      await told.clock.advance(300);
    }
    await told.pass(min(6));
    expect(await incidents(told)).toEqual(['INC-1']);
    expect((await eventsOf(told, 'levelPaged')).length).toBe(1);
  });
});

describe('an alert about a system', () => {
  const book = withBlocks({
    alerts: {
      alertmanager: {
        page_after: '10m',
        match: [
          { if: { job: 'files*' }, systems: ['files'], severity: 'sev1' },
          { if: { severity: 'info' }, ignore: true },
          { if: { team: 'night' }, page_after: 'at once' },
          { if: { team: 'later' }, page_after: 'never' },
        ],
      },
      'by-key': { kind: 'generic', fold: 'key' },
    },
  });

  it('whose incident is open already is a fact there, and no proposal', async () => {
    const told = await alertStory({ book });
    await told.say('start the file server is gone --system files', 'owen');
    await told.arrive(alert({ labels: { job: 'files-smb' } }));
    expect(await told.proposals()).toEqual([]);
    expect(await eventsOf(told, 'alertNoted')).toMatchObject([{ group: 'INC-1', title: 'node01 is down' }]);
  });

  it('in a drill or a private incident stays outside: it is proposed', async () => {
    const told = await alertStory({ book });
    await told.say('start the file server is gone --system files --drill', 'owen');
    await told.say('start the file server is gone --system files --private', 'owen');
    await told.arrive(alert({ labels: { job: 'files' } }));
    expect(await told.proposals()).toMatchObject([{ hit: { systems: ['files'], severity: 'sev1' } }]);
  });

  it('goes by the rule of the plan: ignored, at once, never', async () => {
    const told = await alertStory({ book });
    await told.arrive(alert({ labels: { severity: 'info' } }));
    expect(await told.proposals()).toEqual([]);
    await told.arrive(alert({ key: 'later', labels: { team: 'later' } }));
    await told.pass(min(600));
    expect(await incidents(told)).toEqual([]);
    await told.arrive(alert({ key: 'now', labels: { team: 'night' } }));
    expect(await incidents(told)).toEqual(['INC-1']);
  });

  it('of a source that folds by key is a proposal of its own', async () => {
    const told = await alertStory({ book });
    await told.arrive(...[1, 2, 3].map((n) => ({ ...firing(n), source: 'by-key' })));
    expect((await told.proposals()).map(({ id }) => id)).toEqual(['AL-1', 'AL-2', 'AL-3']);
  });
});

describe('a delivery', () => {
  it('of one name at two sources counts at both, and twice at one is one', async () => {
    const told = await alertStory();
    const one = (source: string, key: string) =>
      told.alerts.take(source, [alert({ source, key, title: `${key} is down` })], 'sns m-1');
    await one('alertmanager', 'a');
    await one('grafana', 'b');
    await one('grafana', 'c');
    expect((await told.proposals()).map(({ source, title }) => `${source} ${title}`).toSorted()).toEqual([
      'alertmanager a is down',
      'grafana b is down',
    ]);
    for (const source of ['alertmanager', 'grafana']) {
      const said = (await told.store.read(`ALERT-${source}`)).map(({ body }) => body as AlertChange);
      expect(said.filter(({ type }) => type === 'proposed' || type === 'folded')).toHaveLength(1);
    }
  });
});

describe('a crash', () => {
  it('between the number and the opening opens one incident, under that number', async () => {
    let broken = true;
    const told = await alertStory({
      performers: (usual) => ({ ...usual, openProposal: dying(usual, () => broken) }),
    });
    await told.arrive(alert());
    await told.pass(min(5));
    // It opened, and died before it could say so.
    expect(await incidents(told)).toEqual(['INC-1']);
    expect(await told.proposals()).toMatchObject([{ stage: 'opening', reserved: 'INC-1' }]);
    broken = false;
    await told.restart();
    await told.pass(min(30));
    expect(await incidents(told)).toEqual(['INC-1']);
    expect(await told.proposals()).toEqual([]);
    expect((await eventsOf(told, 'declared')).length).toBe(1);
  });

  const dying = (usual: Performers, isBroken: () => boolean): Performers[string] => ({
    timeoutMs: 5_000,
    async perform(effect, signal) {
      const outcome = await usual['openProposal']?.perform(effect, signal);
      if (isBroken() || outcome === undefined) throw new Error('the process died');
      return outcome;
    },
  });
});
