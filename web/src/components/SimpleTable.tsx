import type { ReactNode } from 'react';
import classes from './ResourceTable.module.css';
import { ColumnLabel } from './SortHeader';

interface SimpleTableProps<T> {
  /** The table's name. */
  label: string;
  columns: readonly {
    key: string;
    label: string;
    cell: (row: T) => ReactNode;
    from?: 'phone' | 'tablet' | 'desk';
    align?: 'right';
    isLabelHidden?: boolean;
  }[];
  rows: readonly T[];
  idOf: (row: T) => string;
}

/** A short table inside a page: nothing to search or to order. */
export function SimpleTable<T>({ label, columns, rows, idOf }: SimpleTableProps<T>) {
  return (
    <table className={classes['table']} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col" data-from={column.from} data-align={column.align}>
              <ColumnLabel column={column} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={idOf(row)}>
            {columns.map((column) => (
              <td key={column.key} data-from={column.from} data-align={column.align}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
