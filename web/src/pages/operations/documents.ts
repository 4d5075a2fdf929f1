import type { ExportMode, ExportView, ImportView } from '@/api/schema';
import { isObject, type Json, type JsonObject } from '@/json/json';

/** What both have; null stands for the default. */
export interface CommonFields {
  name: string;
  /** Empty while none is chosen. */
  connection: string;
  operation: string | null;
  parameters: JsonObject;
  request: JsonObject | null;
}

/** An export as it is typed; null stands for the default. */
export interface ExportFields extends CommonFields {
  mode: ExportMode;
  limit: number | null;
  pageSize: number | null;
  filter: Json;
  transform: Json;
  traceKey: string | null;
  records: string | null;
  paging: JsonObject | null;
  delta: JsonObject | null;
  once: JsonObject | null;
}

/** An import as it is typed; null stands for the default. */
export interface ImportFields extends CommonFields {
  mapping: Json;
  lookups: JsonObject;
  batchSize: number;
  order: string;
  orderKey: string | null;
  idempotencyKey: string | null;
  repeat: 'always' | 'never' | null;
}

export function exportFields(stored: ExportView | null, connection = ''): ExportFields {
  return stored === null
    ? {
        ...blank(connection),
        mode: 'all',
        limit: null,
        pageSize: null,
        filter: null,
        transform: null,
        traceKey: null,
        records: null,
        paging: null,
        delta: null,
        once: null,
      }
    : {
        ...common(stored),
        mode: stored.mode,
        limit: stored.limit,
        pageSize: stored.pageSize,
        filter: stored.filter as Json,
        transform: stored.transform as Json,
        traceKey: stored.traceKey,
        records: stored.records,
        paging: objectOf(stored.paging),
        delta: objectOf(stored.delta),
        once: objectOf(stored.once),
      };
}

export function importFields(stored: ImportView | null, connection = ''): ImportFields {
  return stored === null
    ? {
        ...blank(connection),
        mapping: null,
        lookups: {},
        batchSize: 1,
        order: 'any',
        orderKey: null,
        idempotencyKey: null,
        repeat: null,
      }
    : {
        ...common(stored),
        mapping: stored.mapping as Json,
        lookups: objectOf(stored.lookups) ?? {},
        batchSize: stored.batchSize,
        order: stored.order,
        orderKey: stored.orderKey,
        idempotencyKey: stored.idempotencyKey,
        repeat: stored.repeat,
      };
}

/** The body that the API takes: what belongs to another mode is left behind. */
export function exportBody(fields: ExportFields) {
  const { mode, limit, delta, once } = fields;
  return {
    ...fields,
    name: fields.name.trim(),
    limit: mode === 'limit' ? limit : null,
    delta: mode === 'delta' ? delta : null,
    once: mode === 'once' ? once : null,
  };
}

/** The body that the API takes. */
export function importBody(fields: ImportFields) {
  return {
    ...fields,
    name: fields.name.trim(),
    orderKey: fields.order === 'key' ? fields.orderKey : null,
    // Tables without a mapping would be tables of nothing.
    lookups: fields.mapping === null ? {} : fields.lookups,
  };
}

/** For a preview, which asks for no name: what nobody has named yet. */
export function unnamed<T extends { name: string }>(body: T): T {
  return { ...body, name: body.name === '' ? 'Preview' : body.name };
}

/** A text field's value for the document: an empty one is left out. */
export const orNull = (text: string): string | null => (text === '' ? null : text);

/** The object without the fields that are null, undefined or empty texts; null when nothing is left. */
export function filled(fields: Readonly<Record<string, Json | undefined>>): JsonObject | null {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return entries.length === 0 ? null : (Object.fromEntries(entries) as JsonObject);
}

/** The object with one field set; undefined takes it out. */
export function withField(object: JsonObject, name: string, value: Json | undefined): JsonObject {
  const entries = Object.entries(object).filter(([other]) => other !== name);
  return Object.fromEntries(value === undefined ? entries : [...entries, [name, value]]);
}

function blank(connection: string): CommonFields {
  return { name: '', connection, operation: null, parameters: {}, request: null };
}

function common(stored: ExportView | ImportView): CommonFields {
  return {
    name: stored.name,
    connection: stored.connection,
    operation: stored.operation,
    parameters: objectOf(stored.parameters) ?? {},
    request: objectOf(stored.request),
  };
}

function objectOf(value: unknown): JsonObject | null {
  return isObject(value) ? value : null;
}
