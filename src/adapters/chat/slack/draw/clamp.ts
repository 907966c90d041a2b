import type { KnownBlock } from '@slack/types';

/**
 * What Slack takes at most, in UTF-16 units unless the name says otherwise. Where it is from: docs.slack.dev, Block Kit
 * reference, unless said behind it; where the pages disagree with the types of @slack/types 3.2, the smaller number.
 */
export const LIMITS = {
  messageBlocks: 50,
  viewBlocks: 100,
  /** Any text object. The pages name no limit for rich text: the same is kept for each rich_text block. */
  text: 3_000,
  header: 150,
  fields: 10,
  field: 2_000,
  actions: 25,
  buttonText: 75,
  buttonValue: 2_000,
  /** `block_id`, `action_id` and `callback_id`. */
  id: 255,
  contextElements: 10,
  options: 100,
  optionGroups: 100,
  optionText: 75,
  /** 75 in the types, 150 in the pages. */
  optionValue: 75,
  inputLabel: 2_000,
  inputHint: 2_000,
  /** The most that a plain_text_input may allow. */
  inputLength: 3_000,
  viewTitle: 24,
  metadata: 3_000,
  /** A view as JSON, in bytes. */
  viewBytes: 250_000,
  /** `text` beside the blocks: what is kept here, far below the 40,000 of chat.postMessage … */
  fallback: 3_000,
  /** … because chat.update takes 4,000, and was measured to count UTF-8 bytes. */
  fallbackBytes: 3_900,
  /**
   * All blocks of one message. Not in the pages: bolt-js #2509 measured 13,297 characters of text, "12,000 with a buffer for
   * block containers"; #2867 was refused at 11,341 with rich text. So it is the JSON that is weighed, which counts both.
   */
  messageWeight: 13_000,
} as const;

const SURROGATE_FIRST = /[\uD800-\uDBFF]$/;
const CUT = '…';

/** The front of a text, at most so long; never half a surrogate pair. */
export const front = (text: string, most: number): string =>
  text.length <= most ? text : text.slice(0, Math.max(most, 0)).replace(SURROGATE_FIRST, '');

/** The text, or its front with `…` behind it. */
export const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${front(text, most - CUT.length).trimEnd()}${CUT}`;

/** Cut at a space where there is one in the last fifth: in front of it, and the rest. */
export function parted(text: string, most: number): readonly [string, string] {
  const whole = front(text, most);
  if (whole.length === text.length) return [text, ''];
  const space = Math.max(whole.lastIndexOf(' '), whole.lastIndexOf('\n'));
  const at = space >= most * 0.8 ? space + 1 : whole.length;
  return [text.slice(0, at), text.slice(at)];
}

/** The longest front of a text for which `fits` holds; it must hold for the empty text. */
export function longest(text: string, fits: (part: string) => boolean): string {
  if (fits(text)) return text;
  let [good, bad] = [0, text.length];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (fits(front(text, middle))) good = middle;
    else bad = middle;
  }
  return front(text, good);
}

/** What one block costs of a message beside its JSON. */
const CONTAINER = 30;
/** How much of `messageWeight` these blocks take. */
export const weightOf = (blocks: readonly KnownBlock[]): number =>
  blocks.reduce((sum, block) => sum + JSON.stringify(block).length + CONTAINER, 0);
