import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { helpers } from './helpers';

it('knows the helpers of the guide, and no others', () => {
  const guide = readFileSync('../docs/expressions.md', 'utf8');
  const part = guide.slice(guide.indexOf('### Helpers'), guide.indexOf('### Bounds'));
  const firstCells = part.split('\n').flatMap((line) => /^\| (`.*?) \|/.exec(line)?.[1] ?? []);
  const named = new Set(firstCells.flatMap((cell) => [...cell.matchAll(/`([a-zA-Z0-9]+)/g)].map(([, name]) => name)));

  expect([...named].sort()).toEqual(helpers.map(({ name }) => name).sort());
});
