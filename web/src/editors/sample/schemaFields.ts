import { isList, isObject, kindOf, type Json } from '@/json/json';

/** A field of a record as a JSON schema knows it. */
export interface SchemaField {
  /** The names from the outside in; of a list's items it is the list's own. */
  names: readonly string[];
  kind: ReturnType<typeof kindOf> | null;
  required: boolean;
  /** The names are those of a field of the list's items. */
  list: readonly string[] | null;
  description: string;
  choices: readonly Json[];
}

const fieldsMax = 500;
const nestingMax = 6;

const kinds: Readonly<Record<string, SchemaField['kind']>> = {
  string: 'text',
  integer: 'number',
  number: 'number',
  boolean: 'yes or no',
  array: 'list',
  object: 'object',
};

/** The fields of a JSON schema, those of inner objects behind their object; none for what is no schema. At most 500. */
export function schemaFields(schema: unknown): readonly SchemaField[] {
  const fields: SchemaField[] = [];
  read(schema, [], null, fields);
  return fields;
}

function read(schema: unknown, outer: readonly string[], list: readonly string[] | null, fields: SchemaField[]) {
  if (!isObject(schema) || !isObject(schema['properties']) || outer.length >= nestingMax) {
    return;
  }

  const required = isList(schema['required']) ? schema['required'] : [];
  for (const [name, inner] of Object.entries(schema['properties'])) {
    if (fields.length >= fieldsMax || !isObject(inner)) {
      continue;
    }

    const names = [...outer, name];
    const kind = kindIn(inner['type']);
    fields.push({
      names,
      kind,
      list,
      required: required.includes(name),
      description: typeof inner['description'] === 'string' ? inner['description'] : '',
      choices: isList(inner['enum']) ? inner['enum'] : [],
    });
    read(inner, names, list, fields);
    if (kind === 'list' && list === null) {
      read(inner['items'], names, names, fields);
    }
  }
}

/** The kind that a `type` names; of `["string","null"]` the first that is not null. */
function kindIn(type: Json | undefined): SchemaField['kind'] {
  const named = isList(type) ? type.find((one) => one !== 'null') : type;
  return typeof named === 'string' && Object.hasOwn(kinds, named) ? (kinds[named] ?? null) : null;
}
