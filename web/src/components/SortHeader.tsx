import { VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import classes from './ResourceTable.module.css';

interface SortHeaderProps {
  column: { key: string; label: string; sortBy?: unknown; from?: string; align?: string; isLabelHidden?: boolean };
  sort: string | undefined;
  onSort: () => void;
}

/** What a column holds, told to screen readers also where its cells say it themselves. */
export function ColumnLabel({ column }: { column: { label: string; isLabelHidden?: boolean } }) {
  return column.isLabelHidden ? <VisuallyHidden>{column.label}</VisuallyHidden> : column.label;
}

/** The head of a column; a button where the column can be ordered by. */
export function SortHeader({ column, sort, onSort }: SortHeaderProps) {
  const { key, label } = column;
  const order = sort === key ? 'ascending' : sort === `-${key}` ? 'descending' : undefined;
  return (
    <th scope="col" aria-sort={order} data-from={column.from} data-align={column.align}>
      {column.sortBy === undefined ? (
        <ColumnLabel column={column} />
      ) : (
        <button type="button" className={classes['sort']} onClick={onSort}>
          {label}
          {order === 'descending' ? (
            <IconArrowDown size={14} aria-hidden />
          ) : (
            <IconArrowUp size={14} aria-hidden data-idle={order === undefined} />
          )}
        </button>
      )}
    </th>
  );
}
