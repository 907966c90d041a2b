import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loggedPath } from '../../../src/adapters/web/logged-path.ts';
import { webWorld, type WebWorld } from './web-world.ts';

describe('an address in the log', () => {
  it.each([
    ['/', '/'],
    ['/say', '/say'],
    ['/a/ey-ticket.sign', '/a/…'],
    ['/hooks/alertmanager/t0ken', '/hooks/…'],
    ['/calendar/ann/t0ken.ics', '/calendar/…'],
    ['/twilio/voice/ey-ticket', '/twilio/…'],
    ['/incidents/INC-1', '/incidents/INC-1'],
    ['/incidents/ex-12/postmortem/edit/3', '/incidents/ex-12/…'],
    ['/incidents/t0ken', '/incidents/…'],
    ['/api/v1/incidents/INC-1/events', '/api/v1/incidents/…'],
    ['/api/v1/T0KEN', '/api/v1/…'],
    ['/api/t0ken', '/api/…'],
    ['//t0ken', '/…'],
    ['', '/'],
  ])('of %s is %s', (path, told) => {
    expect(loggedPath(path)).toBe(told);
  });
});

describe('a fault behind a link in a message', () => {
  let world: WebWorld;
  beforeAll(async () => {
    const broken = () => Promise.reject(new Error('the disk is full'));
    world = await webWorld({ parts: (usual) => ({ ...usual, answers: { look: broken, press: broken } }) });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('is logged without its ticket, which still answers', async () => {
    expect((await world.ask('/a/the-ticket-of-ann')).status).toBe(500);
    const log = world.logged.join('\n');
    expect(log).toMatch(/the disk is full.*a request failed|a request failed.*the disk is full/);
    expect(log).toContain('/a/…');
    expect(log).not.toContain('the-ticket-of-ann');
  });
});
