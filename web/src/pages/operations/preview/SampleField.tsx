import { Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { exportsQuery } from '@/api/resources';
import { ErrorNotice } from '@/components/ErrorNotice';
import { JsonField } from '@/editors';
import type { Json } from '@/json/json';
import { Disclosure } from '../parts/Disclosure';
import { FaultNotice } from './FaultNotice';
import type { Sample } from './useSample';

/** The record that the fields of a form are tried with. */
export function SampleField({ sample, error }: { sample: Sample; error: string | undefined }) {
  const { data: exports = [] } = useQuery(exportsQuery);
  return (
    <Disclosure
      title="Sample record"
      says={sample.reading ? 'is read…' : sample.record === undefined ? 'none yet' : ''}
      wrong={error !== undefined}
    >
      <Select
        label="Read one with"
        placeholder="Choose an export"
        searchable
        description="Its first record is read, to try the expressions with. Nothing is written."
        data={exports.map(({ id, name }) => ({ value: id, label: name }))}
        value={sample.source ?? null}
        onChange={(id) => {
          if (id !== null) {
            sample.choose(id);
          }
        }}
      />
      {sample.reading && (
        <Text size="sm" role="status">
          Reading a record…
        </Text>
      )}
      {sample.error !== null && <ErrorNotice error={sample.error} />}
      {sample.fault !== null && <FaultNotice fault={sample.fault} />}
      <JsonField
        label="Record"
        description="As it comes to this step. It can be changed here, to try something."
        placeholder={'{"id": 1, "status": "open"}'}
        value={sample.record ?? null}
        error={error}
        onChange={(record) => {
          sample.setTyped((record as Json | null) ?? undefined);
        }}
      />
    </Disclosure>
  );
}
