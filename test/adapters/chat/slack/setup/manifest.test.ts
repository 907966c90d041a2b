import { describe, expect, it } from 'vitest';
import { METHODS, factsOf } from '../../../../../src/adapters/chat/slack/api/methods.ts';
import type { Method } from '../../../../../src/adapters/chat/slack/api/methods.ts';
import type { Asked } from '../../../../../src/adapters/chat/slack/setup/manifest.ts';
import { SHORTCUTS, manifestOf } from '../../../../../src/adapters/chat/slack/setup/manifest.ts';
import { EVENTS, FEATURES, SCOPES, featuresOf } from '../../../../../src/adapters/chat/slack/setup/scopes.ts';

const SOCKET: Asked = { mode: 'socket', command: '/incident', reactions: false };
const HTTP: Asked = { ...SOCKET, mode: 'http', publicUrl: 'https://muster.example/' };

const WISHES = [false, true].flatMap((reactions) =>
  [false, true].flatMap((canvas) => [false, true].map((priv) => ({ reactions, canvas, private: priv }))),
);
const ALL: readonly Asked[] = WISHES.flatMap((wishes) => [
  { ...SOCKET, ...wishes },
  { ...HTTP, ...wishes },
]);

const scopesIn = (asked: Asked): readonly string[] => manifestOf(asked).oauth_config?.scopes?.bot ?? [];
const eventsIn = (asked: Asked): readonly string[] => manifestOf(asked).settings?.event_subscriptions?.bot_events ?? [];

