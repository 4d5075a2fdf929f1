import { expect, test } from 'vitest';
import { gorgiasForm, stored } from '@/test/gorgias';
import { formProblems, withoutSuffix } from './fieldRules';
import { initialValues } from './fieldValues';

const suffix = '.gorgias.com';

test.each([
  ['https://fuchsia.gorgias.com', 'fuchsia'],
  ['https://fuchsia.gorgias.com/app/ticket/1?x=y#z', 'fuchsia'],
  ['HTTP://Fuchsia.Gorgias.Com:443/', 'fuchsia'],
  ['//fuchsia.gorgias.com', '//fuchsia.gorgias.com'],
  ['fuchsia.gorgias.com', 'fuchsia'],
  ['fuchsia.gorgias.com.', 'fuchsia'],
  [' fuchsia.gorgias.com/x ', 'fuchsia'],
  ['https://me@fuchsia.gorgias.com', 'fuchsia'],
  ['fuchsia', 'fuchsia'],
  ['.gorgias.com', '.gorgias.com'],
  ['gorgias.com', 'gorgias.com'],
  ['https://fuchsia.example.com', 'https://fuchsia.example.com'],
  ['https://evil.example/fuchsia.gorgias.com', 'https://evil.example/fuchsia.gorgias.com'],
  ['', ''],
])('the address %s becomes %s', (typed, expected) => {
  expect(withoutSuffix(typed, suffix)).toBe(expected);
});

test('a field without a fixed suffix takes what is typed', () => {
  expect(withoutSuffix('https://fuchsia.gorgias.com', null)).toBe('https://fuchsia.gorgias.com');
});

test('what is needed and missing is told by its field, and nothing else', () => {
  expect(formProblems(gorgiasForm, initialValues(gorgiasForm))).toEqual({
    'settings.subdomain': 'Subdomain is needed.',
    'settings.username': 'Username is needed.',
    'settings.password': 'Password is needed.',
  });
});

test('a stored secret may stay empty', () => {
  expect(formProblems(gorgiasForm, initialValues(gorgiasForm, stored), stored)).toEqual({});
});

test('values that cannot be right are told', () => {
  const values = {
    ...initialValues(gorgiasForm, stored),
    subdomain: 'fu chsia',
    username: 'ops',
    concurrencyLevel: 26,
  };

  expect(Object.keys(formProblems(gorgiasForm, values, stored))).toEqual([
    'settings.subdomain',
    'settings.username',
    'concurrencyLevel',
  ]);
});

test.each([0, 26, 2.5, '', null])('the level %s is refused', (concurrencyLevel) => {
  const values = { ...initialValues(gorgiasForm, stored), concurrencyLevel };

  expect(formProblems(gorgiasForm, values, stored)['concurrencyLevel']).toBe('Enter a whole number from 1 to 25.');
});
