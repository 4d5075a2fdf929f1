import { Select, Text } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { connectionsQuery, trafficQuery } from '@/api/connections';
import type { FormFieldView } from '@/api/schema';
import { lendersFor, poolOf } from '../lenders';

/** The most connections whose traffic is asked for at once. */
const trafficMax = 20;

interface BorrowFieldProps {
  field: FormFieldView;
  /** The connection that would borrow; none while it is created. */
  borrower: string | undefined;
  value: string | null;
  error: string | undefined;
  onChange: (value: string | null) => void;
}

/** Other connections, with their level and what they carry now. Those that would close a circle are not offered. */
export function BorrowField({ field, borrower, value, error, onChange }: BorrowFieldProps) {
  const { data: all = [] } = useQuery(connectionsQuery());
  const lenders = lendersFor(borrower, all);
  const traffic = useQueries({
    queries: lenders.slice(0, trafficMax).map(({ id }) => ({ ...trafficQuery(id), refetchInterval: false as const })),
    combine: (answers) => new Map(answers.map(({ data }, index) => [lenders[index]?.id, data])),
  });

  const describe = (id: string) => {
    const lender = all.find((connection) => connection.id === id);
    const now = traffic.get(id);
    const pool = lender && poolOf(lender, all);
    return [
      `Level ${now?.level ?? pool?.concurrencyLevel}`,
      now && `${now.inFlight} in use now`,
      now && now.waiting > 0 && `${now.waiting} waiting`,
      pool && pool.id !== id && `borrows from ${pool.name}`,
    ]
      .filter(Boolean)
      .join(' · ');
  };

  return (
    <Select
      label={field.label}
      name={field.field}
      description={
        lenders.length === 0
          ? `${field.help ?? ''} There is no other connection yet.`
          : value === null
            ? field.help
            : `${field.help ?? ''} ${describe(value)}.`
      }
      placeholder="None: it has its own level"
      error={error}
      data={lenders.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
      searchable
      clearable
      allowDeselect={false}
      nothingFoundMessage="No other connection is called that."
      clearButtonProps={{ 'aria-label': 'Do not borrow' }}
      renderOption={({ option }) => (
        <div>
          <div>{option.label}</div>
          <Text size="xs" c="dimmed">
            {describe(option.value)}
          </Text>
        </div>
      )}
    />
  );
}
