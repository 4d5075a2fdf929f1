import { expect, it } from 'vitest';
import type { Json } from '@/json/json';
import { schemaFields } from '../sample/schemaFields';
import { every } from '../sample/paths';
import { documentOf, nodeOf, type MappingNode } from './mapping';
import { rowProblem } from './rowProblem';
import { missingFields, withSameNames } from './sameNames';
import { itemScope, pathIn, recordScope } from './scope';
import { withField, withRow } from './tree';

const sample = {
  subject: 'x',
  status: 'open',
  customer: { email: 'a', name: 'b' },
  lines: [{ sku: 'x', parts: [{ no: 1 }] }],
};
const fields = schemaFields({
  required: ['subject', 'messages'],
  properties: {
    subject: { type: 'string' },
    status: { type: ['string', 'null'] },
    customer: { type: 'object', required: ['email'], properties: { email: { type: 'string' } } },
    messages: { type: 'array', items: { required: ['body'], properties: { body: { type: 'string' } } } },
  },
});

const rowsOf = (node: MappingNode) => (node.kind === 'object' || node.kind === 'list' ? node.rows : []);

it('maps fields of the same name, leaves what is mapped, and needs no schema', () => {
  expect(documentOf(withSameNames(nodeOf({ status: 'closed' }), fields, sample))).toEqual({
    status: 'closed',
    subject: '$.subject',
    customer: { email: '$.customer.email' },
  });
  expect(documentOf(withSameNames(nodeOf({ customer: '$.customer' }), fields, sample))).toEqual({
    customer: '$.customer',
    subject: '$.subject',
    status: '$.status',
  });
  expect(Object.keys(documentOf(withSameNames(nodeOf({}), [], sample)) as object)).toEqual(Object.keys(sample));
});

it('knows what the destination needs', () => {
  const needed = (document: Json) => missingFields(nodeOf(document), fields).map(({ names }) => names.join('.'));
  expect(needed({})).toEqual(['subject', 'messages']);
  expect(needed({ subject: '', customer: {}, messages: [] })).toEqual(['customer.email']);
  expect(needed({ subject: '', customer: '$.customer', messages: [] })).toEqual([]);
  expect(needed('$')).toEqual([]);
});

it('changes one row, and leaves the rest of the tree the same', () => {
  const root = nodeOf({ a: { b: '$.x' }, c: '$.y' });
  const [first, second] = rowsOf(root);
  const inner = first && rowsOf(first.node)[0];
  const now = withRow(root, inner?.id ?? 0, (row) => ({ ...row, name: 'd' }));
  expect(documentOf(now)).toEqual({ a: { d: '$.x' }, c: '$.y' });
  expect(rowsOf(now)[1]).toBe(second);
  expect(withRow(root, -1, () => null)).toBe(root);
  expect(documentOf(withRow(root, first?.id ?? 0, () => null))).toEqual({ c: '$.y' });
  expect(documentOf(withField(nodeOf({ a: 1 }), ['a'], nodeOf(2)))).toEqual({ a: 1 });
});

it('writes a place as it is seen inside of a list', () => {
  const record = recordScope(sample);
  const line = itemScope(record, '$.lines[*]');
  const part = itemScope(line, '$.parts');
  expect(pathIn(record, ['lines', every, 'sku'])).toBe('$.lines[*].sku');
  expect(pathIn(line, ['lines', every, 'sku'])).toBe('$.sku');
  expect(pathIn(line, ['status'])).toBe('$$.status');
  expect(pathIn(part, ['lines', every, 'parts', every, 'no'])).toBe('$.no');
  expect(pathIn(itemScope(record, '$.lines[?@.x]'), ['status'])).toBe('$$.status');
});

it('finds the row that a refusal is about', () => {
  const root = nodeOf({ a: { 'b c': '$.x' }, l: ['x', { '@each': '$.l[*]', '@do': { n: '{{nope x}}' } }] });
  const at = (field: string, position?: number) => {
    const found = rowProblem(root, {
      message: 'No.',
      fields: [{ field, code: 'x', message: 'No.', ...(position !== undefined && { position }) }],
      position,
    });
    return { node: found.node, wrongAt: found.wrongAt };
  };
  const [a, l] = rowsOf(root);
  const each = l && rowsOf(l.node)[1]?.node;
  const n = each?.kind === 'each' ? rowsOf(each.item)[0] : undefined;

  expect(at("mapping.a['b c']", 4)).toEqual({ node: a && rowsOf(a.node)[0]?.node, wrongAt: 4 });
  expect(at('mapping.l[1].@do.n', 2)).toEqual({ node: n?.node, wrongAt: 2 });
  expect(at('mapping.l[1].@each', 1)).toEqual({ node: each, wrongAt: 1 });
  expect(at('mapping.l[1].@when.nope', 0)).toEqual({ node: each, wrongAt: null });
  expect(at('l[1][0].n')).toEqual({ node: n?.node, wrongAt: null });
  expect(at('mapping', 0)).toEqual({ node: root, wrongAt: null });
});

it('finds what is made of each item, beside the list that it is made of', () => {
  const root = nodeOf({ l: { '@each': '$.l[*]', '@do': '{{nope x}}' } });
  const each = rowsOf(root)[0]?.node;
  const problem = { field: 'mapping.l.@do', code: 'expression', message: 'No.', position: 2 };
  const found = rowProblem(root, { message: 'No.', fields: [problem], position: 2 });

  expect(found.node).toBe(each?.kind === 'each' ? each.item : null);
  expect(found.wrongAt).toBe(2);
});
