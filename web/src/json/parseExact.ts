import { isNumberText, numberOf } from './ExactNumber';
import type { Json } from './json';

/** A text that is no JSON document. */
export class JsonTextError extends Error {
  constructor(
    message: string,
    /** Counted from 0. */
    readonly position: number,
  ) {
    super(message);
    this.name = 'JsonTextError';
  }
}

/** Deeper than any document that the server takes. */
const nestingMax = 200;

const space = /[ \t\n\r]*/y;
const word = /[^\s,:[\]{}"]+/y;
const text = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const words: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/**
 * Reads a JSON document without changing a number's digits. As the server does, it refuses a key that stands twice in one
 * object.
 *
 * @throws {JsonTextError} with the position of what is wrong.
 */
export function parseExact(source: string): Json {
  const reader = new Reader(source);
  const value = reader.value(0);
  reader.end();
  return value;
}

class Reader {
  private at = 0;

  constructor(private readonly source: string) {}

  value(nesting: number): Json {
    this.skip(space);
    if (nesting > nestingMax) {
      throw this.fail(`The document nests deeper than ${nestingMax} levels.`);
    }

    switch (this.source[this.at]) {
      case undefined:
        throw this.fail('The document ends too early.');
      case '{':
        return this.object(nesting);
      case '[':
        return this.list(nesting);
      case '"':
        return this.text();
      default:
        return this.word();
    }
  }

  end() {
    this.skip(space);
    if (this.at < this.source.length) {
      throw this.fail('The document is at its end here; nothing may follow.');
    }
  }

  private object(nesting: number): Json {
    const fields: [string, Json][] = [];
    const names = new Set<string>();
    this.members('}', () => {
      this.skip(space);
      if (this.source[this.at] !== '"') {
        throw this.fail('A name in double quotes is expected.');
      }

      const at = this.at;
      const name = this.text();
      if (names.has(name)) {
        throw new JsonTextError(`"${name}" is there twice.`, at);
      }

      names.add(name);
      this.skip(space);
      if (this.source[this.at] !== ':') {
        throw this.fail('A colon is expected.');
      }

      this.at++;
      fields.push([name, this.value(nesting + 1)]);
    });
    // Makes own fields of every name, also of __proto__.
    return Object.fromEntries(fields);
  }

  private list(nesting: number): Json {
    const items: Json[] = [];
    this.members(']', () => {
      items.push(this.value(nesting + 1));
    });
    return items;
  }

  private members(close: string, read: () => void) {
    this.at++;
    this.skip(space);
    if (this.source[this.at] === close) {
      this.at++;
      return;
    }

    for (;;) {
      read();
      this.skip(space);
      const next = this.source[this.at];
      if (next !== ',' && next !== close) {
        throw this.fail(next === undefined ? `A ${close} is missing.` : `A comma or ${close} is expected.`);
      }

      this.at++;
      if (next === close) {
        return;
      }
    }
  }

  private text(): string {
    const from = this.at;
    if (this.skip(text) === '') {
      throw this.fail('This text does not end, or has a character in it that JSON does not take.');
    }

    return JSON.parse(this.source.slice(from, this.at)) as string;
  }

  private word(): Json {
    const from = this.at;
    const found = this.skip(word);
    const value = words.get(found);
    if (value !== undefined) {
      return value;
    }

    if (!isNumberText(found)) {
      throw new JsonTextError(
        found === '' ? 'A value is expected.' : `"${found}" is no JSON value; a text stands in double quotes.`,
        from,
      );
    }

    return numberOf(found);
  }

  /** Goes behind what matches here, and gives it. */
  private skip(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  private fail(message: string): JsonTextError {
    return new JsonTextError(message, this.at);
  }
}
