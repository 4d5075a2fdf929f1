import { expect, test } from 'vitest';
import { chartSpanMs, linePoints, rateInWords, rateNow, ratesOf, withSample, type Sample } from './rates';

const samples: Sample[] = [
  { at: 0, requests: 100 },
  { at: 1_000, requests: 102 },
  { at: 3_000, requests: 112 },
];

test('rates are told from counts', () => {
  expect(ratesOf(samples)).toEqual([
    { at: 1_000, rate: 2 },
    { at: 3_000, rate: 5 },
  ]);
  expect(ratesOf([])).toEqual([]);
  expect(ratesOf([{ at: 1, requests: 9 }])).toEqual([]);
});

test('the rate now is that of the last seconds', () => {
  expect(rateNow(samples)).toBe(4);
  expect(rateNow(samples, 2_000)).toBe(5);
  expect(rateNow(samples.slice(0, 1))).toBeNull();
  expect(rateNow([])).toBeNull();
});

test('a server that has started again is counted anew', () => {
  expect(withSample(samples, { at: 4_000, requests: 3 })).toEqual([{ at: 4_000, requests: 3 }]);
});

test('what is older than the chart is forgotten, but for the one before its beginning', () => {
  const now = chartSpanMs + 2_000;

  expect(withSample(samples, { at: now, requests: 200 })).toEqual([
    { at: 1_000, requests: 102 },
    { at: 3_000, requests: 112 },
    { at: now, requests: 200 },
  ]);
});

test('after a long sleep the last sample is all that stays', () => {
  const now = chartSpanMs * 3;

  expect(withSample(samples, { at: now, requests: 200 })).toEqual([
    { at: 3_000, requests: 112 },
    { at: now, requests: 200 },
  ]);
});

test('the line goes from left to right and up', () => {
  const rates = [
    { at: -chartSpanMs, rate: 0 },
    { at: -chartSpanMs / 2, rate: 5 },
    { at: 0, rate: 10 },
  ];

  expect(linePoints(rates, 0, 10)).toBe('0.00,100.00 50.00,50.00 100.00,0.00');
});

test('rates are short', () => {
  expect([null, 0, 2.44, 12.3].map(rateInWords)).toEqual(['–', '0', '2.4', '12']);
});
