import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { applicationsQuery } from '@/api/applications';
import { connectionsQuery } from '@/api/connections';

interface ConnectionFieldProps {
  value: string;
  error: string | undefined;
  /** @param application The key of the application of the chosen one. */
  onChange: (connection: string, application: string) => void;
}

/** Through which connection, among those of each application. */
export function ConnectionField({ value, error, onChange }: ConnectionFieldProps) {
  const { data: connections = [] } = useQuery(connectionsQuery());
  const { data: applications = [] } = useQuery(applicationsQuery);
  const groups = applications
    .map(({ key, name }) => ({
      group: name,
      items: connections
        .filter(({ application }) => application === key)
        .map(({ id, name: label }) => ({ value: id, label })),
    }))
    .filter(({ items }) => items.length > 0);
  return (
    <Select
      label="Connection"
      name="connection"
      required
      searchable
      allowDeselect={false}
      placeholder="Choose one"
      nothingFoundMessage="No connection is called that."
      data={groups}
      value={value === '' ? null : value}
      error={error}
      onChange={(id) => {
        const chosen = connections.find((one) => one.id === id);
        if (chosen !== undefined) {
          onChange(chosen.id, chosen.application);
        }
      }}
    />
  );
}
