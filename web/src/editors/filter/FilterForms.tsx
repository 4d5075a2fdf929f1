import { Button } from '@mantine/core';
import { useId, useMemo, useState } from 'react';
import { StatusBadge } from '@/components/StatusBadge';
import { isList, sameJson, type Json } from '@/json/json';
import { JsonField } from '../document/JsonField';
import { usePreview } from '../preview/usePreview';
import { useProblem } from '../useProblem';
import { FilterBuilder } from './FilterBuilder';
import type { FilterEditorProps } from './FilterEditor';
import { filterFields } from './FilterField';
import classes from './FilterForms.module.css';
import { filterOf, groupOf, type Group } from './query';

/** What {@link FilterEditor} shows: conditions, the JSON beside them, and what the filter says of the sample. */
export default function FilterForms(props: FilterEditorProps) {
  const value = (props.value ?? null) as Json;
  const id = useId();
  const [state, setState] = useState(() => ({ value, group: groupOf(value) }));
  const [wantsRaw, setWantsRaw] = useState(false);
  const [rawProblem, setRawProblem] = useState<string | null>(null);
  const fields = useMemo(() => filterFields(props.sample, props.schema), [props.sample, props.schema]);

  // The builder keeps its own shape of the filter while it means the value; another value replaces it.
  if (!sameJson(state.value, value)) {
    setState({ value, group: groupOf(value) });
  }

  const missing = state.group === null ? null : filterOf(state.group).missing;
  const isRaw = wantsRaw || state.group === null;
  useProblem(rawProblem ?? missing, props.onProblem);

  const build = (group: Group) => {
    const now = filterOf(group);
    // What is half typed is not the filter yet.
    const next = now.missing === null ? now.filter : value;
    setState({ value: next, group });
    if (!sameJson(next, value)) {
      props.onChange(next);
    }
  };

  return (
    <div className={classes['forms']} role="group" aria-labelledby={`${id}-label`}>
      <div className={classes['head']}>
        <span className={classes['label']} id={`${id}-label`}>
          {props.label}
        </span>
        {state.group !== null && (
          <Button
            size="compact-xs"
            variant="subtle"
            aria-expanded={isRaw}
            onClick={() => {
              setWantsRaw(!isRaw);
            }}
          >
            {isRaw ? 'Hide JSON' : 'Show JSON'}
          </Button>
        )}
      </div>
      {props.description !== undefined && <p className={classes['about']}>{props.description}</p>}
      {state.group === null && (
        <p className={classes['note']}>
          The builder cannot show this filter without changing it, so it stays as JSON. Nothing of it is lost.
        </p>
      )}
      <div className={classes['grid']} {...(isRaw && state.group !== null && { 'data-raw': true })}>
        {state.group !== null && <FilterBuilder group={state.group} fields={fields} onChange={build} />}
        {isRaw && (
          <JsonField
            label={`${props.label} as JSON`}
            labelHidden
            value={value}
            onChange={props.onChange}
            onProblem={setRawProblem}
            placeholder={'{"==": [{"var": "status"}, "open"]}'}
          />
        )}
      </div>
      <Verdict
        value={value}
        sample={props.sample}
        missing={missing}
        error={props.error}
        says={props.says ?? { yes: 'This record passes', no: 'This record is left out' }}
      />
    </div>
  );
}

interface VerdictProps {
  value: Json;
  sample: unknown;
  missing: string | null;
  error: FilterEditorProps['error'];
  says: { yes: string; no: string };
}

function Verdict({ value, sample, missing, error, says }: VerdictProps) {
  const hasSample = sample !== undefined;
  const {
    value: result,
    problem,
    isOld,
  } = usePreview('filter', value === null ? null : { filter: value, record: hasSample ? sample : {} });
  const wrong = error ?? missing ?? problem?.message;

  if (Boolean(wrong)) {
    return <div className={`${classes['verdict'] ?? ''} ${classes['problem'] ?? ''}`}>{wrong}</div>;
  }

  if (!hasSample || (value !== null && result === undefined)) {
    return null;
  }

  const passes = value === null || isTrue(result ?? null);
  return (
    <div className={classes['verdict']} {...(isOld && { 'aria-busy': true })}>
      <StatusBadge label={passes ? says.yes : says.no} tone={passes ? 'good' : 'neutral'} />
      {value === null && <span className={classes['label']}>There are no conditions.</span>}
    </div>
  );
}

/** As JsonLogic sees it: untrue are false, null, 0, an empty text, and an empty list. */
const isTrue = (result: Json): boolean => (isList(result) ? result.length > 0 : Boolean(result?.valueOf()));
