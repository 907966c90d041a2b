import { describe, expect, it } from 'vitest';
import {
  isOfTheWorkspace,
  isPermanent,
  isTokenFault,
  sayOf,
} from '../../../../../src/adapters/chat/slack/api/refusals.ts';

describe('a refusal', () => {
  it.each([
    'invalid_auth',
    'account_inactive',
    'token_revoked',
    'not_authed',
    'missing_scope',
    'channel_not_found',
    'not_in_channel',
    'is_archived',
    'user_not_found',
    'user_disabled',
    'msg_blocks_too_long',
  ])('%s is for good, and says what to do', (code) => {
    expect(isPermanent(code)).toBe(true);
    expect(sayOf(code)).toMatch(/^[A-Z].{10,}\.$/);
    expect(sayOf(code)).not.toContain(code);
  });

  it.each(['name_taken', 'a_code_of_next_year', 'constructor', '__proto__', ''])(
    'that is not known is not for good, and is named: %j',
    (code) => {
      expect(isPermanent(code)).toBe(false);
      expect(sayOf(code)).toContain(code);
    },
  );

  it('for want of a permission names it', () => {
    expect(sayOf('missing_scope', 'pins:write')).toContain('pins:write');
  });

  it('of the token concerns every call, one of the channel does not', () => {
    expect(isTokenFault('token_revoked')).toBe(true);
    expect(isTokenFault('not_in_channel')).toBe(false);
    expect(isOfTheWorkspace('plan_upgrade_required')).toBe(true);
    expect(isOfTheWorkspace('message_not_found')).toBe(false);
  });
});
