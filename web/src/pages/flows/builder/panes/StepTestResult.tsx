import { Alert, Text } from '@mantine/core';
import type { FlowStepView, StepPreviewView } from '@/api/schema';
import type { Json } from '@/json/json';
import { ExchangeDetails } from '@/pages/connections/debug/ExchangeDetails';
import { exchangeRows } from '@/pages/connections/debug/exchangeRows';
import { JsonText } from '@/pages/operations/page/JsonText';
import { RequestList } from '@/pages/operations/preview/RequestList';
import { WarningList } from '@/pages/operations/preview/WarningList';
import type { PartInfo } from '../parts/partInfo';

interface StepTestResultProps {
  result: StepPreviewView;
  /** It was sent for real. */
  sent: boolean;
  step: FlowStepView;
  info: PartInfo;
}

/** What a step made of the record. */
export function StepTestResult({ result, sent, step, info }: StepTestResultProps) {
  const { errors, exchanges } = result;
  return (
    <section aria-label="Result of the test">
      <Alert
        role="status"
        variant="light"
        color={errors.length > 0 ? 'red' : result.skipped || result.input === null ? 'yellow' : 'green'}
        title={inWords(result, sent, step, info)}
        styles={{ title: { color: 'var(--mantine-color-text)' }, message: { color: 'var(--mantine-color-text)' } }}
      >
        {errors.length > 0 &&
          errors.map(({ field, message }) => (
            <div key={`${field ?? ''} ${message}`}>
              {field === null || field === '' ? message : `${field}: ${message}`}
            </div>
          ))}
      </Alert>
      <WarningList warnings={result.warnings ?? []} />
      {result.requests.length > 0 && (
        <>
          <Text fw={600} size="sm" mt="md" mb="xs">
            {sent ? 'The request' : 'The request that would be sent'}
          </Text>
          <RequestList requests={result.requests} />
        </>
      )}
      {exchanges.length > 0 && (
        <>
          <Text fw={600} size="sm" mt="md" mb="xs">
            {sent ? 'What was sent and answered' : 'What was read for this'}
          </Text>
          {exchangeRows(exchanges).map(({ key, exchange }) => (
            <ExchangeDetails key={key} exchange={exchange} />
          ))}
        </>
      )}
      {result.record !== null && (info.kind === 'Lookup' || sent) && step.into !== null && (
        <>
          <Text fw={600} size="sm" mt="md" mb="xs">
            The record for the next step
          </Text>
          <JsonText label="Record for the next step" value={result.record as Json} />
        </>
      )}
    </section>
  );
}

function inWords(result: StepPreviewView, sent: boolean, step: FlowStepView, info: PartInfo): string {
  if (result.errors.length > 0) {
    return result.input === null ? 'No record comes here' : sent ? 'It was refused' : 'This record would fail';
  }

  if (result.input === null) {
    return 'This record does not come here: a branch sends it another way';
  }

  if (result.skipped) {
    return 'This record passes the step by: its condition leaves it out';
  }

  if (step.branch) {
    const names = (result.cases ?? []).map((at) => step.branch?.cases[at]?.name ?? `case ${at + 1}`);
    return names.length === 0
      ? 'No case takes this record: it goes on after the branch'
      : `It goes to: ${names.join(', ')}`;
  }

  return sent ? 'It was sent' : info.kind === 'Lookup' ? 'It was found' : 'This record can be sent';
}
