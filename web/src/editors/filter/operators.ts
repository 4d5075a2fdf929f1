import { isList, isObject, sameJson, type Json } from '@/json/json';

/** A condition as it stands in JsonLogic: which field it is about, and the literals beside it. */
interface Found {
  field: string;
  values: readonly Json[];
}

/** A condition that the builder offers, and its JsonLogic both ways. */
export interface Operator {
  name: string;
  label: string;
  /** How many values stand beside the field. */
  values: 0 | 1 | 2 | 'many';
  /** Its value is a text that is not empty. */
  isText?: true;
  /** Offered only where a filter has it already. */
  isRare?: true;
  write: (field: string, values: readonly Json[]) => Json;
  /** Null where the rule is another one. What is read need not be written the same: the caller compares. */
  read: (rule: Json) => Found | null;
}

const field = (name: string): Json => ({ var: name });

function fieldOf(rule: Json | undefined): string | null {
  const name = isObject(rule) && Object.keys(rule).length === 1 ? rule['var'] : undefined;
  return typeof name === 'string' ? name : null;
}

/** The arguments of an operation that stands alone. */
function argumentsOf(rule: Json, operation: string): readonly Json[] | null {
  const found = isObject(rule) && Object.keys(rule).length === 1 ? rule[operation] : undefined;
  return isList(found) ? found : null;
}

const found = (name: string | null, values: readonly (Json | undefined)[]): Found | null =>
  name === null || values.some((value) => value === undefined)
    ? null
    : { field: name, values: values as readonly Json[] };

const comparison = (name: string, label: string, rest: Partial<Operator> = {}): Operator => ({
  name,
  label,
  values: 1,
  write: (of, [value = null]) => ({ [name]: [field(of), value] }),
  read: (rule) => {
    const parts = argumentsOf(rule, name);
    return parts?.length === 2 ? found(fieldOf(parts[0]), [parts[1]]) : null;
  },
  ...rest,
});

/** Compares with null: `{"==":[{"var":"owner"},null]}`. */
const presence = (operation: string, name: string, label: string): Operator => ({
  name,
  label,
  values: 0,
  write: (of) => ({ [operation]: [field(of), null] }),
  read: (rule) => {
    const parts = argumentsOf(rule, operation);
    return parts?.length === 2 && parts[1] === null ? found(fieldOf(parts[0]), []) : null;
  },
});

const truth = (operation: string, name: string, label: string): Operator => ({
  name,
  label,
  values: 0,
  write: (of) => ({ [operation]: field(of) }),
  read: (rule) => (isObject(rule) && Object.keys(rule).length === 1 ? found(fieldOf(rule[operation]), []) : null),
});

const contains: Operator = {
  name: 'contains',
  label: 'contains',
  values: 1,
  write: (of, [value = null]) => ({ in: [value, field(of)] }),
  read: (rule) => {
    const parts = argumentsOf(rule, 'in');
    return parts?.length === 2 ? found(fieldOf(parts[1]), [parts[0]]) : null;
  },
};

const oneOf: Operator = {
  name: 'oneOf',
  label: 'is one of',
  values: 'many',
  write: (of, values) => ({ in: [field(of), values] }),
  read: (rule) => {
    const parts = argumentsOf(rule, 'in');
    return parts?.length === 2 && isList(parts[1]) ? found(fieldOf(parts[0]), parts[1]) : null;
  },
};

const between: Operator = {
  name: 'between',
  label: 'is between',
  values: 2,
  write: (of, [low = null, high = null]) => ({ '<=': [low, field(of), high] }),
  read: (rule) => {
    const parts = argumentsOf(rule, '<=');
    return parts?.length === 3 ? found(fieldOf(parts[1]), [parts[0], parts[2]]) : null;
  },
};

/** The text's beginning or end, cut to the length of the other text: `{"==":[{"substr":[{"var":"id"},0,2]},"A-"]}`. */
const affix = (name: string, label: string, cut: (length: number) => readonly number[]): Operator => ({
  name,
  label,
  values: 1,
  isText: true,
  write: (of, [value]) => ({
    '==': [{ substr: [field(of), ...cut(typeof value === 'string' ? value.length : 0)] }, value ?? ''],
  }),
  read: (rule) => {
    const parts = argumentsOf(rule, '==');
    const part = parts?.length === 2 && parts[0] !== undefined ? argumentsOf(parts[0], 'substr') : null;
    const text = parts?.[1];
    return typeof text === 'string' && text !== '' && sameJson(part?.slice(1), cut(text.length))
      ? found(fieldOf(part?.[0]), [text])
      : null;
  },
});

const denial = (of: Operator, name: string, label: string): Operator => ({
  ...of,
  name,
  label,
  write: (name, values) => ({ '!': of.write(name, values) }),
  read: (rule) => {
    const denied = isObject(rule) && Object.keys(rule).length === 1 ? rule['!'] : undefined;
    return denied === undefined ? null : of.read(denied);
  },
});

const begins = affix('begins', 'begins with', (length) => [0, length]);
const ends = affix('ends', 'ends with', (length) => [-length]);

/** In the order in which they are offered. */
export const operators: readonly Operator[] = [
  presence('==', 'hasNone', 'has no value'),
  presence('!=', 'hasOne', 'has a value'),
  begins,
  ends,
  comparison('==', 'is'),
  comparison('!=', 'is not'),
  comparison('===', 'is exactly', { isRare: true }),
  comparison('!==', 'is not exactly', { isRare: true }),
  comparison('>', 'is more than'),
  comparison('>=', 'is at least'),
  comparison('<', 'is less than'),
  comparison('<=', 'is at most'),
  between,
  oneOf,
  denial(oneOf, 'noneOf', 'is none of'),
  contains,
  denial(contains, 'lacks', 'does not contain'),
  denial(begins, 'beginsNot', 'does not begin with'),
  denial(ends, 'endsNot', 'does not end with'),
  truth('!!', 'filled', 'is true or filled in'),
  truth('!', 'empty', 'is false, 0 or empty'),
];
