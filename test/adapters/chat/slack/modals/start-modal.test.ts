import type { InputBlock, KnownBlock, ModalView, MultiStaticSelect } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { StartModal } from '../../../../../src/adapters/chat/slack/modals/start-modal.ts';
import { startModal } from '../../../../../src/adapters/chat/slack/modals/start-modal.ts';
import type { StartAnswers } from '../../../../../src/adapters/chat/slack/words/start-words.ts';
import { START_BLOCKS } from '../../../../../src/adapters/chat/slack/words/start-words.ts';
import type { Book } from '../../../../../src/core/book.ts';
import { hash } from '../../../../../src/core/ids.ts';
import { instant } from '../../../../../src/core/time.ts';
import { book as clinic } from '../../../../support/clinic.ts';
import { sampleBook } from '../../../../support/story.ts';
import { words } from '../draw/hostile.ts';
import { textsOf } from '../draw/slack-rules.ts';

const sample: Book = { ...sampleBook, hash: hash('1a'.repeat(32)) };
const EMPTY: StartAnswers = {
  text: '',
  functions: [],
  systems: [],
  severity: undefined,
  since: undefined,
  more: [],
};
const shown = (over: Partial<StartModal> = {}): ModalView =>
  startModal({
    book: sample,
    answers: EMPTY,
    metadata: { channel: 'C1' },
    preview: ['First: Ann Berg by SMS.'],
    more: undefined,
    ...over,
  });
const inputsOf = ({ blocks }: ModalView): readonly InputBlock[] =>
  blocks.filter((block): block is InputBlock => block.type === 'input');
const elementOf = (view: ModalView, block: string) =>
  inputsOf(view).find(({ block_id }) => block_id === block)?.element;

