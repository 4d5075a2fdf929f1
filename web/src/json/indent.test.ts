import { describe, expect, it } from 'vitest';
import { indent } from './indent';

describe('indent', () => {
  it('writes a line for each value', () => {
    const document = { a: [1, { b: 'c' }], d: {}, e: [], f: null, g: [[], [{}]] };
    expect(indent(JSON.stringify(document))).toBe(JSON.stringify(document, null, 2));
    expect(indent(JSON.stringify(document, null, 4))).toBe(JSON.stringify(document, null, 2));
  });

  it('leaves texts, digits and the order of keys as they are', () => {
    const whole = '{"b":1.50,"10":12345678901234567890,"9":"{ \\"x\\\\\\": [1,2] , }","":"\\\\"}';
    expect(indent(whole)).toBe(
      '{\n  "b": 1.50,\n  "10": 12345678901234567890,\n  "9": "{ \\"x\\\\\\": [1,2] , }",\n  "": "\\\\"\n}',
    );
  });

  it('takes a document of megabytes', () => {
    const long = JSON.stringify({ text: 'x'.repeat(4_000_000), list: Array.from({ length: 100_000 }, (_, i) => i) });
    expect(JSON.parse(indent(long))).toEqual(JSON.parse(long));
  });
});
