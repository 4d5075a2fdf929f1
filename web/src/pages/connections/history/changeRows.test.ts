import { expect, test } from 'vitest';
import type { FormFieldView } from '@/api/schema';
import { changeRows, changesInWords } from './changeRows';
import { historySearch } from './historySearch';

const form = [
  { field: 'subdomain', label: 'Subdomain' },
  { field: 'password', label: 'Password' },
  { field: 'borrowConcurrencyFrom', label: 'Borrow concurrency from' },
] as FormFieldView[];

test('a change is told by the names of the form', () => {
  const changes = [{ field: 'settings.subdomain', from: 'fuchsia', to: null }];

  expect(changeRows(changes, form, [])).toEqual([
    { field: 'settings.subdomain', label: 'Subdomain', from: 'fuchsia', to: '–', secret: false },
  ]);
});

test('a secret is named and its values are told nowhere', () => {
  const [row] = changeRows([{ field: 'settings.password', from: 'a', to: 'b', secret: true }], form, []);

  expect(row).toEqual({ field: 'settings.password', label: 'Password', from: '', to: '', secret: true });
});

test('a lender is told by its name, a deleted one by its id', () => {
  const changes = [{ field: 'borrowConcurrencyFrom', from: 'conn_1', to: 'conn_2' }];

  expect(changeRows(changes, form, [{ id: 'conn_2', name: 'Main' }])[0]).toMatchObject({ from: 'conn_1', to: 'Main' });
});

test('a field that the form does not have keeps its path; other values are JSON', () => {
  const changes = [
    { field: 'settings.old', from: false, to: 3 },
    { field: 'settings.list', from: ['a'], to: '' },
  ];

  expect(changeRows(changes, form, [])).toMatchObject([
    { label: 'old', from: 'No', to: '3' },
    { label: 'list', from: '["a"]', to: '–' },
  ]);
});

test('a version says what it changed', () => {
  const changes = [{ field: 'settings.subdomain', from: 'a', to: 'b' }];

  expect(changesInWords({ version: 1, changes: [] }, form)).toBe('Created');
  expect(changesInWords({ version: 2, changes: [] }, form)).toBe('Nothing');
  expect(changesInWords({ version: 2, changes }, form)).toBe('Subdomain');
  expect(changesInWords({ version: 2, changes, moreChanges: 4 }, form)).toBe('Subdomain, 4 more');
});

test('an address names two versions, or one and the present', () => {
  expect(historySearch({ compare: 2, with: 5 })).toEqual({ compare: 2, with: 5 });
  expect(historySearch({ compare: '2' })).toEqual({ compare: 2 });
  expect(historySearch({ compare: 2, with: 2 })).toEqual({ compare: 2 });
  expect(historySearch({ compare: -1, with: 2 })).toEqual({});
  expect(historySearch({ compare: 'x' })).toEqual({});
});