/** Every text of the manifest that is an address. */
const addressesIn = (asked: Asked) => JSON.stringify(manifestOf(asked)).match(/https?:[^"]+/g) ?? [];

describe.each(ALL)('the manifest for %j', (asked) => {
  const manifest = manifestOf(asked);
  const { features, settings, display_information: shown } = manifest;

  it('keeps to the lengths that Slack allows', () => {
    expect(shown.name.length).toBeLessThanOrEqual(35);
    expect(shown.description?.length).toBeLessThanOrEqual(140);
    expect(shown.long_description?.length).toBeGreaterThanOrEqual(175);
    expect(shown.long_description?.length).toBeLessThanOrEqual(4_000);
    for (const { name, callback_id: id, description } of features?.shortcuts ?? []) {
      expect(name.length, name).toBeLessThanOrEqual(24);
      expect(id).toMatch(/^[a-z_]{1,255}$/);
      expect(description.length, name).toBeLessThanOrEqual(150);
    }
    for (const { command, description, usage_hint: hint } of features?.slash_commands ?? []) {
      expect(command).toMatch(/^\/[a-z0-9_-]{1,31}$/);
      expect(description.length).toBeLessThanOrEqual(2_000);
      expect((hint ?? '').length).toBeLessThanOrEqual(1_000);
    }
  });

  it('asks for nothing twice', () => {
    for (const list of [scopesIn(asked), eventsIn(asked)]) expect(new Set(list).size).toBe(list.length);
  });

  it('asks for a scope that lets each of its events come', () => {
    for (const event of eventsIn(asked)) {
      const { scopes = [] } = EVENTS.find((one) => one.event === event) ?? {};
      if (scopes.length > 0)
        expect(
          scopes.some((scope) => scopesIn(asked).includes(scope)),
          event,
        ).toBe(true);
    }
  });

  it('lets people press buttons, say mentions that can be told from names, and write to Muster', () => {
    expect(settings?.interactivity?.is_enabled).toBe(true);
    expect(features?.slash_commands?.every(({ should_escape: escaped }) => escaped === true)).toBe(true);
    expect(features?.app_home).toEqual({
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
  });

  it('gives tokens that stay, for one workspace', () => {
    expect(settings).toMatchObject({ token_rotation_enabled: false, org_deploy_enabled: false });
  });
});

describe('by Socket Mode', () => {
  it('no address is in the manifest', () => {
    expect(addressesIn(SOCKET)).toEqual([]);
    expect(manifestOf(SOCKET).settings?.socket_mode_enabled).toBe(true);
  });
});

describe('by HTTP', () => {
  it('commands, buttons and events all come to one address, and an installation comes back to another', () => {
    const manifest = manifestOf(HTTP);
    const at = 'https://muster.example/slack/events';
    expect(manifest.features?.slash_commands?.map(({ url }) => url)).toEqual([at, at]);
    expect(manifest.settings?.interactivity?.request_url).toBe(at);
    expect(manifest.settings?.event_subscriptions?.request_url).toBe(at);
    expect(manifest.oauth_config?.redirect_urls).toEqual(['https://muster.example/slack/oauth_redirect']);
    expect(manifest.settings?.socket_mode_enabled).toBe(false);
    expect(addressesIn(HTTP)).toHaveLength(5);
  });
});

describe('what is asked for', () => {
  it('is no reading of channels, unless reactions are wanted', () => {
    expect(scopesIn(SOCKET).filter((scope) => /^(?:channels|groups|mpim):history$/.test(scope))).toEqual([]);
    const more = scopesIn({ ...SOCKET, reactions: true }).filter((scope) => !scopesIn(SOCKET).includes(scope));
    expect(more).toEqual(['reactions:read', 'channels:history', 'groups:history']);
    expect(eventsIn({ ...SOCKET, reactions: true })).toContain('reaction_added');
    expect(eventsIn(SOCKET)).not.toContain('reaction_added');
  });

  it('is nothing of private channels when they are not wanted', () => {
    const without: Asked = { ...SOCKET, private: false, reactions: true };
    expect(scopesIn(without).filter((scope) => scope.startsWith('groups:'))).toEqual([]);
    expect(eventsIn(without).filter((event) => event.startsWith('group_'))).toEqual([]);
  });

  it('is a canvas only when one is wanted', () => {
    expect(scopesIn(SOCKET)).not.toContain('canvases:write');
    expect(scopesIn({ ...SOCKET, canvas: true })).toContain('canvases:write');
  });

  it('is exactly this for a firm that wants nothing special', () => {
    expect(scopesIn(SOCKET).toSorted()).toEqual(
      [
        'app_mentions:read',
        'bookmarks:read',
        'bookmarks:write',
        'channels:manage',
        'channels:read',
        'chat:write',
        'commands',
        'files:write',
        'groups:read',
        'groups:write',
        'im:history',
        'im:write',
        'pins:write',
        'users:read',
        'users:read.email',
      ].toSorted(),
    );
  });

  const everything = scopesIn({ ...SOCKET, reactions: true, canvas: true });
  const methods = Object.keys(METHODS) as Method[];
  const needed = methods.flatMap((method) => [...factsOf(method).scopes, ...(factsOf(method).privateScopes ?? [])]);

  it('is enough for every method that Muster calls', () => {
    expect(needed.filter((scope) => !everything.includes(scope))).toEqual([]);
  });

  it('is nothing that no method, no event and no command of Muster needs', () => {
    const used = ['commands', ...needed, ...EVENTS.flatMap(({ scopes }) => scopes)];
    expect(everything.filter((scope) => !used.includes(scope))).toEqual([]);
  });

  it.each(SCOPES)('has its reason: $scope', ({ why, without }) => {
    for (const clause of [why, without]) expect(clause).toMatch(/^(?:[a-z@]|Muster)[^\n]{10,}[^.]$/);
  });

  it('belongs to a feature that somebody can have', () => {
    expect(featuresOf({ reactions: true, canvas: true })).toEqual(FEATURES);
    expect(featuresOf({ reactions: false })).toEqual(['always', 'private']);
  });
});

it('the root command can have another name', () => {
  const manifest = manifestOf({ ...SOCKET, command: '/sos' });
  expect(manifest.features?.slash_commands?.map(({ command }) => command)).toEqual(['/sos', '/nearmiss']);
});

it('the shortcuts are the four that Muster answers', () => {
  expect(SHORTCUTS.map(({ callbackId }) => callbackId)).toEqual([
    'start_from_message',
    'add_to_timeline',
    'report_near_miss',
    'make_action',
  ]);
});
