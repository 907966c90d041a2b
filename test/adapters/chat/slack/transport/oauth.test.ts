import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEmulator } from 'emulate';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { installations } from '../../../../../src/adapters/chat/slack/transport/installations.ts';
import { type OAuthParts, oauthRoutes } from '../../../../../src/adapters/chat/slack/transport/oauth.ts';
import { sealer } from '../../../../../src/adapters/chat/slack/transport/seal.ts';
import { spokenLog } from './front-desk.ts';
import { memoryShelf } from './memory-shelf.ts';
import { freePort } from '../../../../support/server-process.ts';

const CLIENT = { clientId: '12345.67890', clientSecret: 'the-client-secret-0123' };

/** Muster's web server, and Slack as `emulate` plays it; the browser is fetch, which follows nothing by itself. */
async function oauthWorld(more: Partial<OAuthParts> = {}) {
  const log = spokenLog();
  const shelf = memoryShelf();
  const installed: string[] = [];
  const web = express();
  const server = createServer(web).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const slack = await createEmulator({
    service: 'slack',
    port: await freePort(),
    seed: {
      slack: {
        team: { name: 'Lakeshore Clinic', domain: 'lakeshore' },
        users: [{ name: 'ann', email: 'ann@lakeshore.example' }],
        oauth_apps: [
          {
            client_id: CLIENT.clientId,
            client_secret: CLIENT.clientSecret,
            name: 'Muster',
            redirect_uris: [`${publicUrl}/slack/oauth_redirect`],
          },
        ],
      },
    },
  });
  const all = installations(shelf, sealer('the secret of this Muster'));
  web.use(
    oauthRoutes({
      ...CLIENT,
      secret: 'the secret of this Muster',
      publicUrl,
      scopes: ['commands', 'chat:write'],
      installations: all,
      log,
      apiUrl: `${slack.url}/api/`,
      authorizationUrl: `${slack.url}/oauth/v2/authorize`,
      mayInstall: async () => ({ ok: true }),
      onInstalled: ({ id }) => void installed.push(id),
      ...more,
    }),
  );
  const get = (url: string, cookie = '') => fetch(url, { redirect: 'manual', headers: { cookie } });
  /** Begins at Muster: the page, the address of Slack on it, and the cookie of this browser. */
  const begin = async () => {
    const page = await get(`${publicUrl}/slack/install`);
    const text = await page.text();
    const cookie = page.headers
      .getSetCookie()
      .map((each) => each.split(';')[0] ?? '')
      .join('; ');
    return { status: page.status, text, cookie, to: plain(/href="([^"]+)"/.exec(text)?.[1] ?? '') };
  };
  /** Says yes at Slack, as ann; the address that Slack sends the browser back to. */
  const consent = async (to: string) => {
    const text = await (await get(to)).text();
    const fields = [...text.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      plain(value),
    ]);
    const body = new URLSearchParams(Object.fromEntries(fields));
    const back = await fetch(`${slack.url}/oauth/v2/authorize/callback`, { method: 'POST', body, redirect: 'manual' });
    return back.headers.get('location') ?? '';
  };
  return {
    publicUrl,
    log,
    shelf,
    all,
    installed,
    get,
    begin,
    consent,
    async [Symbol.asyncDispose]() {
      await slack.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const plain = (html: string) => html.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");

describe('installing Muster in a workspace', () => {
  it('goes by Slack, and ends with a token that is kept sealed', async () => {
    await using world = await oauthWorld();
    const begun = await world.begin();
    expect(begun.status).toBe(200);
    expect(begun.text).toContain('Put Muster into a Slack workspace');
    expect(new URL(begun.to).searchParams.get('scope')).toBe('commands,chat:write');
    const back = await world.consent(begun.to);
    expect(back).toContain(`${world.publicUrl}/slack/oauth_redirect?code=`);
    const done = await world.get(back, begun.cookie);
    expect(done.status).toBe(200);
    expect(await done.text()).toContain('Type /incident setup in Slack');
    const [team] = world.installed;
    expect(await world.all.token(team ?? '')).toMatch(/^xoxb-/);
    expect(JSON.stringify([...world.shelf.rows])).not.toContain('xoxb');
    expect(world.log.lines.join('\n')).not.toMatch(/xoxb|the-client-secret/);
  });

  it('works once: the same way back a second time installs nothing new', async () => {
    await using world = await oauthWorld();
    const begun = await world.begin();
    const back = await world.consent(begun.to);
    await world.get(back, begun.cookie);
    const again = await world.get(back, begun.cookie);
    expect(again.status).toBe(502);
    expect(await again.text()).toContain('the code was used or too old');
    expect(world.installed).toHaveLength(1);
  });

  it.each([
    ['in another browser', (back: string) => [back, ''] as const],
    ['with the state of somebody else', (back: string) => [back, 'slack-app-oauth-state=another'] as const],
    ['without a state', (back: string) => [back.replace(/&state=[^&]*/, ''), ''] as const],
  ])('does not end %s', async (_where, turn) => {
    await using world = await oauthWorld();
    const { to } = await world.begin();
    const [address, cookie] = turn(await world.consent(to));
    const page = await world.get(address, cookie);
    expect(page.status).toBe(400);
    expect(await page.text()).toContain('Nothing was installed.');
    expect(world.shelf.rows.size).toBe(0);
  });

  it('does not take a state that somebody made up', async () => {
    await using world = await oauthWorld();
    const forged = 'eyJhbGciOiJub25lIn0.e30.';
    const page = await world.get(
      `${world.publicUrl}/slack/oauth_redirect?code=x&state=${forged}`,
      `slack-app-oauth-state=${forged}`,
    );
    expect(page.status).toBe(400);
  });

  it('ends with a plain sentence when the person says no', async () => {
    await using world = await oauthWorld();
    const { cookie } = await world.begin();
    const page = await world.get(`${world.publicUrl}/slack/oauth_redirect?error=access_denied`, cookie);
    expect(page.status).toBe(400);
    expect(await page.text()).toContain('You told Slack not to install it');
  });

  it('does not begin for somebody who may not', async () => {
    await using world = await oauthWorld({
      mayInstall: async () => ({ ok: false, say: 'Sign in to Muster <first>.' }),
    });
    const begun = await world.begin();
    expect(begun.status).toBe(403);
    expect(begun.text).toContain('Sign in to Muster &lt;first&gt;.');
    expect(begun.cookie).toBe('');
  });

  it('says so when the installation could not be kept', async () => {
    const shelf = { ...memoryShelf(), put: () => Promise.reject(new Error('the disk is full')) };
    await using world = await oauthWorld({ installations: installations(shelf, sealer('s')) });
    const begun = await world.begin();
    const page = await world.get(await world.consent(begun.to), begun.cookie);
    expect(page.status).toBe(502);
    expect(await page.text()).toContain('could not be kept');
    expect(world.installed).toEqual([]);
  });

  it('draws its pages as it is told', async () => {
    await using world = await oauthWorld({ page: ({ title }) => `<b>${title}</b>` });
    expect((await world.begin()).text).toBe('<b>Put Muster into a Slack workspace</b>');
  });
});
