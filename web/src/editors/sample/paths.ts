import { isList, isObject, kindOf, type Json } from '@/json/json';
import { stringifyExact } from '@/json/stringifyExact';

/** A field's name, an item's number, or `*` for every item of a list. */
export type Step = string | number | typeof every;

export const every = Symbol('every item');

/** A place in the sample where a value stands. */
export interface SamplePath {
  steps: readonly Step[];
  kind: ReturnType<typeof kindOf>;
  /** The value that stands there in the sample; of a list's items the first one's. */
  value: Json;
}

const pathsMax = 500;
const nestingMax = 8;
/** How many items of a list are looked at for their fields: not every item has all. */
const itemsMax = 10;

/** The places of a record, outer ones first; of lists the first item and every item. At most 500. */
export function pathsOf(sample: unknown): readonly SamplePath[] {
  const found: SamplePath[] = [];
  const seen = new Set<string>();

  const add = (steps: readonly Step[], value: Json) => {
    const key = JSON.stringify(steps.map((step) => (step === every ? [] : step)));
    if (!seen.has(key) && found.length < pathsMax) {
      seen.add(key);
      found.push({ steps, kind: kindOf(value), value });
    }
  };

  // Level by level, so that the bound cuts off what lies deepest.
  let level: Place[] = [{ steps: [], value: (sample ?? null) as Json }];
  for (let depth = 0; depth < nestingMax && level.length > 0 && found.length < pathsMax; depth++) {
    const next: Place[] = [];
    for (const { steps, value } of level) {
      for (const inner of innerOf(value)) {
        const at: Place = { steps: [...steps, inner.step], value: inner.value };
        add(at.steps, at.value);
        next.push(at);
      }
    }

    level = next.slice(0, pathsMax);
  }

  return found;
}

interface Place {
  steps: readonly Step[];
  value: Json;
}

interface Inner {
  step: Step;
  value: Json;
}

function innerOf(value: Json): readonly Inner[] {
  if (isObject(value)) {
    return Object.entries(value).map(([step, inner]) => ({ step, value: inner }));
  }

  if (!isList(value) || value.length === 0) {
    return [];
  }

  return [
    ...value.slice(0, 1).map((item): Inner => ({ step: 0, value: item })),
    ...value.slice(0, itemsMax).map((item): Inner => ({ step: every, value: item })),
  ];
}

const plainName = /^[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*$/;

/** As JSONPath, RFC 9535: `$.lines[*]['unit price']`. */
export function jsonPath(steps: readonly Step[], root = '$'): string {
  return steps.reduce<string>((path, step) => {
    if (step === every) {
      return `${path}[*]`;
    }

    if (typeof step === 'number') {
      return `${path}[${step}]`;
    }

    return plainName.test(step) ? `${path}.${step}` : `${path}['${quoted(step)}']`;
  }, root);
}

const quoted = (name: string): string =>
  JSON.stringify(name).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");

/** As a name in a template: `lines.0.[unit price]`; null where a template has none. */
export function templateName(steps: readonly Step[]): string | null {
  if (steps.some((step) => step === every || (typeof step === 'string' && (step === '' || step.includes(']'))))) {
    return null;
  }

  const name = steps.map((step) =>
    /^(?:\d+|[A-Za-z_][\w-]*)$/.test(String(step)) ? String(step) : `[${String(step)}]`,
  );
  return reserved.has(name[0] ?? '') ? `this.${name.join('.')}` : name.join('.');
}

/** What always means the same in a template, whatever the record has. */
const reserved = new Set(['record', 'root', 'lastRun', 'thisRun', 'run', 'this', 'true', 'false', 'null', 'undefined']);

/** As a filter's `var`: `lines.0.sku`; null where a filter cannot name it. */
export function varName(steps: readonly Step[]): string | null {
  return steps.some((step) => step === every || (typeof step === 'string' && (step === '' || step.includes('.'))))
    ? null
    : steps.map(String).join('.');
}

/** The value in a few words, for the place beside a path. */
export function glimpse(value: Json, lengthMax = 40): string {
  if (isList(value)) {
    return value.length === 1 ? '1 item' : `${value.length} items`;
  }

  if (isObject(value)) {
    return '{…}';
  }

  const text = stringifyExact(value);
  return text.length > lengthMax ? `${text.slice(0, lengthMax - 1)}…` : text;
}
