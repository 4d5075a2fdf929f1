import { isList, isObject, type Json, type JsonObject } from '@/json/json';

/**
 * A mapping as rows: each value of the document is a node, and what stands in an object or a list is a row with an id that
 * stays while the row is edited. Everything that a document says comes back when the rows are written again.
 */
export type MappingNode =
  /** A text: a path where it begins with `$`, a template where it has `{{`, else itself. `directive` has its `@from`. */
  | { kind: 'value'; text: string; directive: JsonObject | null }
  /** What stands for itself: a scalar that is no text, or with a directive the `@const` of it. */
  | { kind: 'constant'; value: Json; directive: JsonObject | null }
  | { kind: 'object'; rows: readonly Row[] }
  | { kind: 'list'; rows: readonly Row[] }
  /** `@each` of `directive`, with what stands behind `@do`. */
  | { kind: 'each'; path: string; item: MappingNode; directive: JsonObject }
  /** What is no mapping; it stays as it is, and the server says what is wrong. */
  | { kind: 'raw'; value: Json };

export type Kind = MappingNode['kind'];

export interface Row {
  id: number;
  /** The output field's name; null while it has none, and for the items of a list. */
  name: string | null;
  node: MappingNode;
}

let lastId = 0;

/** A row that no other one is mistaken for. */
export const newRow = (name: string | null, node: MappingNode): Row => ({ id: ++lastId, name, node });

export const emptyValue: MappingNode = { kind: 'value', text: '', directive: null };

const allowed = {
  '@from': ['@from', '@type', '@format', '@default', '@lookup', '@when'],
  '@each': ['@each', '@do', '@when'],
  '@const': ['@const', '@when'],
} as const;

/** The rows of a mapping's document. */
export function nodeOf(document: Json): MappingNode {
  if (typeof document === 'string') {
    return { kind: 'value', text: document, directive: null };
  }

  if (isList(document)) {
    return { kind: 'list', rows: document.map((item) => newRow(null, nodeOf(item))) };
  }

  if (!isObject(document)) {
    return { kind: 'constant', value: document, directive: null };
  }

  const names = Object.keys(document);
  return names.some((name) => name.startsWith('@'))
    ? directiveOf(document, names)
    : { kind: 'object', rows: Object.entries(document).map(([name, value]) => newRow(name, nodeOf(value))) };
}

function directiveOf(directive: JsonObject, names: readonly string[]): MappingNode {
  const has = (main: keyof typeof allowed) =>
    names.includes(main) && names.every((name) => (allowed[main] as readonly string[]).includes(name));
  const from = directive['@from'];
  if (has('@from') && typeof from === 'string') {
    return { kind: 'value', text: from, directive };
  }

  const each = directive['@each'];
  const item = directive['@do'];
  if (has('@each') && typeof each === 'string' && item !== undefined) {
    return { kind: 'each', path: each, item: nodeOf(item), directive };
  }

  const constant = directive['@const'];
  return has('@const') && constant !== undefined
    ? { kind: 'constant', value: constant, directive }
    : { kind: 'raw', value: directive };
}

/** The document of rows. Of an object's rows those without a name, and those whose name was there before, are not in it. */
export function documentOf(node: MappingNode): Json {
  switch (node.kind) {
    case 'value':
      return node.directive === null ? node.text : { ...node.directive, '@from': node.text };
    case 'constant':
      return node.directive === null ? node.value : { ...node.directive, '@const': node.value };
    case 'list':
      return node.rows.map((row) => documentOf(row.node));
    case 'each':
      return { ...node.directive, '@each': node.path, '@do': documentOf(node.item) };
    case 'raw':
      return node.value;
    case 'object':
      // Makes own fields of every name, also of __proto__.
      return Object.fromEntries(named(node.rows).map((row): [string, Json] => [row.name ?? '', documentOf(row.node)]));
  }
}

/** What is wrong with the name of a row of an object; null where nothing is. */
export function nameProblem(rows: readonly Row[], row: Row): string | null {
  if (row.name === null) {
    return 'Give the field a name; it is not in the mapping before.';
  }

  return rows.find(({ name }) => name === row.name) === row
    ? null
    : `There is a field "${row.name}" already; this one is left out.`;
}

const named = (rows: readonly Row[]): readonly Row[] => rows.filter((row) => nameProblem(rows, row) === null);

/** The first thing that keeps a row from being in the document; null where all rows are. */
export function firstProblem(node: MappingNode): string | null {
  if (node.kind === 'each') {
    return firstProblem(node.item);
  }

  if (node.kind !== 'object' && node.kind !== 'list') {
    return null;
  }

  for (const row of node.rows) {
    const problem = (node.kind === 'object' ? nameProblem(node.rows, row) : null) ?? firstProblem(row.node);
    if (problem !== null) {
      return problem;
    }
  }

  return null;
}

/** The same text or constant with an option (`@type`, `@when`, …) set, or taken away by undefined. */
export function withOption(node: MappingNode, option: string, value: Json | undefined): MappingNode {
  if (node.kind !== 'value' && node.kind !== 'constant' && node.kind !== 'each') {
    return node;
  }

  const before = node.directive ?? mainOf(node);
  const directive: JsonObject =
    value === undefined
      ? Object.fromEntries(Object.entries(before).filter(([name]) => name !== option))
      : { ...before, [option]: value };
  const isPlain = node.kind !== 'each' && Object.keys(directive).length === 1 && canBePlain(node);
  return { ...node, directive: isPlain ? null : directive } as MappingNode;
}

const mainOf = (node: MappingNode): JsonObject =>
  node.kind === 'constant' ? { '@const': node.value } : node.kind === 'value' ? { '@from': node.text } : {};

/** Whether the node means the same without a directive around it. */
const canBePlain = (node: MappingNode): boolean =>
  node.kind === 'value' ||
  (node.kind === 'constant' &&
    (typeof node.value !== 'object' || node.value === null) &&
    typeof node.value !== 'string');

/** A constant that is written so that it means itself: a number as it is, a text, a list or an object behind `@const`. */
export function constant(value: Json, directive: JsonObject | null): MappingNode {
  const node: MappingNode = { kind: 'constant', value, directive };
  return canBePlain(node) || directive !== null ? node : { ...node, directive: { '@const': value } };
}

/** What a node becomes when another kind is chosen for it; what both kinds have stays. */
export function converted(node: MappingNode, kind: Kind): MappingNode {
  const when = 'directive' in node ? node.directive?.['@when'] : undefined;
  const text = node.kind === 'value' ? node.text : node.kind === 'each' ? node.path : '';
  if (kind === node.kind) {
    return node;
  }

  switch (kind) {
    case 'value':
      return withOption({ kind: 'value', text, directive: null }, '@when', when);
    case 'constant':
      return withOption(constant(node.kind === 'value' ? text : null, null), '@when', when);
    case 'each': {
      const item = node.kind === 'object' ? node : nodeOf({});
      return {
        kind: 'each',
        path: text,
        item,
        directive: { '@each': text, '@do': {}, ...(when !== undefined && { '@when': when }) },
      };
    }
    case 'object':
      return node.kind === 'each' && node.item.kind === 'object' ? node.item : { kind: 'object', rows: [] };
    case 'list':
      return { kind: 'list', rows: node.kind === 'value' && text !== '' ? [newRow(null, node)] : [] };
    case 'raw':
      return { kind: 'raw', value: documentOf(node) };
  }
}
