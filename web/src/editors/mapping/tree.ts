import { newRow, nodeOf, type MappingNode, type Row } from './mapping';

/** The same tree with one row changed, or without it where the change gives null. */
export function withRow(node: MappingNode, id: number, change: (row: Row) => Row | null): MappingNode {
  if (node.kind === 'each') {
    const item = withRow(node.item, id, change);
    return item === node.item ? node : { ...node, item };
  }

  if (node.kind !== 'object' && node.kind !== 'list') {
    return node;
  }

  const rows = node.rows.flatMap((row): readonly Row[] => {
    if (row.id === id) {
      return [change(row)].filter((now) => now !== null);
    }

    const inner = withRow(row.node, id, change);
    return [inner === row.node ? row : { ...row, node: inner }];
  });
  const isChanged = rows.length !== node.rows.length || rows.some((row, at) => row !== node.rows[at]);
  return isChanged ? { ...node, rows } : node;
}

/** The same tree with one more row at the end of a node that has rows; of `@each`, of what stands behind `@do`. */
export function withMore(node: MappingNode, row: Row): MappingNode {
  if (node.kind === 'each') {
    return { ...node, item: withMore(node.item, row) };
  }

  return node.kind === 'object' || node.kind === 'list' ? { ...node, rows: [...node.rows, row] } : node;
}

/** The names of the fields that an object writes, its inner objects' with it: `customer.email` as a list of names. */
export function fieldsOf(node: MappingNode, outer: readonly string[] = []): readonly (readonly string[])[] {
  return node.kind !== 'object'
    ? []
    : node.rows.flatMap(({ name, node: inner }) =>
        name === null ? [] : [[...outer, name], ...fieldsOf(inner, [...outer, name])],
      );
}

/** The same object with a field at a place, made with the objects around it; as it was where the place is taken. */
export function withField(node: MappingNode, [name, ...inner]: readonly string[], value: MappingNode): MappingNode {
  if (node.kind !== 'object' || name === undefined) {
    return node;
  }

  const taken = node.rows.find((row) => row.name === name);
  if (taken === undefined) {
    return withMore(node, newRow(name, inner.length === 0 ? value : withField(nodeOf({}), inner, value)));
  }

  return inner.length === 0
    ? node
    : withRow(node, taken.id, (row) => ({ ...row, node: withField(row.node, inner, value) }));
}
