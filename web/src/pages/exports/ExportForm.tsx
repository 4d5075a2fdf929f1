import { NumberInput } from '@mantine/core';
import { MappingEditor, PathField, TemplateField } from '@/editors';
import type { Json } from '@/json/json';
import { orNull, type ExportFields } from '../operations/documents';
import { isWrong, problemIn } from '../operations/pane/useEditing';
import { CommonFieldset } from '../operations/parts/CommonFieldset';
import { Disclosure } from '../operations/parts/Disclosure';
import { FilterField } from '../operations/parts/FilterField';
import { useTarget } from '../operations/parts/useTarget';
import { AnswerRules } from '../operations/request/AnswerRules';
import { PagingFields } from '../operations/request/PagingFields';
import { RequestFields } from '../operations/request/RequestFields';
import { modeNames } from './modes';
import { WhichRecords } from './WhichRecords';

interface ExportFormProps {
  fields: ExportFields;
  problems: Readonly<Record<string, string>>;
  use: 'source' | 'lookup' | undefined;
  isNew: boolean;
  taken: readonly string[];
  /** A record as it comes to a lookup. */
  sample: unknown;
  /** A record as it was read, before transform and filter. */
  read?: unknown;
  /** When the flow's last run began that read everything; null: there was none; undefined: no flow is known. */
  lastRun?: string | null | undefined;
  onChange: (change: Partial<ExportFields>) => void;
  onUnreadable: (field: string, message: string | null) => void;
}

/** The fields of an export: what most need first, the rest under its name. */
export function ExportForm(props: ExportFormProps) {
  const { fields, problems, use, onChange, onUnreadable } = props;
  const { operation, spelledOut } = useTarget(fields);
  const looksUp = use === 'lookup' || operation?.kind === 'lookup';
  const isKnown = spelledOut || operation !== undefined;
  const sample = looksUp ? props.sample : undefined;

  return (
    <>
      <CommonFieldset
        fields={fields}
        problems={problems}
        kinds={use === 'source' ? ['export'] : ['export', 'lookup']}
        isNew={props.isNew}
        taken={props.taken}
        overRecord={looksUp}
        sample={sample}
        onChange={onChange}
      />
      {spelledOut && (
        <>
          <RequestFields
            request={fields.request}
            sends={false}
            sample={sample}
            problems={problems}
            onChange={(request) => {
              onChange({ request });
            }}
            onUnreadable={onUnreadable}
          />
          <PathField
            label="Where the records are"
            placeholder="$.data"
            description="A path into the answer. Empty: the answer itself."
            value={fields.records ?? ''}
            error={problems['records']}
            onChange={(path) => {
              onChange({ records: orNull(path) });
            }}
          />
          {use !== 'lookup' && (
            <PagingFields
              value={fields.paging}
              problems={problems}
              onChange={(paging) => {
                onChange({ paging });
              }}
            />
          )}
        </>
      )}
      {isKnown && !looksUp && (
        <Disclosure
          title="Which records"
          says={modeNames[fields.mode]}
          wrong={isWrong(problems, 'mode', 'limit', 'delta', 'once')}
        >
          <WhichRecords
            fields={fields}
            problems={problems}
            spelledOut={spelledOut}
            sample={props.read}
            operation={operation}
            lastRun={props.lastRun}
            onChange={onChange}
          />
        </Disclosure>
      )}
      {isKnown && !looksUp && <Shape {...props} schema={operation?.schema} />}
      {isKnown && (!looksUp || spelledOut) && (
        <Disclosure title="Advanced" wrong={isWrong(problems, 'pageSize', 'traceKey', 'request.failure')}>
          {!looksUp && <Advanced {...props} />}
          {spelledOut && (
            <AnswerRules
              request={fields.request}
              sends={false}
              problems={problems}
              onChange={(request) => {
                onChange({ request });
              }}
              onUnreadable={onUnreadable}
            />
          )}
        </Disclosure>
      )}
    </>
  );
}

function Shape({ fields, problems, read, schema, onChange, onUnreadable }: ExportFormProps & { schema: unknown }) {
  const set = [fields.transform !== null && 'transform', fields.filter !== null && 'filter'].filter(Boolean).join(', ');
  return (
    <Disclosure title="Shape" says={set} wrong={isWrong(problems, 'transform', 'filter')}>
      <MappingEditor
        label="Transform"
        value={fields.transform}
        sample={read}
        error={problemIn(problems, 'transform')}
        onChange={(transform) => {
          onChange({ transform: transform as Json });
        }}
        onProblem={(message) => {
          onUnreadable('transform', message);
        }}
      />
      <FilterField
        label="Filter"
        description="Only records for which this is true go on; the others are counted as ignored. Empty: all of them."
        value={fields.filter}
        error={problemIn(problems, 'filter')}
        sample={read}
        schema={schema}
        onChange={(filter) => {
          onChange({ filter });
        }}
        onProblem={(message) => {
          onUnreadable('filter', message);
        }}
      />
    </Disclosure>
  );
}

function Advanced({ fields, problems, read, onChange }: ExportFormProps) {
  return (
    <>
      <NumberInput
        label="Page size"
        description="How many records one request asks for. Empty: the most that the application allows."
        min={1}
        allowDecimal={false}
        clampBehavior="none"
        value={fields.pageSize ?? ''}
        error={problems['pageSize']}
        onChange={(typed) => {
          onChange({ pageSize: typeof typed === 'number' ? typed : null });
        }}
      />
      <TemplateField
        label="Trace key"
        description="What tells one record from another, in errors and logs and across runs. Empty: the record's own key."
        placeholder="{{id}}"
        value={fields.traceKey ?? ''}
        sample={read}
        error={problems['traceKey']}
        onChange={(text) => {
          onChange({ traceKey: orNull(text) });
        }}
      />
    </>
  );
}
