import { expect, it } from 'vitest';
import { changedTo } from './paging';

it('keeps what both types know', () => {
  expect(changedTo('offset', { type: 'page', parameter: 'page', start: 0, size: 50 })).toEqual({
    type: 'offset',
    parameter: 'page',
    size: 50,
  });
});

it('drops a size that nothing would ask for', () => {
  expect(changedTo('next-url', { type: 'offset', parameter: 'skip', size: 50 })).toEqual({ type: 'next-url' });
});

it('is nothing where one answer holds everything', () => {
  expect(changedTo('none', { type: 'cursor', next: '$.next', parameter: 'cursor' })).toBeNull();
});
