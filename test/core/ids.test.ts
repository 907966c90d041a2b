import { describe, expect, it, test } from 'vitest';
import { incidentId, readIncidentId } from '../../src/core/ids.ts';

describe('the number of an incident', () => {
  it.each([
    ['INC-42', 'INC-42'],
    ['inc 42', 'INC-42'],
    ['inc42', 'INC-42'],
    ['#42', 'INC-42'],
    ['42', 'INC-42'],
    [' 007 ', 'INC-7'],
    ['ex-7', 'EX-7'],
    ['EX 7', 'EX-7'],
    ['#ex-7', undefined],
    ['INC-', undefined],
    ['INC-1a', undefined],
    ['1234567890', undefined],
    ['42.5', undefined],
    ['-1', undefined],
    ['', undefined],
  ])('"%s" is read as %s', (text, id) => {
    expect(readIncidentId(text)).toBe(id);
  });

  test('drills count in a series of their own', () => {
    expect([incidentId('real', 1), incidentId('drill', 1)]).toEqual(['INC-1', 'EX-1']);
  });
});
