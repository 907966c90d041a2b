import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answered, Browser, WebWorld } from './web-world.ts';
import { formsIn, plain } from './web-world.ts';

export const ID = 'INC-1';
export const PAGE = `/incidents/${ID}/postmortem`;
export const fileOf = (world: WebWorld) => join(world.muster.config.data, 'postmortems', `${ID}.md`);
export const readFile = (world: WebWorld) => readFileSync(fileOf(world), 'utf8');
export const changeFile = (world: WebWorld, change: (text: string) => string) =>
  writeFileSync(fileOf(world), change(readFile(world)));

/** Does something by which the postmortem is written, and waits until it is. */
export async function untilWritten(world: WebWorld, act: () => Promise<unknown>): Promise<void> {
  const written = world.heard(
    (notice) => notice.kind === 'appended' && JSON.stringify(notice.events).includes('"postmortemWritten"'),
  );
  await act();
  await written;
}

/** An incident of Nina's with a postmortem. */
export async function withPostmortem(world: WebWorld): Promise<void> {
  await world.say('nina', 'start phones send callers in a loop');
  await untilWritten(world, () => world.say('nina', `postmortem ${ID} --rewrite`));
}

/** What a page says, without its markup. */
export const textOf = (page: { readonly text: string }) =>
  plain(page.text.replaceAll(/<[^>]*>/g, ' ')).replaceAll(/\s+/g, ' ');

/** The text in a box of a page, as a browser reads it. */
export function boxIn(page: Answered, id = 'text'): string | undefined {
  const inside = new RegExp(`<textarea id="${id}"[^>]*>([^<]*)</textarea>`).exec(page.text)?.[1];
  return inside === undefined ? undefined : plain(inside.replace(/^\n/, ''));
}

/** The box of one part, opened; `send` sends it with another text. */
export async function opened(browser: Browser, part: string) {
  const page = await browser.get(`${PAGE}/edit/${part}`);
  return { page, text: boxIn(page) ?? '', send: sender(browser, page) };
}

/** Sends the form of an edit page as it stands, with a text, by one of its buttons. */
export function sender(browser: Browser, page: Answered) {
  const form = formsIn(page.text).find(({ action }) => action.includes('/edit/'));
  if (form === undefined) throw new Error(`there is nothing to write in: ${textOf(page).slice(0, 500)}`);
  return (text: string, button = 'save') =>
    browser.post(form.action, { ...form.fields, text: text.replaceAll('\n', '\r\n'), do: button });
}

/** Goes where an answer leads. */
export function followed(browser: Browser, answer: Answered): Promise<Answered> {
  const to = answer.headers.get('location');
  if (to === null) throw new Error(`leads nowhere: ${answer.status} ${textOf(answer).slice(0, 500)}`);
  return browser.get(to.replace(/#.*/, ''));
}
