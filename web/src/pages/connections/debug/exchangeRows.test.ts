import { expect, test } from 'vitest';
import type { Exchange } from '@/api/schema';
import { exchangeRows, readable, shortAddress } from './exchangeRows';

const exchange = (at: string): Exchange =>
  ({ at, ms: 1, request: { method: 'GET', url: 'https://a.example/x', headers: {}, body: null } }) as Exchange;

test('an exchange keeps its key when newer ones come before it', () => {
  const keys = (exchanges: Exchange[]) => exchangeRows(exchanges).map(({ key }) => key);
  const before = keys([exchange('1'), exchange('1')]);
  const after = keys([exchange('2'), exchange('1'), exchange('1')]);

  expect(new Set(before).size).toBe(2);
  expect(after.slice(1)).toEqual(before);
});

test('JSON has lines, and numbers that would be rounded stay as they were sent', () => {
  expect(readable('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(readable('{"a":12345678901234567890}')).toBe('{"a":12345678901234567890}');
  expect(readable('<html>')).toBe('<html>');
});

test('an address is told without its host', () => {
  expect(shortAddress('https://a.example/api/tickets?limit=1')).toBe('/api/tickets?limit=1');
  expect(shortAddress('https://a.example')).toBe('/');
  expect(shortAddress('tickets.jsonl')).toBe('tickets.jsonl');
});
