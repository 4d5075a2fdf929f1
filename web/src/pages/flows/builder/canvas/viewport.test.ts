import { expect, test } from 'vitest';
import { viewOf, withInSight } from './viewport';

test('what fits stands in the middle, and is never made larger', () => {
  expect(viewOf({ width: 400, height: 100 }, 1000, 500)).toEqual({ zoom: 1, x: 300, y: 168 });
});

test('what does not fit stays readable and begins at the left', () => {
  const { zoom, x } = viewOf({ width: 4000, height: 100 }, 750, 500);
  expect([zoom, x]).toEqual([0.86, 36]);
});

test('a box out of sight comes just into it, one in sight moves nothing', () => {
  const box = { id: 'x', kind: 'step', x: 900, y: 10, width: 200, height: 80 } as const;
  expect(withInSight({ x: 0, y: 36, zoom: 1 }, box, 750, 500)).toEqual({ x: -386, y: 36, zoom: 1 });
  expect(withInSight({ x: -386, y: 36, zoom: 1 }, box, 750, 500)).toEqual({ x: -386, y: 36, zoom: 1 });
});
