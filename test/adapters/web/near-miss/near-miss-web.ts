import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { WebParts } from '../../../../src/adapters/web/parts.ts';
import { assetRoutes } from '../../../../src/adapters/web/asset-routes.ts';
import { consoleAround } from '../../../../src/adapters/web/console-around.ts';
import { healthOf } from '../../../../src/adapters/web/health.ts';
import { liveOf } from '../../../../src/adapters/web/live.ts';
import { mediaHealthOf } from '../../../../src/adapters/web/media-health.ts';
import { nearMissRoutes } from '../../../../src/adapters/web/near-miss/console-routes.ts';
import { openNearMissRoutes } from '../../../../src/adapters/web/near-miss/open-routes.ts';
import type { Plan } from '../../../../src/core/plan/schema.ts';
import type { NearMisses } from '../../../../src/ports/near-misses.ts';
import type { NearMissWorld } from '../../../support/near-miss-world.ts';
import { nearMissWorld } from '../../../support/near-miss-world.ts';
import type { WebWorld } from '../web-world.ts';
import { formsIn, plain, webWorld } from '../web-world.ts';

type Page = { readonly status: number; readonly text: string; readonly headers: Headers };

/** The pages of near misses over near misses of their own, with the plan and the people of the sample firm. */
export interface NearMissWeb extends AsyncDisposable {
  readonly near: NearMissWorld;
  readonly web: WebWorld;
  readonly address: string;
  get(path: string, headers?: Record<string, string>): Promise<Page>;
  post(path: string, fields: Readonly<Record<string, string>>, headers?: Record<string, string>): Promise<Page>;
  /** Presses the button with this value of `do` on a page, with some fields filled in. */
  press(
    page: Page,
    button: string,
    fields?: Readonly<Record<string, string>>,
    headers?: Record<string, string>,
  ): Promise<Page>;
  as(person: string): Promise<Record<string, string>>;
}

type Options = { readonly plan?: (usual: Plan) => Plan; readonly nearMisses?: (usual: NearMisses) => NearMisses };

export async function nearMissWeb({
  plan = (usual) => usual,
  nearMisses = (usual) => usual,
}: Options = {}): Promise<NearMissWeb> {
  let parts: WebParts | undefined;
  const web = await webWorld({ parts: (usual) => (parts = usual) });
  if (parts === undefined) throw new Error('the web server was not given its parts');
  const given = parts;
  const near = await nearMissWorld({ plan: plan(given.book().plan) });
  const around = consoleAround(
    { ...given, book: () => ({ ...given.book(), plan: near.plan }) },
    { health: healthOf(given), live: liveOf(given), media: mediaHealthOf(given.wall) },
  );
  assetRoutes(around.console);
  openNearMissRoutes(around, nearMisses(near.near()));
  nearMissRoutes(around, nearMisses(near.near()));
  const app = express();
  app.disable('x-powered-by');
  app.use(around.console);
  app.use((_req, res) => void res.status(404).send('nothing'));
  const server = createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const ask = async (path: string, init: RequestInit): Promise<Page> => {
    const response = await fetch(address + path, { ...init, redirect: 'manual' });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const world: NearMissWeb = {
    near,
    web,
    address,
    get: (path, headers = {}) => ask(path, { headers }),
    post: (path, fields, headers = {}) => ask(path, { method: 'POST', body: new URLSearchParams(fields), headers }),
    press(page, button, fields = {}, headers = {}) {
      const found = page.text
        .split('<form')
        .map((part) => `<form${part}`)
        .find((part) => part.includes(`name="do" value="${button}"`));
      const [form] = found === undefined ? [] : formsIn(`${found}</form>`);
      if (form === undefined) throw new Error(`no button "${button}" on the page: ${page.text.slice(0, 2_000)}`);
      const texts = Object.fromEntries(
        [...(found ?? '').matchAll(/<textarea[^>]*name="(\w+)"[^>]*>\n?([\s\S]*?)<\/textarea>/g)].map(
          ([, name = '', text = '']) => [name, plain(text)],
        ),
      );
      return world.post(form.action, { ...form.fields, ...texts, do: button, ...fields }, headers);
    },
    as: async (person) => ({ cookie: (await web.signedIn(person)).cookie() }),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await near[Symbol.asyncDispose]();
      await web[Symbol.asyncDispose]();
    },
  };
  return world;
}

/** The code on the page that shows it. */
export const receiptOn = ({ text }: Page): string => /<strong id="receipt">([^<]+)</.exec(text)?.[1] ?? '';
