/** What browsers that know it make of a number's text: `JSON.stringify` then prints it as it stands. */
const rawJson = (JSON as { rawJSON?: (text: string) => unknown }).rawJSON;

/**
 * A JSON number whose text JavaScript's own numbers would change: `12345678901234567890`, `1.0`, `1e400`. It counts like a
 * number and prints digit by digit. Every other number of a document is an ordinary one.
 */
export class ExactNumber {
  constructor(readonly text: string) {}

  valueOf(): number {
    return Number(this.text);
  }

  toString(): string {
    return this.text;
  }

  /** For those who write documents by `JSON.stringify`; `stringifyExact` needs no help of the browser. */
  toJSON(): unknown {
    return rawJson?.(this.text) ?? Number(this.text);
  }
}

const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Whether the text is a number in the words of JSON. */
export const isNumberText = (text: string): boolean => number.test(text);

/** The number that stands in a JSON text. */
export function numberOf(text: string): number | ExactNumber {
  const value = Number(text);
  return String(value) === text ? value : new ExactNumber(text);
}
