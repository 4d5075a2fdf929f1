import { isList, type Json } from '@/json/json';
import { jsonPath, pathsOf, type SamplePath, type Step } from '../sample/paths';

/** What paths and templates see at a row: the record, or inside of `@each` the item and the record beside it. */
export interface Scope {
  /** The record of the sample, or its item; undefined where there is none. */
  sample: unknown;
  paths: readonly SamplePath[];
  /** The record's places, where `$` is an item; null where `$` is the record itself. */
  root: readonly SamplePath[] | null;
  /** Where the item stands in the record; null where that is not known. */
  steps: readonly Step[] | null;
}

export const recordScope = (sample: unknown): Scope => ({ sample, paths: pathsOf(sample), root: null, steps: [] });

/** What the item of a list is in the sample, so that its fields can be offered. */
export function itemScope(scope: Scope, path: string): Scope {
  const place = scope.paths.find(({ steps }) => jsonPath(steps) === path);
  const value: Json = place?.value ?? null;
  const isSingular = place?.steps.every((step) => typeof step === 'string') === true;
  const item = isSingular && isList(value) ? (value[0] ?? null) : value;
  return {
    sample: place === undefined ? undefined : item,
    paths: pathsOf(item),
    root: scope.root ?? scope.paths,
    steps: place === undefined || scope.steps === null ? null : [...scope.steps, ...place.steps],
  };
}

/** How a place of the record is written where the scope is. */
export function pathIn(scope: Scope, steps: readonly Step[]): string {
  if (scope.root === null) {
    return jsonPath(steps);
  }

  const own = scope.steps;
  const rest = own === null ? null : inside(own, steps);
  return rest === null ? jsonPath(steps, '$$') : jsonPath(rest);
}

/** The steps from an outer place to an inner one; null where it is not inside. */
function inside(outer: readonly Step[], steps: readonly Step[]): readonly Step[] | null {
  if (!outer.every((step, at) => steps[at] === step)) {
    return null;
  }

  const rest = steps.slice(outer.length);
  // The list itself was named; its items are one step further.
  return typeof outer.at(-1) === 'symbol' || typeof rest[0] !== 'symbol' ? rest : rest.slice(1);
}

/** The names that templates know at the scope, with those of the record behind `root`. */
export function templatePaths(scope: Scope): readonly SamplePath[] {
  return scope.root === null
    ? scope.paths
    : [...scope.paths, ...scope.root.map((place) => ({ ...place, steps: ['root', ...place.steps] }))];
}
