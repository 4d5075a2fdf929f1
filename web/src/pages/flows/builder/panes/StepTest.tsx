import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { FlowStepView, StepPreviewView } from '@/api/schema';
import { BusyButton } from '@/components/BusyButton';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import { JsonField } from '@/editors';
import type { Json } from '@/json/json';
import { Disclosure } from '@/pages/operations/parts/Disclosure';
import type { FlowDraft } from '../draft/flowDraft';
import type { PartInfo } from '../parts/partInfo';
import { previewStep } from './stepPreview';
import { StepTestResult } from './StepTestResult';

interface StepTestProps {
  step: FlowStepView;
  info: PartInfo;
  flow: { id: string; draft: FlowDraft };
}

interface Asked {
  record?: Json | undefined;
  send?: boolean;
}

/** Tries a step with one record, as the flow stands in the page. Nothing is sent by an import unless it is asked for. */
export function StepTest({ step, info, flow }: StepTestProps) {
  const { sources } = flow.draft;
  const [source, setSource] = useState<string | undefined>(sources[0]?.id);
  const [record, setRecord] = useState<Json | undefined>(undefined);
  const [problem, setProblem] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const [shown, setShown] = useState<{ result: StepPreviewView; sent: boolean } | null>(null);
  const trying = useMutation({
    mutationFn: ({ record: given, send = false }: Asked) =>
      previewStep(flow.id, flow.draft, step.id, { record: given, source, send }),
    onSuccess: (result, { send = false }) => {
      setShown({ result, sent: send });
      if (result.input !== null) {
        setRecord(result.input as Json);
      }
    },
    onSettled: () => {
      setAsking(false);
    },
  });
  const isImport = info.kind === 'Destination';
  const canSend = isImport && info.application !== 'files';

  return (
    <Disclosure title="Test with one record">
      <Text size="sm" c="dimmed">
        {info.kind === 'Lookup'
          ? 'The application is really asked, because a lookup only reads. Nothing is stored.'
          : isImport
            ? 'Shows what would be sent. Nothing is sent.'
            : 'Shows which way a record takes.'}{' '}
        The step need not be saved.
      </Text>
      {sources.length > 1 && (
        <NativeSelect
          label="Record from"
          data={sources.map(({ id }, at) => ({ value: id, label: `Source ${at + 1}` }))}
          value={source ?? ''}
          onChange={(event) => {
            setSource(event.currentTarget.value);
          }}
        />
      )}
      <JsonField
        label="Record as it comes to this step"
        description="Read it from the source, with what the steps before add, or type one."
        placeholder={'{"id": 1, "status": "open"}'}
        value={record ?? null}
        onChange={(typed) => {
          setRecord((typed as Json | null) ?? undefined);
        }}
        onProblem={setProblem}
      />
      <Group gap="xs">
        <BusyButton
          size="sm"
          busy={trying.isPending && !asking}
          onClick={() => {
            if (problem === null) {
              trying.mutate({ record });
            }
          }}
        >
          {record === undefined ? 'Read a record and test' : 'Test'}
        </BusyButton>
        {record !== undefined && sources.length > 0 && (
          <Button
            size="sm"
            variant="default"
            onClick={() => {
              trying.mutate({});
            }}
          >
            Read a record again
          </Button>
        )}
        {canSend && record !== undefined && problem === null && (
          <Button
            size="sm"
            variant="default"
            onClick={() => {
              setAsking(true);
            }}
          >
            Send it once…
          </Button>
        )}
      </Group>
      {trying.error !== null && <ErrorNotice error={trying.error} />}
      {shown !== null && <StepTestResult {...shown} step={step} info={info} />}
      <ConfirmDialog
        opened={asking}
        title="Send this record for real?"
        confirmLabel="Send it once"
        busy={trying.isPending}
        onConfirm={() => {
          trying.mutate({ record, send: true });
        }}
        onCancel={() => {
          setAsking(false);
        }}
      >
        <Stack gap="xs">
          <span>
            It goes to {info.connection}: {info.does}. A later run knows nothing of it and may send the same record
            again.
          </span>
          {info.operation?.causes != null && <span>It also causes: {info.operation.causes}.</span>}
        </Stack>
      </ConfirmDialog>
    </Disclosure>
  );
}
