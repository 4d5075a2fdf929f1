import { expect, it } from 'vitest';
import { nextTest } from './OutageNotice';

const now = Date.parse('2026-03-01T12:00:00Z');

it.each([
  ['2026-03-01T12:00:40Z', 'It is tested again by itself in 40 s.'],
  ['2026-03-01T12:10:00Z', 'It is tested again by itself in 10 minutes.'],
  ['2026-03-01T11:59:59Z', 'It is tested again by itself now.'],
  [null, 'Test it when what keeps it from working is mended.'],
])('says when %s comes', (at, says) => {
  expect(nextTest(at, now)).toBe(says);
});
