import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { furnished } from './pages.ts';
import { consoleWorld } from './world.ts';

/** `npm run screenshots [FOLDER]`: every page of the console as people see it, so that people can look at them. */
const folder = process.argv[2] ?? 'screenshots';
const LOOKS = {
  light: { viewport: { width: 1280, height: 900 } },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  phone: { viewport: { width: 360, height: 740 } },
} as const;

mkdirSync(folder, { recursive: true });
const awake = setInterval(() => undefined, 60_000);
const world = await consoleWorld();
const paths = await furnished(world);
for (const [look, options] of Object.entries(LOOKS)) {
  const page = await world.as('marcus', options);
  for (const path of paths) {
    await page.goto(path);
    const name = path === '/' ? 'front' : path.slice(1).replaceAll(/[^\w-]+/g, '-');
    await page.screenshot({ path: join(folder, `${name}.${look}.png`), fullPage: true });
    process.stdout.write(`${join(folder, `${name}.${look}.png`)}\n`);
  }
}
await world[Symbol.asyncDispose]();
clearInterval(awake);
