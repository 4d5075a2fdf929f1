const signs: Readonly<Record<string, string>> = {
  '==': 'is',
  '===': 'is',
  '!=': 'is not',
  '!==': 'is not',
  '>': '>',
  '>=': '≥',
  '<': '<',
  '<=': '≤',
  in: 'is in',
};

const depthMax = 4;

/** A filter in a few words: "status is open and priority is high"; what has no short words is "a condition". */
export function conditionWords(filter: unknown, depth = 0): string {
  const [operation, operands] = onlyEntry(filter);
  if (operation === undefined || depth > depthMax) {
    return filter === true ? 'every record' : filter === false ? 'no record' : 'a condition';
  }

  if (operation === 'and' || operation === 'or') {
    const parts = operands.map((part) => conditionWords(part, depth + 1));
    return parts.length > 2 ? `${parts[0]} ${operation} ${parts.length - 1} more` : parts.join(` ${operation} `);
  }

  if (operation === '!!' || operation === '!') {
    const name = nameOf(operands[0]);
    return name === null ? 'a condition' : `${name} is ${operation === '!' ? 'empty' : 'there'}`;
  }

  const [left, right] = [nameOf(operands[0]), wordsOf(operands[1])];
  const sign = signs[operation];
  return left === null || right === null || sign === undefined ? 'a condition' : `${left} ${sign} ${right}`;
}

function onlyEntry(filter: unknown): [string | undefined, unknown[]] {
  const entries = typeof filter === 'object' && filter !== null ? Object.entries(filter) : [];
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1 || Array.isArray(filter)) {
    return [undefined, []];
  }

  return [entry[0], Array.isArray(entry[1]) ? (entry[1] as unknown[]) : [entry[1]]];
}

function nameOf(operand: unknown): string | null {
  const [operation, operands] = onlyEntry(operand);
  return operation === 'var' && typeof operands[0] === 'string' && operands[0] !== '' ? operands[0] : null;
}

function wordsOf(operand: unknown): string | null {
  return typeof operand === 'string'
    ? operand === ''
      ? 'empty'
      : operand
    : typeof operand === 'number' || typeof operand === 'boolean' || operand === null
      ? String(operand)
      : Array.isArray(operand) && operand.every((one) => wordsOf(one) !== null)
        ? operand.map(wordsOf).join(', ')
        : nameOf(operand);
}
