import { expect, test } from 'vitest';
import httpForm from '../../../../../tests/Weir.Tests/Catalogue/snapshots/http.form.json';
import type { FormFieldView } from '@/api/schema';
import { gorgiasForm, stored } from '@/test/gorgias';
import { differs, initialValues, shownFields, toFields } from './fieldValues';

test('a new form begins with the defaults of its definition', () => {
  expect(initialValues(gorgiasForm)).toEqual({
    subdomain: '',
    username: '',
    password: '',
    borrowConcurrencyFrom: null,
    concurrencyLevel: 10,
  });
});

test('a stored connection fills its form, its secrets stay empty', () => {
  expect(initialValues(gorgiasForm, stored)).toMatchObject({
    subdomain: 'fuchsia',
    username: 'ops@fuchsia.example',
    password: '',
    concurrencyLevel: 7,
  });
});

test('a secret is sent as it was typed, texts without what is around them', () => {
  const values = { ...initialValues(gorgiasForm), subdomain: ' fuchsia ', username: 'a@b.example', password: ' p w ' };

  expect(toFields(gorgiasForm, values, false)).toEqual({
    settings: { subdomain: 'fuchsia', username: 'a@b.example', password: ' p w ' },
    borrowConcurrencyFrom: null,
    concurrencyLevel: 10,
  });
});

test('a secret that was left empty is not sent, an emptied setting is cleared', () => {
  const values = { ...initialValues(gorgiasForm, stored), username: '' };

  expect(toFields(gorgiasForm, values, true).settings).toEqual({ subdomain: 'fuchsia', username: null });
});

test('only what was really changed counts as typed', () => {
  const values = initialValues(gorgiasForm, stored);

  expect(differs(values, { ...values })).toBe(false);
  expect(differs({ ...values, borrowConcurrencyFrom: '' }, values)).toBe(false);
  expect(differs({ ...values, password: 'x' }, values)).toBe(true);
});

test('what the chosen sign-in needs is required', () => {
  const form = httpForm as FormFieldView[];
  const required = (auth: string) =>
    shownFields(form, { ...initialValues(form), auth })
      .filter((field) => field.required)
      .map(({ field }) => field);

  expect(required('none')).toEqual(['baseUri']);
  expect(required('basic')).toEqual(['baseUri', 'username', 'password']);
  expect(required('bearer')).toEqual(['baseUri', 'token']);
});

test('only the fields of the chosen sign-in are shown', () => {
  const form = httpForm as FormFieldView[];
  const shown = (auth: string) =>
    shownFields(form, { ...initialValues(form), auth })
      .map(({ field }) => field)
      .filter((field) => ['username', 'password', 'token', 'apiKey', 'apiKeyName', 'apiKeyIn'].includes(field));

  expect(shown('none')).toEqual([]);
  expect(shown('basic')).toEqual(['username', 'password']);
  expect(shown('bearer')).toEqual(['token']);
  expect(shown('apiKey')).toEqual(['apiKey', 'apiKeyName', 'apiKeyIn']);
  expect(shownFields(gorgiasForm, initialValues(gorgiasForm))).toEqual(gorgiasForm);
});
