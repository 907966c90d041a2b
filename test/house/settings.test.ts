import { describe, expect, it } from 'vitest';
import { readConfig, settings } from '../../src/config.ts';
import { textOf } from './files.ts';

/** `KEY=value` of .env.example, with or without the `#` that keeps it a suggestion. */
const examples = textOf('.env.example')
  .split('\n')
  .flatMap((line) => {
    const found = /^#?([A-Z][A-Z_]+)=(.*)$/.exec(line);
    return found === null ? [] : [{ key: found[1] ?? '', value: found[2] ?? '' }];
  });

describe('.env.example', () => {
  it('names every setting there is, once, and no other', () => {
    expect(examples.map(({ key }) => key).toSorted()).toEqual(Object.keys(settings.shape).toSorted());
  });

  it('changes nothing when it is used as it stands', () => {
    expect(textOf('.env.example')).not.toMatch(/^[A-Z]/m);
  });

  it.each(examples.filter(({ value }) => value !== ''))(
    'suggests a value that Muster takes: $key=$value',
    ({ key, value }) => {
      expect(readConfig({ [key]: value })).toMatchObject({ ok: true });
    },
  );
});
