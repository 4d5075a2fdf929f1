import { expect, test } from 'vitest';
import { conditionWords } from './conditionWords';

const open = { '==': [{ var: 'status' }, 'open'] };

test.each([
  [open, 'status is open'],
  [{ '>=': [{ var: 'customer.orders' }, 3] }, 'customer.orders ≥ 3'],
  [{ and: [open, { '!': [{ var: 'spam' }] }] }, 'status is open and spam is empty'],
  [{ or: [open, open, open] }, 'status is open or 2 more'],
  [{ in: [{ var: 'channel' }, ['email', 'chat']] }, 'channel is in email, chat'],
  [{ '!!': { var: 'email' } }, 'email is there'],
  [{ some: [{ var: 'tags' }, { '==': [{ var: '' }, 'x'] }] }, 'a condition'],
  [true, 'every record'],
  [[1], 'a condition'],
])('%j', (filter, words) => {
  expect(conditionWords(filter)).toBe(words);
});
