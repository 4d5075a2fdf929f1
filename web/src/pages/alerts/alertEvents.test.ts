import { expect, test } from 'vitest';
import { eventsInWords } from './alertEvents';

test('events are told as one sentence, in the order of the form', () => {
  expect(eventsInWords(['connection.offline', 'flow.failed'])).toBe('A flow fails, a connection goes offline');
  expect(eventsInWords([])).toBe('');
});
