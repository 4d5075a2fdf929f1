import { NumberInput, Radio, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { importsQuery } from '@/api/resources';
import type { ExportMode, OperationView } from '@/api/schema';
import { PathField } from '@/editors';
import { isObject } from '@/json/json';
import { filled, type ExportFields } from '../operations/documents';
import { modeSays, overlapSecondsDefault } from './modes';

interface WhichRecordsProps {
  fields: ExportFields;
  problems: Readonly<Record<string, string>>;
  /** The request is spelled out: the document says itself when a record has changed. */
  spelledOut: boolean;
  sample: unknown;
  operation: OperationView | undefined;
  /** When the flow's last run began that read everything; null: there was none; undefined: no flow is known. */
  lastRun: string | null | undefined;
  onChange: (change: Partial<ExportFields>) => void;
}

const choices: { mode: ExportMode; label: string }[] = [
  { mode: 'all', label: 'Everything' },
  { mode: 'delta', label: 'What has changed since the last run' },
  { mode: 'once', label: 'Each record once' },
  { mode: 'limit', label: 'Only a few records' },
];

/** How much of a list each run reads. */
export function WhichRecords({
  fields,
  problems,
  spelledOut,
  sample,
  operation,
  lastRun,
  onChange,
}: WhichRecordsProps) {
  const cannotChange = operation?.delta === null;
  const { mode } = fields;
  return (
    <>
      <Radio.Group
        label="Each run reads"
        value={mode}
        error={problems['mode']}
        onChange={(chosen) => {
          onChange({ mode: chosen });
        }}
      >
        <Stack gap="sm" mt="xs">
          {choices.map(({ mode: value, label }) => (
            <Radio
              key={value}
              value={value}
              label={label}
              {...(value === mode
                ? { description: modeSays(fields, { operation, lastRun }) }
                : value === 'delta' &&
                  cannotChange && { description: 'Not this list: it does not say what has changed.' })}
            />
          ))}
        </Stack>
      </Radio.Group>
      {mode === 'limit' && (
        <NumberInput
          label="Records"
          required
          min={1}
          allowDecimal={false}
          clampBehavior="none"
          placeholder="10"
          value={fields.limit ?? ''}
          error={problems['limit']}
          onChange={(typed) => {
            onChange({ limit: typeof typed === 'number' ? typed : null });
          }}
        />
      )}
      {mode === 'delta' && <DeltaFields {...{ fields, problems, spelledOut, sample, onChange }} />}
      {mode === 'once' && <MarkField {...{ fields, problems, onChange }} />}
    </>
  );
}

type DeltaFieldsProps = Omit<WhichRecordsProps, 'operation' | 'lastRun'>;

function DeltaFields({ fields, problems, spelledOut, sample, onChange }: DeltaFieldsProps) {
  const { changed, overlapSeconds } = fields.delta ?? {};
  return (
    <>
      {spelledOut && (
        <PathField
          label="Time of change"
          placeholder="$.updated_at"
          description="Where a record says when it changed. Or ask for changes in the request, with {{lastRun}}."
          value={typeof changed === 'string' ? changed : ''}
          sample={sample}
          error={problems['delta.changed'] ?? problems['delta']}
          onChange={(path) => {
            onChange({ delta: filled({ ...fields.delta, changed: path }) });
          }}
        />
      )}
      <NumberInput
        label="Overlap in seconds"
        description={`How far before the last run it looks again, for clocks that differ. Empty: as the operation says, mostly ${overlapSecondsDefault}.`}
        min={0}
        allowDecimal={false}
        clampBehavior="none"
        placeholder={String(overlapSecondsDefault)}
        value={typeof overlapSeconds === 'number' ? overlapSeconds : ''}
        error={problems['delta.overlapSeconds'] ?? (spelledOut ? undefined : problems['delta'])}
        onChange={(typed) => {
          onChange({ delta: filled({ ...fields.delta, overlapSeconds: typeof typed === 'number' ? typed : null }) });
        }}
      />
    </>
  );
}

function MarkField({ fields, problems, onChange }: Pick<WhichRecordsProps, 'fields' | 'problems' | 'onChange'>) {
  const { data: imports = [] } = useQuery(importsQuery);
  const mark = fields.once?.['mark'];
  const chosen = isObject(mark) ? mark['import'] : undefined;
  return (
    <Select
      label="Mark with"
      required
      searchable
      placeholder="Choose an import"
      nothingFoundMessage="There is no such import yet."
      description="An import that changes the record at the source, so that it is not read again: a tag, a field, a status."
      data={imports.map(({ id, name }) => ({ value: id, label: name }))}
      value={typeof chosen === 'string' ? chosen : null}
      error={problems['once.mark.import'] ?? problems['once.mark'] ?? problems['once']}
      onChange={(id) => {
        onChange({ once: id === null ? null : { mark: { import: id } } });
      }}
    />
  );
}
