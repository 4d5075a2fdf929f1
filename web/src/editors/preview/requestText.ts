import { stringifyExact } from '@/json/stringifyExact';

/** The text of samples, which are large, and the same while an expression is typed. */
const samples = new WeakMap<object, string>();

/** A request's body as JSON, its numbers digit by digit. */
export function requestText({ record, ...rest }: Readonly<Record<string, unknown>>): string {
  return `${stringifyExact(rest).slice(0, -1)},"record":${sampleText(record)}}`;
}

function sampleText(sample: unknown): string {
  if (typeof sample !== 'object' || sample === null) {
    return stringifyExact(sample);
  }

  const text = samples.get(sample) ?? stringifyExact(sample);
  samples.set(sample, text);
  return text;
}
