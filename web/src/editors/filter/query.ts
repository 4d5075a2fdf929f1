import type { RuleGroupType, RuleType } from 'react-querybuilder';
import { ExactNumber, isNumberText, numberOf } from '@/json/ExactNumber';
import { isList, isObject, sameJson, type Json } from '@/json/json';
import { operators, type Operator } from './operators';

/** The values of a condition as they are typed, all of one kind. */
export interface Values {
  kind: 'text' | 'number' | 'yes or no';
  texts: readonly string[];
}

/** A condition of the builder: a field, an operator of {@link operators}, and values. */
export type Condition = RuleType<string, string, Values>;

/** A group of the builder. `bare` is a single condition that stands for itself, without `and` or `or` around it. */
export type Group = RuleGroupType<Condition> & { bare?: boolean };

export const noValues: Values = { kind: 'text', texts: [''] };

/** What a filter is in the builder; null for what the builder cannot show, to the last detail. */
export function groupOf(filter: Json): Group | null {
  if (filter === null) {
    return { combinator: 'and', rules: [] };
  }

  const group = readGroup(filter) ?? readBare(filter);
  return group !== null && sameJson(filterOf(group).filter, filter) ? group : null;
}

/** The JsonLogic of a group; with what is missing in it, if anything is. An empty group is no filter. */
export function filterOf(group: Group): { filter: Json; missing: string | null } {
  const missing: string[] = [];
  const filter = writeGroup(group, missing);
  return { filter, missing: missing[0] ?? null };
}

function readBare(filter: Json): Group | null {
  const condition = readCondition(filter);
  return condition === null ? null : { combinator: 'and', rules: [condition], bare: true };
}

function readGroup(rule: Json): Group | null {
  const denied = argument(rule, '!');
  if (denied !== undefined) {
    const group = readGroup(denied);
    return group === null || group.not === true ? null : { ...group, not: true };
  }

  for (const combinator of ['and', 'or']) {
    const parts = argument(rule, combinator);
    if (isList(parts) && parts.length > 0) {
      const rules = parts.map((part) => readGroup(part) ?? readCondition(part));
      return rules.every((part) => part !== null) ? { combinator, rules } : null;
    }
  }

  return null;
}

function writeGroup(group: Group, missing: string[]): Json {
  const rules = group.rules
    .map((part) => ('rules' in part ? writeGroup(part as Group, missing) : writeCondition(part, missing)))
    .filter((part) => part !== null);
  const [only] = rules;
  if (only === undefined) {
    return null;
  }

  const all: Json = group.bare === true && rules.length === 1 ? only : { [group.combinator]: rules };
  return group.not === true ? { '!': all } : all;
}

function readCondition(rule: Json): Condition | null {
  for (const operator of operators) {
    const found = operator.read(rule);
    const values = found === null ? null : valuesOf(found.values);
    if (found !== null && values !== null) {
      return { field: found.field, operator: operator.name, value: values };
    }
  }

  return null;
}

function writeCondition({ field, operator, value }: Condition, missing: string[]): Json {
  const known = operators.find(({ name }) => name === operator);
  if (field === '') {
    missing.push('A condition has no field.');
    return null;
  }

  const literals = known === undefined ? null : literalsOf(known, value);
  if (known === undefined || literals === null) {
    missing.push(`${field}: ${value.kind === 'number' ? 'a number' : 'a value'} is missing.`);
    return null;
  }

  return known.write(field, literals);
}

/** The values of a condition, if they are scalars of one kind. */
function valuesOf(literals: readonly Json[]): Values | null {
  const kinds = new Set(literals.map(literalKind));
  const [kind = 'text'] = kinds;
  return kinds.size > 1 || kind === null ? null : { kind, texts: literals.map(String) };
}

function literalKind(literal: Json): Values['kind'] | null {
  switch (typeof literal) {
    case 'string':
      return 'text';
    case 'number':
      return 'number';
    case 'boolean':
      return 'yes or no';
    default:
      return literal instanceof ExactNumber ? 'number' : null;
  }
}

/** What is typed as literals; null while it is none. */
function literalsOf(operator: Operator, { kind, texts }: Values): readonly Json[] | null {
  const wanted = operator.values === 'many' ? texts : texts.slice(0, operator.values);
  if (operator.values !== 'many' && wanted.length < operator.values) {
    return null;
  }

  if (operator.values !== 0 && operator.isText === true && (kind !== 'text' || wanted.includes(''))) {
    return null;
  }

  switch (kind) {
    case 'text':
      return wanted;
    case 'number':
      return wanted.every((text) => isNumberText(text)) ? wanted.map(numberOf) : null;
    case 'yes or no':
      return wanted.map((text) => text === 'true');
  }
}

/** What stands behind an operation that has it alone: `{"!": …}`. */
export function argument(rule: Json | undefined, operation: string): Json | undefined {
  return isObject(rule) && Object.keys(rule).length === 1 ? rule[operation] : undefined;
}
