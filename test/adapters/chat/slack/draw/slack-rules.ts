import type { KnownBlock } from '@slack/types';

/**
 * What Slack refuses, written down from its own pages and not from `LIMITS`, for tests. Each rule broken is one line; where
 * it differs from Slack: rich text has no limit of its own there, here it is that of a text object.
 */
export function brokenRules(blocks: readonly unknown[], { most }: { readonly most: number }): readonly string[] {
  const broken: string[] = [];
  const rule = (holds: boolean, name: string) => void (holds || broken.push(name));
  rule(blocks.length <= most, `${blocks.length} blocks`);
  const ids: string[] = [];
  for (const block of blocks as readonly KnownBlock[]) {
    rule((block.block_id ?? '').length <= 255, 'block_id');
    switch (block.type) {
      case 'header':
        rule(between(block.text.text, 1, 150) && !block.text.text.includes('\n'), 'header');
        break;
      case 'actions':
        rule(block.elements.length >= 1 && block.elements.length <= 25, 'actions');
        for (const element of block.elements) {
          if (element.type !== 'button') {
            broken.push(element.type);
            continue;
          }
          rule(between(element.text.text, 1, 75), 'button text');
          rule(between(element.value ?? '', 1, 2000), 'button value');
          rule(between(element.action_id ?? '', 1, 255), 'action_id');
          ids.push(element.action_id ?? '');
        }
        break;
      case 'rich_text':
        rule(block.elements.length > 0, 'empty rich text');
        rule(textsOf(block).join('').length <= 3200, 'rich text');
        rule(
          textsOf(block).every((text) => text !== ''),
          'empty text',
        );
        break;
      case 'input':
        inputRules(block, rule);
        break;
      default:
        broken.push(`a ${block.type}`);
    }
  }
  rule(new Set(ids).size === ids.length, 'an action_id twice');
  const all = JSON.stringify(blocks);
  rule(!/"type":"(?:mrkdwn|broadcast|usergroup|channel|emoji)"/.test(all), 'something that text could turn into more');
  rule(!/\\ud[89a-f][0-9a-f]{2}/i.test(all), 'half a character');
  return broken;
}

const between = (text: string, least: number, most: number) => text.length >= least && text.length <= most;

type Rule = (holds: boolean, name: string) => void;

function inputRules({ label, hint, element }: Extract<KnownBlock, { type: 'input' }>, rule: Rule): void {
  rule(between(label.text, 1, 2000), 'label');
  rule(hint === undefined || between(hint.text, 1, 2000), 'hint');
  if (element.type === 'plain_text_input') return rule((element.max_length ?? 0) <= 3000, 'input length');
  if (element.type !== 'static_select') return rule(false, element.type);
  const groups = element.option_groups ?? [
    { label: { type: 'plain_text', text: 'x' }, options: element.options ?? [] },
  ];
  rule(groups.length >= 1 && groups.length <= 100, 'option groups');
  for (const group of groups) {
    rule(group.options.length >= 1 && group.options.length <= 100, 'options');
    rule(between(group.label.text, 1, 75), 'group label');
    for (const { text, value, description } of group.options) {
      rule(between(text.text, 1, 75), 'option text');
      rule(between(value ?? '', 1, 75), 'option value');
      rule(description === undefined || between(description.text, 1, 75), 'option description');
    }
  }
}

/** Every text that a reader of these blocks sees, in order. */
export function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    (key === 'text' || key === 'fallback') && typeof inner === 'string' ? [inner] : textsOf(inner),
  );
}

/** The words behind every button. */
export const wordsOf = (blocks: readonly KnownBlock[]): readonly string[] =>
  blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.flatMap((element) => (element.type === 'button' ? [element.value ?? ''] : []))
      : [],
  );

/** What Slack would act on in mrkdwn, apart from mentions of these accounts and times. */
export const markupIn = (mrkdwn: string, users: readonly string[] = []): readonly string[] => {
  const found = mrkdwn.match(/<[^>]*>?|>/g) ?? [];
  return found.filter(
    (markup) => !users.includes(markup.slice(2, -1)) && !/^<!date\^\d+\^[^<>|^]+\|[^<>|^]+>$/.test(markup),
  );
};
