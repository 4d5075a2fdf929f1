import type { Exchange } from '@/api/schema';

/** Exchanges with a key that stays theirs while newer ones come: two may begin in the same moment. */
export function exchangeRows(exchanges: readonly Exchange[]): { key: string; exchange: Exchange }[] {
  const seen = new Map<string, number>();
  return exchanges
    .toReversed()
    .map((exchange) => {
      const what = `${exchange.at} ${exchange.request.method} ${exchange.request.url}`;
      const times = seen.get(what) ?? 0;
      seen.set(what, times + 1);
      return { key: `${what} ${times}`, exchange };
    })
    .toReversed();
}

/** A body as people read it: JSON with lines, everything else as it is. */
export function readable(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    // A number that JavaScript would round is shown as it was sent.
    return typeof value === 'object' && value !== null && !/\d{16}/.test(body) ? JSON.stringify(value, null, 2) : body;
  } catch {
    return body;
  }
}

/** The path and query of an address; what is none, like the name of a file, as it is. */
export function shortAddress(url: string): string {
  return URL.canParse(url) && /^https?:/.test(url) ? url.replace(/^https?:\/\/[^/]*/, '') || '/' : url;
}
