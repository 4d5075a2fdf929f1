// One token at a time: a text with what is escaped in it, a bracket, a comma, a colon, or a number or word.
const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * A JSON document with a line for each value. Every token stays as it stands, and so does their order: read and written
 * again, numbers could change and keys that are numbers would come first.
 */
export function indent(text: string): string {
  const tokens = text.match(token) ?? [];
  let margin = '';
  return tokens
    .map((one, at) => {
      const next = tokens[at + 1];
      if (one === '{' || one === '[') {
        if (next === '}' || next === ']') {
          return one;
        }

        margin += '  ';
        return `${one}\n${margin}`;
      }

      const before = tokens[at - 1];
      if ((one === '}' && before !== '{') || (one === ']' && before !== '[')) {
        margin = margin.slice(2);
        return `\n${margin}${one}`;
      }

      return one === ',' ? `,\n${margin}` : one === ':' ? ': ' : one;
    })
    .join('');
}
