import { NumberInput, Radio, Stack } from '@mantine/core';
import { MappingEditor, TemplateField } from '@/editors';
import type { Json, JsonObject } from '@/json/json';
import { orNull, type ImportFields } from '../operations/documents';
import { isWrong, problemIn } from '../operations/pane/useEditing';
import { CommonFieldset } from '../operations/parts/CommonFieldset';
import { Disclosure } from '../operations/parts/Disclosure';
import { useTarget } from '../operations/parts/useTarget';
import { AnswerRules } from '../operations/request/AnswerRules';
import { RequestFields } from '../operations/request/RequestFields';
import { RepeatField } from './RepeatField';

interface ImportFormProps {
  fields: ImportFields;
  problems: Readonly<Record<string, string>>;
  isNew: boolean;
  taken: readonly string[];
  /** A record as it comes in. */
  sample: unknown;
  onChange: (change: Partial<ImportFields>) => void;
  onUnreadable: (field: string, message: string | null) => void;
}

/** The fields of an import: what most need first, the rest under its name. */
export function ImportForm(props: ImportFormProps) {
  const { fields, problems, sample, onChange, onUnreadable } = props;
  const { operation, application, spelledOut } = useTarget(fields);
  const isKnown = spelledOut || operation !== undefined;
  // A file is written row by row: what speaks of requests means nothing there.
  const writesRows = application?.key === 'files';

  return (
    <>
      <CommonFieldset
        fields={fields}
        problems={problems}
        kinds={['import']}
        isNew={props.isNew}
        taken={props.taken}
        overRecord={!writesRows}
        sample={sample}
        onChange={onChange}
      />
      {spelledOut && (
        <RequestFields
          request={fields.request}
          sends
          sample={sample}
          problems={problems}
          onChange={(request) => {
            onChange({ request });
          }}
          onUnreadable={onUnreadable}
        />
      )}
      {isKnown && <Mapping {...props} />}
      {isKnown && !writesRows && (
        <>
          <Disclosure
            title="Sending"
            says={fields.batchSize > 1 ? `${fields.batchSize} records a request` : ''}
            wrong={isWrong(problems, 'repeat', 'batchSize', 'order', 'orderKey')}
          >
            <RepeatField
              value={fields.repeat}
              operation={operation}
              error={problems['repeat']}
              onChange={(repeat) => {
                onChange({ repeat });
              }}
            />
            <Order {...props} />
          </Disclosure>
          <Disclosure title="Advanced" wrong={isWrong(problems, 'idempotencyKey', 'request.failure', 'request.batch')}>
            <TemplateField
              label="Idempotency key"
              place="header"
              description="Sent as the header Idempotency-Key, so that the other side knows a repeated request. Empty: Weir makes one of import, step, trace key and record."
              placeholder="{{id}}-{{updated_datetime}}"
              value={fields.idempotencyKey ?? ''}
              sample={sample}
              error={problems['idempotencyKey']}
              onChange={(text) => {
                onChange({ idempotencyKey: orNull(text) });
              }}
            />
            {spelledOut && (
              <AnswerRules
                request={fields.request}
                sends
                problems={problems}
                onChange={(request) => {
                  onChange({ request });
                }}
                onUnreadable={onUnreadable}
              />
            )}
          </Disclosure>
        </>
      )}
    </>
  );
}

function Mapping({ fields, problems, sample, onChange, onUnreadable }: ImportFormProps) {
  const { operation } = useTarget(fields);
  return (
    <Disclosure
      title="Mapping"
      says={fields.mapping === null ? 'records go as they are' : ''}
      wrong={isWrong(problems, 'mapping', 'lookups')}
    >
      <MappingEditor
        value={fields.mapping}
        lookups={fields.lookups}
        sample={sample}
        fields={operation?.schema}
        error={problemIn(problems, 'mapping') ?? problemIn(problems, 'lookups')}
        onChange={(mapping) => {
          onChange({ mapping: mapping as Json });
        }}
        onLookupsChange={(lookups) => {
          onChange({ lookups: (lookups as JsonObject | null) ?? {} });
        }}
        onProblem={(message) => {
          onUnreadable('mapping', message);
        }}
      />
    </Disclosure>
  );
}

function Order({ fields, problems, sample, onChange }: ImportFormProps) {
  return (
    <>
      <NumberInput
        label="Records a request"
        description="More than one only where the other side takes a list of them."
        min={1}
        allowDecimal={false}
        clampBehavior="none"
        value={fields.batchSize}
        error={problems['batchSize']}
        onChange={(typed) => {
          onChange({ batchSize: typeof typed === 'number' ? typed : 1 });
        }}
      />
      <Radio.Group
        label="Order"
        value={fields.order}
        error={problems['order']}
        onChange={(order) => {
          onChange({ order });
        }}
      >
        <Stack gap="sm" mt="xs">
          <Radio
            value="any"
            label="Any"
            description="Records are sent at the same time, as many as the connection allows."
          />
          <Radio
            value="key"
            label="One after the other, by a key"
            description="Records with the same key are sent in their order. When one fails, the later ones of its key wait as errors."
          />
        </Stack>
      </Radio.Group>
      {fields.order === 'key' && (
        <TemplateField
          label="Order key"
          required
          placeholder="{{customer.id}}"
          description="Records for which this is the same follow one another."
          value={fields.orderKey ?? ''}
          sample={sample}
          error={problems['orderKey']}
          onChange={(text) => {
            onChange({ orderKey: orNull(text) });
          }}
        />
      )}
    </>
  );
}
