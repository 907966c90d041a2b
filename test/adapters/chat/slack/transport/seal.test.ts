import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sealer } from '../../../../../src/adapters/chat/slack/transport/seal.ts';

const ours = sealer('the secret of this Muster');
const no = (say: string) => ({ ok: false, say: expect.stringContaining(say) });

it('opens what it sealed, whatever it says', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, about) => {
      expect(ours.open(ours.seal(text, about), about)).toEqual({ ok: true, text });
    }),
  );
});

it('shows nothing of what is in it, and looks different each time', () => {
  const [one, two] = [ours.seal('xoxb-1-2-three', 'T1'), ours.seal('xoxb-1-2-three', 'T1')];
  expect(one).not.toContain('xoxb');
  expect(Buffer.from(one.split('.')[2] ?? '', 'base64url').toString('latin1')).not.toContain('xoxb');
  expect(one).not.toBe(two);
});

it('with another secret says which setting is wrong', () => {
  expect(sealer('another secret').open(ours.seal('x', 'T1'), 'T1')).toEqual(no('MUSTER_SECRET is not the one'));
});

it('of another version is not guessed at', () => {
  expect(ours.open(ours.seal('x', 'T1').replace('v1', 'v2'), 'T1')).toEqual(no('another version'));
});

it('of one team does not open for another', () => {
  expect(ours.open(ours.seal('x', 'T1'), 'T2')).toEqual(no('changed'));
});

it('does not open after any letter of it was changed, cut or added', () => {
  const sealed = ours.seal('xoxb-1-2-three', 'T1');
  fc.assert(
    fc.property(
      fc.nat(sealed.length),
      fc.constantFrom('A', 'Q', 'g', 'w', '-', '_', '.', '=', 'v'),
      fc.nat(2),
      (at, letter, cut) => {
        const changed = sealed.slice(0, at) + letter + sealed.slice(at + cut);
        fc.pre(changed !== sealed);
        expect(ours.open(changed, 'T1').ok).toBe(false);
      },
    ),
    { numRuns: 2_000 },
  );
});

it.each(['', '.', 'v1', 'v1.', 'v1..', 'v1.a.b.c', 'v1.x.y', 'nonsense'])('refuses %j without a fault', (sealed) => {
  expect(ours.open(sealed, 'T1').ok).toBe(false);
});
