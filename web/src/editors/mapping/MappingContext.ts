import { createContext, useContext } from 'react';
import type { SamplePath } from '../sample/paths';
import type { SchemaField } from '../sample/schemaFields';
import type { Row } from './mapping';
import type { RowProblem } from './rowProblem';

/** What every row of a mapping's editor needs. */
export interface MappingTools {
  /** Changes a row wherever it stands; null takes it away. */
  change: (id: number, change: (row: Row) => Row | null) => void;
  problem: RowProblem | null;
  /** The names of the lookup tables; null where there can be none. */
  tables: readonly string[] | null;
  fields: readonly SchemaField[];
  /** The sample's places, which a drag names by their number. */
  places: readonly SamplePath[];
}

const nothing: MappingTools = {
  change: () => undefined,
  problem: null,
  tables: [],
  fields: [],
  places: [],
};

export const MappingContext = createContext<MappingTools>(nothing);

export const useMappingTools = (): MappingTools => useContext(MappingContext);
