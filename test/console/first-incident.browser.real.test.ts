import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleWorld } from './world.ts';
import { consoleWorld, sayIn } from './world.ts';

let world: ConsoleWorld;
beforeAll(async () => {
  world = await consoleWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

describe('in a real browser', () => {
  it('a newcomer goes from signing in to the postmortem by what the page offers', async () => {
    const page = await world.as('priya');
    await page.getByLabel(/What is wrong/).fill('phones send callers in a loop');
    await page.getByRole('button', { name: 'Start an incident' }).click();
    await page.waitForURL(/\/incidents\/INC-1/);
    await page.locator('#next').getByRole('button', { name: "I've got it" }).click();
    await expect.poll(() => page.locator('#strip').textContent()).toContain('Priya Raman has it');
    await page.locator('#steps').getByRole('button').first().click();
    await expect.poll(() => page.locator('#reply').textContent()).toContain('Next for');
    await sayIn(page, 'situation staff on paper forms by 23:50');
    await expect.poll(() => page.locator('#sides').textContent()).toContain('on paper forms');
    await sayIn(page, 'restored');
    await expect.poll(() => page.locator('#title').textContent()).toContain('restored');
    await sayIn(page, 'close --anyway all is well');
    await expect.poll(() => page.locator('#title').textContent()).toContain('closed');
    await page.getByRole('link', { name: 'Postmortem of INC-1' }).click();
    await expect.poll(() => page.locator('main').textContent()).toContain('phones send callers in a loop');
  });

  it('what one person does, the other sees without loading the page, and keeps what was being typed', async () => {
    const id = await world.say('owen', 'start --new the internet is down at the head office');
    const [priya, marcus] = [await world.as('priya'), await world.as('marcus')];
    for (const page of [priya, marcus]) await page.goto(`/incidents/${id}`);
    await marcus.locator('#words').pressSequentially('note half a sent');
    await sayIn(priya, 'note the carrier has been called');
    await expect.poll(() => marcus.locator('#timeline').textContent()).toContain('the carrier has been called');
    expect(await marcus.locator('#words').inputValue()).toBe('note half a sent');
    await marcus.locator('#words').pressSequentially('ence');
    // A button somewhere else on the page takes nothing away from the box either.
    await marcus.locator('#next').getByRole('button', { name: "I've got it" }).click();
    await expect.poll(() => marcus.locator('#strip').textContent()).toContain('Marcus Feld has it');
    expect(await marcus.locator('#words').inputValue()).toBe('note half a sentence');
    await expect.poll(() => priya.locator('#strip').textContent()).toContain('Marcus Feld has it');
    await marcus.locator('#words').press('Enter');
    await expect.poll(() => priya.locator('#timeline').textContent()).toContain('half a sentence');
    expect(await marcus.locator('#words').inputValue()).toBe('');
  });

  it('a page whose server goes away says so, and heals by itself with nothing missing', async () => {
    const id = await world.say('owen', 'start --new mail does not arrive');
    const page = await world.as('nina');
    await page.goto(`/incidents/${id}`);
    await expect.poll(() => page.locator('#strip').count()).toBe(1);
    await world.down();
    await expect.poll(() => page.locator('#lost').isVisible(), { timeout: 20_000 }).toBe(true);
    await world.back();
    await world.say('marcus', `note ${id} said while nobody listened`);
    await expect.poll(() => page.locator('#timeline').textContent(), { timeout: 30_000 }).toContain('while nobody');
    expect(await page.locator('#lost').isVisible()).toBe(false);
  });

  it('works without a script, by forms alone', async () => {
    const page = await world.as('lena', { javaScriptEnabled: false });
    await page.getByLabel(/What is wrong/).fill('the phones ring twice and stop --new');
    await page.getByRole('button', { name: 'Start an incident' }).click();
    await page.waitForURL(/\/incidents\/INC-/);
    await page.getByRole('button', { name: "I've got it" }).first().click();
    expect(await page.locator('#strip').textContent()).toContain('Lena Hartog has it');
    await page.locator('#words').fill('note written without a script');
    await page.getByRole('button', { name: 'Say', exact: true }).click();
    expect(await page.locator('#timeline').textContent()).toContain('written without a script');
    await page.locator('#words').fill('nothing of the sort');
    await page.getByRole('button', { name: 'Say', exact: true }).click();
    // What was refused stands in the box again, to be mended.
    expect(await page.locator('#words').inputValue()).toBe('nothing of the sort');
  });

  it('is worked with the keyboard alone: words are completed, said, and said again', async () => {
    const id = await world.say('owen', 'start --new the door of the server room is open');
    const page = await world.as('marcus');
    await page.goto(`/incidents/${id}`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement?.textContent')).toBe('Skip to the page');
    await page.keyboard.press('Enter');
    for (let tabs = 0; tabs < 12; tabs += 1) {
      if ((await page.evaluate('document.activeElement?.id')) === 'words') break;
      await page.keyboard.press('Tab');
    }
    expect(await page.evaluate('document.activeElement?.id')).toBe('words');
    await page.keyboard.type('not');
    await expect.poll(() => page.locator('#choices').isVisible()).toBe(true);
    await page.keyboard.press('Tab');
    expect(await page.locator('#words').inputValue()).toBe('note ');
    await page.keyboard.type('@pri');
    await expect.poll(() => page.locator('#choices').textContent()).toContain('Priya Raman');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.type('is told');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('#timeline').textContent()).toContain('@priya is told');
    await page.locator('#words').focus();
    await page.keyboard.press('ArrowUp');
    expect(await page.locator('#words').inputValue()).toBe('note @priya is told');
  });

  it('a page is answered on the wall of phones with a key, and every open page knows', async () => {
    const id = await world.say('owen', 'start --new the card gateway is down');
    const [wall, priya] = [await world.as('owen'), await world.as('priya')];
    await priya.goto(`/incidents/${id}`);
    await wall.goto('/phones');
    const handset = wall.locator('#phone-marcus');
    await expect.poll(() => handset.textContent()).toContain('the card gateway is down');
    await handset
      .getByRole('button', { name: /I've got it/ })
      .first()
      .click();
    await expect.poll(() => priya.locator('#strip').textContent()).toContain('Marcus Feld has it');
    await expect.poll(() => wall.locator('main').textContent()).toMatch(/Answered|has it/);
  });
});
