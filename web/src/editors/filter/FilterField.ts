import type { kindOf } from '@/json/json';
import { pathsOf, varName } from '../sample/paths';
import { schemaFields } from '../sample/schemaFields';

/** A field that a condition can be about. */
export interface FilterField {
  name: string;
  kind: ReturnType<typeof kindOf> | null;
}

/** The fields of a sample and of a JSON schema, the sample's first. */
export function filterFields(sample: unknown, schema: unknown): readonly FilterField[] {
  const fields = new Map<string, FilterField>();
  const add = (name: string | null, kind: FilterField['kind']) => {
    // What is null in the sample has the kind that the schema says.
    const known = name === null ? undefined : fields.get(name);
    if (name !== null && (known === undefined || known.kind === 'nothing')) {
      fields.set(name, { name, kind });
    }
  };

  for (const { steps, kind } of pathsOf(sample)) {
    add(varName(steps), kind);
  }

  for (const { names, kind, list } of schemaFields(schema)) {
    if (list === null) {
      add(varName(names), kind);
    }
  }

  return [...fields.values()];
}
