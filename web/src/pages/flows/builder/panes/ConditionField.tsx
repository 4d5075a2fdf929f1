import { useQuery } from '@tanstack/react-query';
import { applicationQuery } from '@/api/applications';
import { connectionsQuery } from '@/api/connections';
import { exportsQuery } from '@/api/resources';
import { FilterEditor } from '@/editors';

interface ConditionFieldProps {
  label: string;
  description: string;
  /** JsonLogic; null takes every record. */
  value: unknown;
  onChange: (value: unknown) => void;
  error?: string | undefined;
  /** The export whose records come here: its fields are offered. */
  source: string | undefined;
}

/** Which records something is for. */
export function ConditionField({ source, error, ...props }: ConditionFieldProps) {
  const schema = useRecordSchema(source);
  return <FilterEditor {...props} schema={schema} {...(error !== undefined && { error })} />;
}

/** The JSON schema of what an export reads; undefined where none is known. */
function useRecordSchema(source: string | undefined): unknown {
  const { data: exports } = useQuery(exportsQuery);
  const { data: connections } = useQuery(connectionsQuery());
  const from = exports?.find(({ id }) => id === source);
  const application = connections?.find(({ id }) => id === from?.connection)?.application;
  const { data } = useQuery({ ...applicationQuery(application ?? ''), enabled: application !== undefined });
  return data?.operations.find(({ key }) => key === from?.operation)?.schema ?? undefined;
}
