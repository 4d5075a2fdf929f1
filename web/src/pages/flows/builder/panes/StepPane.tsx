import { Button, Group, Radio, Stack, Switch, TextInput } from '@mantine/core';
import type { FlowStepView } from '@/api/schema';
import { ApplicationIcon } from '@/components/ApplicationIcon';
import { RightPane } from '@/components/RightPane';
import type { FlowDraft } from '../draft/flowDraft';
import type { PartInfo } from '../parts/partInfo';
import { BranchFields, type CaseActions } from './BranchFields';
import { ConditionField } from './ConditionField';
import { ResourceCard } from './ResourceCard';
import { StepTest } from './StepTest';

interface StepPaneProps {
  /** What is set; null while the pane is closed. */
  step: FlowStepView | null;
  info: PartInfo | undefined;
  /** What the server refuses, by field. */
  problems: Readonly<Record<string, string>>;
  mayEdit: boolean;
  /** The export whose records come to it. */
  source: string | undefined;
  /** The case that was opened. */
  atCase?: number | undefined;
  onChange: (to: Partial<FlowStepView>) => void;
  cases: CaseActions;
  /** Opens the export or import of the step. */
  onEdit: () => void;
  onReplace: () => void;
  /** The flow as it is being made: the step is tried in it. */
  flow: { id: string; draft: FlowDraft };
  onClose: () => void;
}

/** How a step stands in its flow. What is changed counts at once; undo takes it back. */
export function StepPane(props: StepPaneProps) {
  const { step, info, onClose } = props;
  const kind = info?.kind ?? 'Step';
  return (
    <RightPane
      opened={step !== null}
      title={`${kind} settings`}
      icon={info?.application != null && <ApplicationIcon application={info.application} size={30} />}
      onClose={onClose}
      footer={
        <Group justify="flex-end">
          <Button onClick={onClose}>Done</Button>
        </Group>
      }
    >
      {step !== null && info !== undefined && <StepFields key={step.id} {...props} step={step} info={info} />}
    </RightPane>
  );
}

type StepFieldsProps = StepPaneProps & { step: FlowStepView; info: PartInfo };

function StepFields({
  step,
  info,
  problems,
  mayEdit,
  source,
  atCase,
  onChange,
  cases,
  onEdit,
  onReplace,
  flow,
}: StepFieldsProps) {
  const isBranch = info.kind === 'Branch';
  return (
    <fieldset disabled={!mayEdit} style={{ margin: 0, padding: 0, border: 0, minWidth: 0 }}>
      <Stack gap="xl">
        {!isBranch && (
          <ResourceCard
            info={info}
            problem={problems['import'] ?? problems['lookup']}
            mayEdit={mayEdit}
            onEdit={onEdit}
            onReplace={onReplace}
          />
        )}
        <TextInput
          label="Name"
          description={
            isBranch ? 'What people call it in this flow.' : 'What people call it in this flow, if not as above.'
          }
          placeholder={isBranch ? 'Branch' : info.title}
          maxLength={100}
          {...(atCase === undefined && { 'data-autofocus': true })}
          autoComplete="off"
          value={step.name ?? ''}
          error={problems['name']}
          onChange={(event) => {
            onChange({ name: event.currentTarget.value === '' ? null : event.currentTarget.value });
          }}
        />
        {isBranch && step.branch && (
          <BranchFields
            branch={step.branch}
            problems={problems}
            atCase={atCase}
            source={source}
            actions={cases}
            onMode={(mode) => {
              onChange({ branch: { ...step.branch, mode, cases: step.branch?.cases ?? [] } });
            }}
          />
        )}
        <ConditionField
          label="Only these records"
          description="A condition; the other records pass this step by and go on. Empty: every record."
          value={step.when}
          source={source}
          error={problems['when']}
          onChange={(when) => {
            onChange({ when });
          }}
        />
        {!isBranch && (
          <>
            <IntoField step={step} info={info} error={problems['into']} onChange={onChange} />
            <OnErrorField step={step} onChange={onChange} />
          </>
        )}
        <Switch
          label="Enabled"
          description="Switched off, records pass this step by as if it were not there."
          checked={step.enabled}
          onChange={(event) => {
            onChange({ enabled: event.currentTarget.checked });
          }}
        />
        {mayEdit && <StepTest step={step} info={info} flow={flow} />}
      </Stack>
    </fieldset>
  );
}

interface PartOfStepProps {
  step: FlowStepView;
  onChange: (to: Partial<FlowStepView>) => void;
}

function IntoField({ step, info, error, onChange }: PartOfStepProps & { info: PartInfo; error: string | undefined }) {
  const into = step.into ?? '';
  return (
    <TextInput
      label="Put the answer into"
      description={
        into === ''
          ? 'A field of the record for later steps, e.g. customer or customer.orders. Empty: the answer is not kept.'
          : `Later steps find it in the record: {{${into}.id}} in templates, $.${into}.id in mappings.`
      }
      placeholder={info.kind === 'Lookup' ? 'customer' : ''}
      autoComplete="off"
      value={into}
      error={error}
      onChange={(event) => {
        onChange({ into: event.currentTarget.value === '' ? null : event.currentTarget.value });
      }}
    />
  );
}

function OnErrorField({ step, onChange }: PartOfStepProps) {
  return (
    <Radio.Group
      label="When a record fails here"
      value={step.onError}
      onChange={(onError) => {
        onChange({ onError });
      }}
    >
      <Stack gap="sm" mt="xs">
        <Radio
          value="stop"
          label="It stops here"
          description="It waits in the errors with its data, and goes on from here when it is retried."
        />
        <Radio
          value="continue"
          label="It goes on"
          description="Later steps still get it, without what this step would have added. The error is kept too."
        />
      </Stack>
    </Radio.Group>
  );
}
