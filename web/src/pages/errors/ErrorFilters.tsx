import { Button, Group, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { useState } from 'react';
import { SearchInput } from '@/components/SearchInput';
import classes from './Errors.module.css';
import { type ErrorsSearch, filterNames, type FilterName } from './errorsSearch';

interface ErrorFiltersProps {
  search: ErrorsSearch;
  /** The steps by their ids; empty over all flows. */
  steps: ReadonlyMap<string, string>;
  onChange: (change: { [name in keyof ErrorsSearch]?: ErrorsSearch[name] | undefined }) => void;
}

/** What the list of errors shows; all of it stands in the address. */
export function ErrorFilters({ search, steps, onChange }: ErrorFiltersProps) {
  const more = filterNames.filter((name) => !['q', 'step', 'cause'].includes(name) && search[name] !== undefined);
  const [opened, setOpened] = useState(more.length > 0);
  const text = (name: FilterName, label: string, type = 'text') => (
    <TextInput
      key={`${name} ${search[name] ?? ''}`}
      type={type}
      label={label}
      size="sm"
      defaultValue={search[name] ?? ''}
      onBlur={(event) => {
        onChange({ [name]: event.currentTarget.value });
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          onChange({ [name]: event.currentTarget.value });
        }
      }}
    />
  );

  return (
    <div role="search" className={classes['filters']}>
      <Group gap="sm">
        <SegmentedControl
          aria-label="Status"
          value={search.status ?? 'open'}
          data={[
            { value: 'open', label: 'Open' },
            { value: 'resolved', label: 'Resolved' },
            { value: 'all', label: 'All' },
          ]}
          onChange={(status) => {
            onChange({ status: status === 'open' ? undefined : status });
          }}
        />
        <SegmentedControl
          aria-label="Grouping"
          value={search.by ?? 'record'}
          data={[
            { value: 'record', label: 'Records' },
            { value: 'cause', label: 'By cause' },
          ]}
          onChange={(by) => {
            onChange({ by: by === 'cause' ? 'cause' : undefined, cause: undefined });
          }}
        />
        <SearchInput
          label="Search message and trace key"
          value={search.q ?? ''}
          onChange={(q) => {
            onChange({ q });
          }}
        />
        {steps.size > 0 && (
          <NativeSelect
            aria-label="Step"
            data={[{ value: '', label: 'All steps' }, ...[...steps].map(([value, label]) => ({ value, label }))]}
            value={search.step ?? ''}
            onChange={(event) => {
              onChange({ step: event.currentTarget.value });
            }}
          />
        )}
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconFilter size={16} stroke={1.6} aria-hidden />}
          aria-expanded={opened}
          onClick={() => {
            setOpened(!opened);
          }}
        >
          {more.length === 0 ? 'More filters' : `More filters (${more.length})`}
        </Button>
      </Group>
      {opened && (
        <div className={classes['more']}>
          {text('code', 'Code')}
          {text('run', 'Run')}
          {text('traceKey', 'Trace key')}
          {text('assignee', 'Assignee')}
          {text('tag', 'Tag')}
          {text('since', 'Since', 'date')}
          {text('until', 'Until', 'date')}
        </div>
      )}
    </div>
  );
}
