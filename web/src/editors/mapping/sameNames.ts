import { jsonPath, pathsOf } from '../sample/paths';
import type { SchemaField } from '../sample/schemaFields';
import { nodeOf, type MappingNode } from './mapping';
import { fieldsOf, withField } from './tree';

/**
 * Maps each field of the destination that the sample has under the same name, inner objects' too; without a schema of the
 * destination each field of the sample. What is mapped already stays.
 */
export function withSameNames(root: MappingNode, fields: readonly SchemaField[], sample: unknown): MappingNode {
  const places = new Map(
    pathsOf(sample)
      .filter(({ steps }) => steps.every((step) => typeof step === 'string'))
      .map(({ steps, value }) => [JSON.stringify(steps), { names: steps as readonly string[], value }]),
  );
  const wanted =
    fields.length === 0
      ? [...places.values()].map(({ names }) => names).filter(({ length }) => length === 1)
      : fields.filter(({ kind, list }) => list === null && kind !== 'object').map(({ names }) => names);

  const taken = new Set(fieldsOf(root).map((names) => JSON.stringify(names)));
  return wanted.reduce((node, names) => {
    const key = JSON.stringify(names);
    const isFree = places.has(key) && !taken.has(key) && names.every((_, at) => isOpen(root, names.slice(0, at)));
    return isFree ? withField(node, names, nodeOf(jsonPath(names))) : node;
  }, root);
}

/** Whether fields can be written at a place: nothing stands there, or an object. */
function isOpen(node: MappingNode, [name, ...inner]: readonly string[]): boolean {
  if (name === undefined) {
    return node.kind === 'object';
  }

  const row = node.kind === 'object' ? node.rows.find((one) => one.name === name) : undefined;
  return node.kind === 'object' && (row === undefined || isOpen(row.node, inner));
}

/** The fields that the destination needs and that are not mapped; inner ones only where their object is. */
export function missingFields(root: MappingNode, fields: readonly SchemaField[]): readonly SchemaField[] {
  if (root.kind !== 'object') {
    return [];
  }

  const mapped = new Set(fieldsOf(root).map((names) => JSON.stringify(names)));
  return fields.filter(
    ({ names, required, list }) =>
      required &&
      list === null &&
      !mapped.has(JSON.stringify(names)) &&
      (names.length === 1 || (mapped.has(JSON.stringify(names.slice(0, -1))) && isOpen(root, names.slice(0, -1)))),
  );
}
