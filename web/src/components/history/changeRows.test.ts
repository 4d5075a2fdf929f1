import { expect, test } from 'vitest';
import { changeRows, changesInWords } from './changeRows';
import { historySearch } from './historySearch';

const labels: Record<string, string> = { 'settings.subdomain': 'Subdomain', 'settings.password': 'Password' };
const words = {
  label: (field: string) => labels[field] ?? field,
  nameOf: (id: string) => (id === 'conn_2' ? 'Main' : undefined),
};

test('a change is told by the names of the form', () => {
  const changes = [{ field: 'settings.subdomain', from: 'fuchsia', to: null }];

  expect(changeRows(changes, words)).toEqual([
    { field: 'settings.subdomain', label: 'Subdomain', from: 'fuchsia', to: '–', secret: false },
  ]);
});

test('a secret is named and its values are told nowhere', () => {
  const [row] = changeRows([{ field: 'settings.password', from: 'a', to: 'b', secret: true }], words);

  expect(row).toEqual({ field: 'settings.password', label: 'Password', from: '', to: '', secret: true });
});

test('a lender is told by its name, a deleted one by its id', () => {
  const changes = [{ field: 'borrowConcurrencyFrom', from: 'conn_1', to: 'conn_2' }];

  expect(changeRows(changes, words)[0]).toMatchObject({ from: 'conn_1', to: 'Main' });
});

test('values are told in words, lists as JSON with names for ids', () => {
  const changes = [
    { field: 'settings.old', from: false, to: 3 },
    { field: 'settings.list', from: ['conn_2', 1], to: '' },
  ];

  expect(changeRows(changes, words)).toMatchObject([
    { label: 'settings.old', from: 'No', to: '3' },
    { label: 'settings.list', from: '[\n  "Main",\n  1\n]', to: '–' },
  ]);
});

test('a version says what it changed', () => {
  const changes = [{ field: 'settings.subdomain', from: 'a', to: 'b' }];

  expect(changesInWords({ version: 1, changes: [] }, words)).toBe('Created');
  expect(changesInWords({ version: 2, changes: [] }, words)).toBe('Nothing');
  expect(changesInWords({ version: 2, changes }, words)).toBe('Subdomain');
  expect(changesInWords({ version: 2, changes, moreChanges: 4 }, words)).toBe('Subdomain, 4 more');
});

test('an address names two versions, or one and the present', () => {
  expect(historySearch({ compare: 2, with: 5 })).toEqual({ compare: 2, with: 5 });
  expect(historySearch({ compare: '2' })).toEqual({ compare: 2 });
  expect(historySearch({ compare: 2, with: 2 })).toEqual({ compare: 2 });
  expect(historySearch({ compare: -1, with: 2 })).toEqual({});
  expect(historySearch({ compare: 'x' })).toEqual({});
});
