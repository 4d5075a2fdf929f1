import { expect, test } from 'vitest';
import { errorsSearch, filterOf, isNarrowed } from './errorsSearch';

test('the address is taken as far as it is known', () => {
  expect(errorsSearch({ step: 'write', traceKey: 17, status: 'open', junk: 1, of: 3, q: '' })).toEqual({
    step: 'write',
    traceKey: '17',
    of: 3,
  });
});

test('open ones are asked for unless said otherwise, days from their beginning to their end', () => {
  expect(filterOf({ code: 'rejected', error: 'err_1', work: 'run_1' })).toEqual({ code: 'rejected', status: 'open' });
  expect(filterOf({ status: 'all' })).toEqual({});
  const { since, until } = filterOf({ since: '2026-03-01', until: '2026-03-01' });
  expect(Date.parse(until ?? '') - Date.parse(since ?? '')).toBe(86_400_000);
  expect(filterOf({ since: 'soon' }).since).toBe('soon');
});

test('a status does not narrow', () => {
  expect([isNarrowed({ status: 'all' }), isNarrowed({ q: 'x' })]).toEqual([false, true]);
});

test('a cause narrows, and the grouping is known', () => {
  const search = errorsSearch({ by: 'cause', cause: 'c0123456789abcdef' });
  expect(search).toEqual({ by: 'cause', cause: 'c0123456789abcdef' });
  expect([isNarrowed(search), filterOf(search)]).toEqual([true, { status: 'open', cause: 'c0123456789abcdef' }]);
  expect(errorsSearch({ by: 'weather' })).toEqual({});
});