describe('the start modal', () => {
  test('asks what is wrong first, and the rest only for who wants to say it', () => {
    const inputs = inputsOf(shown());
    expect(inputs.map(({ label, optional }) => [label.text, optional ?? false])).toEqual([
      ['What is wrong?', false],
      ['What is affected?', true],
      ['How bad is it?', true],
      ['When did it begin?', true],
      ['What kind of incident?', true],
    ]);
    expect(elementOf(shown(), START_BLOCKS.what)).toMatchObject({ max_length: 300, focus_on_load: true });
  });

  test('shows who will be paged before it is sent, and that nobody is yet', () => {
    const seen = textsOf(shown().blocks).join('\n');
    expect(seen).toContain('Who will be paged, and how');
    expect(seen).toContain('As long as you have not said what is wrong:');
    expect(seen).toContain('First: Ann Berg by SMS.');
    expect(seen).toContain('Nobody is paged before you press Start.');
    expect(textsOf(shown({ answers: { ...EMPTY, text: 'x' } }).blocks).join('\n')).not.toContain('As long as');
  });

  test('lets Muster decide how bad it is unless somebody says it', () => {
    expect(elementOf(shown(), START_BLOCKS.severity)).toMatchObject({
      options: [
        { text: { text: 'Let Muster decide' }, value: 'unsaid' },
        { value: 'is:sev1' },
        { value: 'is:sev2' },
        { value: 'is:sev3' },
        { value: 'is:sev4' },
      ],
      initial_option: { value: 'unsaid' },
    });
  });

  test('names what the plan has, in groups, and nothing where it has nothing', () => {
    expect(elementOf(shown(), START_BLOCKS.hit)).toMatchObject({
      option_groups: [{ label: { text: 'Business functions' } }, { label: { text: 'Systems' } }],
      max_selected_items: 20,
    });
    const bare = { ...clinic, plan: { ...clinic.plan, functions: {}, systems: {} } };
    expect(elementOf(shown({ book: bare }), START_BLOCKS.hit)).toBeUndefined();
  });

  test('is drawn again with everything that was filled in', () => {
    const answers: StartAnswers = {
      text: 'phones loop',
      functions: ['claims'],
      systems: ['files', 'no-longer-there'],
      severity: 'sev2',
      since: instant('2026-11-20T21:40:00Z'),
      more: ['private', 'new'],
    };
    const view = shown({ answers });
    expect(elementOf(view, START_BLOCKS.what)).toMatchObject({ initial_value: 'phones loop' });
    expect(elementOf(view, START_BLOCKS.hit)).toMatchObject({
      initial_options: [{ value: 'function:claims' }, { value: 'system:files' }],
    });
    expect(elementOf(view, START_BLOCKS.severity)).toMatchObject({ initial_option: { value: 'is:sev2' } });
    expect(elementOf(view, START_BLOCKS.since)).toMatchObject({ initial_date_time: 1_795_210_800 });
    expect(elementOf(view, START_BLOCKS.more)).toMatchObject({
      initial_options: [{ value: 'private' }, { value: 'new' }],
    });
    expect(view.private_metadata).toBe('{"channel":"C1"}');
  });

  test('is told of before it is sent where something changes who is paged', () => {
    const told = inputsOf(shown()).filter(({ dispatch_action: dispatched }) => dispatched === true);
    expect(told.map(({ element }) => element.action_id)).toEqual([
      'start-preview:what',
      'start-preview:hit',
      'start-preview:severity',
      'start-preview:more',
    ]);
    expect(elementOf(shown(), START_BLOCKS.what)).toMatchObject({
      dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] },
    });
  });

  it.each([1, 99, 100, 101, 600, 3000])('holds a plan with %i systems, and says how many it does not show', (count) => {
    const systems = Object.fromEntries(
      Array.from({ length: count }, (_, n) => [`s${n}`, { ...clinicSystem, name: `System ${n} ${'表'.repeat(60)}` }]),
    );
    const view = shown({ book: { ...clinic, plan: { ...clinic.plan, systems } } });
    expect(rulesBroken(view)).toEqual([]);
    const hint = inputsOf(view)[1]?.hint?.text ?? '';
    expect(hint === '').toBe(count <= 100 || count === 101);
  });

  test('is a view that Slack takes, whatever is in it', () => {
    const hostile = fc.record({
      text: words,
      preview: fc.array(words, { maxLength: 60 }),
      severity: fc.option(words, { nil: undefined }),
      names: fc.array(words, { maxLength: 20 }),
    });
    fc.assert(
      fc.property(hostile, ({ text, preview, severity, names }) => {
        const systems = Object.fromEntries(names.map((name, n) => [`s${n}`, { ...clinicSystem, name }]));
        const book = { ...clinic, plan: { ...clinic.plan, systems } };
        const answers = { ...EMPTY, text, severity, systems: ['s0'] };
        expect(rulesBroken(shown({ book, answers, preview, more: 'https://muster.example/plan/paging' }))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

const clinicSystem = (() => {
  const found = clinic.plan.systems['pbx'];
  if (found === undefined) throw new Error('the clinic has a phone system');
  return found;
})();

/** What Slack refuses of such a view, from its own pages. */
function rulesBroken(view: ModalView): readonly string[] {
  const broken: string[] = [];
  const rule = (holds: boolean, name: string) => void (holds || broken.push(name));
  const blocks = view.blocks as readonly KnownBlock[];
  rule(blocks.length <= 100, 'blocks');
  rule(Buffer.byteLength(JSON.stringify(view)) <= 250_000, 'bytes');
  rule(new Set(blocks.flatMap(({ block_id: id }) => id ?? [])).size === 5 || blocks.length < 8, 'block ids');
  for (const { element, hint } of inputsOf(view)) {
    rule(hint === undefined || (hint.text.length >= 1 && hint.text.length <= 2000), 'hint');
    if (element.type === 'plain_text_input') rule((element.initial_value ?? 'x').length <= 300, 'initial value');
    if (element.type === 'multi_static_select') listRules(element, rule);
  }
  const text = JSON.stringify(view);
  rule(!text.includes('"mrkdwn"') && !/\\ud[89a-f][0-9a-f]{2}/i.test(text), 'text that could turn into more');
  return broken;
}

function listRules(list: MultiStaticSelect, rule: (holds: boolean, name: string) => void): void {
  const groups = list.option_groups ?? [];
  rule(groups.length >= 1 && groups.length <= 100, 'groups');
  const all = groups.flatMap(({ options }) => options);
  for (const group of groups) rule(group.options.length >= 1 && group.options.length <= 100, 'options');
  for (const { text, value = '' } of all) {
    rule(text.text.length >= 1 && text.text.length <= 75 && !text.text.includes('\n'), 'option text');
    rule(value.length >= 1 && value.length <= 75, 'option value');
  }
  const known = new Set(all.map((one) => JSON.stringify(one)));
  for (const one of list.initial_options ?? []) rule(known.has(JSON.stringify(one)), 'an initial option that is none');
}
