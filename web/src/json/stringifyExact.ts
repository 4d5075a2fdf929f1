import { ExactNumber } from './ExactNumber';

/**
 * Writes a JSON document with the digits that its numbers came with. Like `JSON.stringify`, it leaves out fields that are
 * undefined.
 *
 * @param indent How many spaces a level is moved in by; 0 for one line without spaces.
 */
export function stringifyExact(document: unknown, indent = 0): string {
  const step = ' '.repeat(indent);

  const write = (value: unknown, margin: string): string => {
    if (value instanceof ExactNumber) {
      return value.text;
    }

    if (typeof value !== 'object' || value === null) {
      // A value that JSON does not have is null, as it is inside a list.
      return value === undefined ? 'null' : JSON.stringify(value);
    }

    if ('toJSON' in value && typeof value.toJSON === 'function') {
      return JSON.stringify(value);
    }

    const inner = margin + step;
    return Array.isArray(value)
      ? brackets(
          '[',
          ']',
          margin,
          inner,
          value.map((item: unknown) => write(item, inner)),
        )
      : brackets(
          '{',
          '}',
          margin,
          inner,
          Object.entries(value)
            .filter(([, field]) => field !== undefined)
            .map(([name, field]) => `${JSON.stringify(name)}:${indent > 0 ? ' ' : ''}${write(field, inner)}`),
        );
  };

  const brackets = (open: string, close: string, margin: string, inner: string, parts: readonly string[]): string =>
    parts.length === 0 || indent === 0
      ? `${open}${parts.join(',')}${close}`
      : `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${margin}${close}`;

  return write(document, '');
}
