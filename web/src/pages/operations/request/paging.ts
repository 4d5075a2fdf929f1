import type { JsonObject } from '@/json/json';

export type PagingType = 'none' | 'cursor' | 'page' | 'offset' | 'next-url' | 'link-header' | 'body';

interface PagingField {
  name: string;
  label: string;
  kind: 'path' | 'text' | 'number';
  help: string;
  required: boolean;
  placeholder: string;
}

/** The ways to ask for the next page, in people's words. */
export const types: Readonly<Record<PagingType, { label: string; says: string }>> = {
  none: { label: 'One answer holds everything', says: 'The list is read with one request.' },
  cursor: {
    label: 'Cursor',
    says: 'The answer names a cursor, which the next request sends. It ends when there is none.',
  },
  page: {
    label: 'Page number',
    says: 'Pages are counted. It ends at an empty page, or one with fewer records than its size.',
  },
  offset: {
    label: 'Offset',
    says: 'Each request says how many records to skip. It ends at an empty page, or one with fewer records than its size.',
  },
  'next-url': {
    label: 'Address of the next page',
    says: 'The answer holds the whole address of the next page, on the same host. It ends when there is none.',
  },
  'link-header': {
    label: 'Link header',
    says: 'The answer has a header Link with rel="next". It ends when there is none.',
  },
  body: {
    label: 'Value in the body',
    says: 'A value of the answer is put into the JSON body of the next request. It ends when there is none.',
  },
};

const next = (what: string, placeholder: string): PagingField => ({
  name: 'next',
  label: what,
  kind: 'path',
  help: 'A path into the answer.',
  required: true,
  placeholder,
});

const parameter = (what: string, placeholder: string): PagingField => ({
  name: 'parameter',
  label: 'Query parameter',
  kind: 'text',
  help: what,
  required: true,
  placeholder,
});

const size: PagingField = {
  name: 'size',
  label: 'Records a page',
  kind: 'number',
  help: 'A page with fewer is the last one.',
  required: false,
  placeholder: '100',
};

const sizeParameter: PagingField = {
  name: 'sizeParameter',
  label: 'Query parameter for the size',
  kind: 'text',
  help: 'Empty: the size is not asked for.',
  required: false,
  placeholder: 'limit',
};

const sizes = [{ ...size, help: 'Needs the query parameter that asks for it.' }, sizeParameter];

const fields: Readonly<Record<PagingType, readonly PagingField[]>> = {
  none: [],
  cursor: [next('Where the cursor is', '$.meta.next_cursor'), parameter('Takes the cursor.', 'cursor'), ...sizes],
  page: [
    parameter('Takes the number of the page.', 'page'),
    { name: 'start', label: 'First page', kind: 'number', help: '', required: false, placeholder: '1' },
    size,
    sizeParameter,
  ],
  offset: [parameter('Takes how many records to skip.', 'offset'), size, sizeParameter],
  'next-url': [next('Where the address is', '$.links.next'), ...sizes],
  'link-header': sizes,
  body: [
    next('Where the value is', '$.meta.after'),
    {
      name: 'path',
      label: 'Place in the body',
      kind: 'path',
      help: 'Where the next request has it.',
      required: true,
      placeholder: '$.after',
    },
    ...sizes,
  ],
};

export const fieldsOf = (type: PagingType): readonly PagingField[] => fields[type];

export function typeOf(paging: JsonObject | null): PagingType {
  const type = paging?.['type'];
  return typeof type === 'string' && type in types ? (type as PagingType) : 'none';
}

/** Paging of another type: what both types know stays. */
export function changedTo(type: PagingType, former: JsonObject): JsonObject | null {
  // Only counted pages have a size that nobody asks for.
  const counts = type === 'page' || type === 'offset' || former['sizeParameter'] !== undefined;
  const kept = fields[type].flatMap(({ name }) => {
    const value = former[name];
    return value === undefined || (name === 'size' && !counts) ? [] : [[name, value] as const];
  });
  return type === 'none' ? null : { type, ...Object.fromEntries(kept) };
}
