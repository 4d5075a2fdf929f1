import { Skeleton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Problem } from './Problem';
import classes from './ResourceTable.module.css';
import { SortHeader } from './SortHeader';
import { SearchInput } from './SearchInput';
import { nextSort, type TableSearch } from './tableSearch';

export interface Column<T> {
  /** Also the word for the order in the address. */
  key: string;
  label: string;
  cell: (row: T) => ReactNode;
  /** What the column is ordered by; a column without is not. */
  sortBy?: (row: T) => string | number;
  /** Left out where the window is narrower: phone 48em, tablet 62em, desk 75em. */
  from?: 'phone' | 'tablet' | 'desk';
  align?: 'right';
  /** Its buttons and links say what they are: the label is for screen readers only. */
  isLabelHidden?: boolean;
  /** On a phone, where it has no column, it stands below the first one. */
  below?: boolean;
}

interface ResourceTableProps<T> {
  /** The table's name. */
  label: string;
  columns: readonly Column<T>[];
  query: Pick<UseQueryResult<readonly T[]>, 'data' | 'error' | 'isPending' | 'refetch'>;
  idOf: (row: T) => string;
  search: TableSearch;
  onSearch: (change: TableSearch) => void;
  searchLabel: string;
  /** What else narrows the list, beside the search. */
  filters?: ReactNode;
  /** Whether anything narrows the list now: then nothing found is not the same as nothing there. */
  narrowed?: boolean;
  onClear?: () => void;
  /** In place of the whole table where there is nothing at all. */
  empty: ReactNode;
}

/** A list of resources with search, order, and what it says while loading, without rows and when it cannot be read. */
export function ResourceTable<T>(props: ResourceTableProps<T>) {
  const isPhone = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false });
  const { query, search, columns, narrowed = search.q !== undefined } = props;
  if (query.error !== null && query.data === undefined) {
    return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  }

  if (query.data?.length === 0 && !narrowed) {
    return props.empty;
  }

  const rows = query.data && sorted(query.data, columns, search.sort);
  return (
    <div className={classes['frame']}>
      <div className={classes['tools']} role="search">
        <SearchInput
          label={props.searchLabel}
          value={search.q ?? ''}
          onChange={(q) => {
            props.onSearch({ q });
          }}
        />
        {props.filters}
      </div>
      <table className={classes['table']} aria-label={props.label} aria-busy={query.isPending}>
        <thead>
          <tr>
            {columns.map((column) => (
              <SortHeader
                key={column.key}
                column={column}
                sort={search.sort ?? columns[0]?.key}
                onSort={() => {
                  props.onSearch({ sort: nextSort(search.sort ?? columns[0]?.key, column.key) });
                }}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows === undefined && <Waiting columns={columns} />}
          {rows?.map((row) => (
            <tr key={props.idOf(row)}>
              {columns.map((column) => (
                <td key={column.key} data-from={column.from} data-align={column.align}>
                  {column.cell(row)}
                  {isPhone && column === columns[0] && <Below columns={columns} row={row} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows?.length === 0 && (
        <p className={classes['none']} role="status">
          Nothing matches.{' '}
          {props.onClear && (
            <button type="button" onClick={props.onClear}>
              Clear search and filters
            </button>
          )}
        </p>
      )}
    </div>
  );
}

/** What has no column on a phone, and is wanted there too. */
function Below<T>({ columns, row }: { columns: readonly Column<T>[]; row: T }) {
  const below = columns.filter((column) => column.below === true);
  return (
    below.length > 0 && (
      <div className={classes['below']}>
        {below.map((column) => (
          <span key={column.key}>
            <span className={classes['what']}>{column.label}</span>
            {column.cell(row)}
          </span>
        ))}
      </div>
    )
  );
}

function Waiting<T>({ columns }: { columns: readonly Column<T>[] }) {
  return [0, 1, 2].map((row) => (
    <tr key={row} aria-hidden>
      {columns.map((column) => (
        <td key={column.key} data-from={column.from}>
          <Skeleton height={14} width={column === columns[0] ? '60%' : '40%'} />
        </td>
      ))}
    </tr>
  ));
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function sorted<T>(rows: readonly T[], columns: readonly Column<T>[], sort: string | undefined): readonly T[] {
  const key = sort?.replace(/^-/, '') ?? columns[0]?.key;
  const sortBy = columns.find((column) => column.key === key)?.sortBy;
  if (sortBy === undefined) {
    return rows;
  }

  const direction = sort?.startsWith('-') ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [x, y] = [sortBy(a), sortBy(b)];
    return (
      direction * (typeof x === 'number' && typeof y === 'number' ? x - y : collator.compare(String(x), String(y)))
    );
  });
}
