import { expect, test } from 'vitest';
import { historyOf, pastMax, pushed, redone, undone } from './history';

test('what is undone can be done again, until something else is done', () => {
  const three = pushed(pushed(historyOf(1), 2), 3);
  expect(undone(three).present).toBe(2);
  expect(redone(undone(undone(three))).present).toBe(2);
  expect(pushed(undone(three), 4)).toMatchObject({ past: [1, 2], present: 4, future: [] });
});

test('at the ends nothing happens', () => {
  expect(undone(historyOf(1)).present).toBe(1);
  expect(redone(historyOf(1)).present).toBe(1);
});

test('what is typed is undone at once', () => {
  const typed = pushed(pushed(pushed(historyOf('a'), 'ab', 'name'), 'abc', 'name'), 'abcd', 'other');
  expect(undone(typed).present).toBe('abc');
  expect(undone(undone(typed)).present).toBe('a');
});

test('it does not grow without end', () => {
  let history = historyOf(0);
  for (let i = 1; i < 2 * pastMax; i++) {
    history = pushed(history, i);
  }

  expect(history.past).toHaveLength(pastMax);
});
