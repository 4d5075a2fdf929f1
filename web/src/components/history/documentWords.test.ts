import { expect, test } from 'vitest';
import { documentLabel } from './documentWords';

test('a field is told in words, its places counted from one', () => {
  expect(documentLabel('traceKey')).toBe('Trace key');
  expect(documentLabel('steps[0].onError')).toBe('Steps › 1 › on error');
  expect(documentLabel('runNext')).toBe('Then run');
});

test('a key that somebody gave stays as it is', () => {
  expect(documentLabel('mapping.firstName')).toBe('Mapping › firstName');
});
