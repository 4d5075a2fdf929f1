import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { connectionsQuery } from '@/api/connections';
import type { FormFieldView } from '@/api/schema';
import classes from './BorrowedLevel.module.css';
import type { FieldValue } from './fieldValues';

interface BorrowedLevelProps {
  field: FormFieldView;
  /** Its own level. */
  level: FieldValue;
  /** The connection that it borrows from. */
  lender: string;
}

/** A connection's own level while it borrows: kept, and to be read, but of no effect and so not to be changed. */
export function BorrowedLevel({ field, level, lender }: BorrowedLevelProps) {
  const { data: all = [] } = useQuery(connectionsQuery());
  const name = all.find(({ id }) => id === lender)?.name ?? 'another connection';
  return (
    <TextInput
      label={field.label}
      name={field.field}
      description={`Kept, and unused while it borrows from ${name}.`}
      readOnly
      aria-disabled
      value={String(level ?? '')}
      classNames={{ input: classes['input'] ?? '' }}
    />
  );
}
