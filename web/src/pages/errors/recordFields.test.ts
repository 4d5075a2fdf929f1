import { expect, test } from 'vitest';
import { ExactNumber } from '@/json/ExactNumber';
import { fieldsMax, fieldsOf, isNamed, namedField, typedValue, withValue } from './recordFields';

const record = { id: 7, customer: { email: 'a@b.example', tags: ['new'] }, via: null, none: {} };

test('a record is a list of its values', () => {
  expect(fieldsOf(record).map(({ path }) => path)).toEqual(['id', 'customer.email', 'customer.tags[0]', 'via']);
  expect(fieldsOf('text')).toEqual([]);
});

test('what is too long for a form says so by one field too many', () => {
  expect(fieldsOf(Array.from({ length: 10_000 }, () => 1)).length).toBe(fieldsMax + 1);
});

test('one value changes and all else stays', () => {
  expect(withValue(record, ['customer', 'tags', 0], 'old')).toEqual({
    ...record,
    customer: { email: 'a@b.example', tags: ['old'] },
  });
});

test('what is typed stays of its kind', () => {
  expect(typedValue(1, 'two')).toBeNull();
  expect(typedValue(1, ' 2 ')).toEqual({ value: 2 });
  expect(typedValue(1, '12345678901234567890')).toEqual({ value: new ExactNumber('12345678901234567890') });
  expect(typedValue(true, 'false')).toEqual({ value: false });
  expect(typedValue(null, '')).toEqual({ value: null });
  expect(typedValue('x', '2')).toEqual({ value: '2' });
});

test('a message names its field at the beginning', () => {
  expect(namedField('customer.email: is no address')).toBe('customer.email');
  expect(namedField("$.customer['email']: is no address")).toBe('customer.email');
  expect(namedField('Ticket 12 is closed: reopen it')).toBeNull();
  expect(isNamed('customer.email', 'email')).toBe(true);
  expect(isNamed('customer.email', 'customer')).toBe(true);
  expect(isNamed('id', null)).toBe(false);
});
