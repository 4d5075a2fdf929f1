import { Button, SegmentedControl, VisuallyHidden } from '@mantine/core';
import { useId, useMemo, useRef, useState } from 'react';
import { isObject, sameJson, type Json } from '@/json/json';
import { JsonField } from '../document/JsonField';
import { usePreview } from '../preview/usePreview';
import { schemaFields } from '../sample/schemaFields';
import { useProblem } from '../useProblem';
import { LookupTables } from './LookupTables';
import { documentOf, emptyValue, firstProblem, newRow, nodeOf, type MappingNode } from './mapping';
import classes from './Mapping.module.css';
import { MappingContext, type MappingTools } from './MappingContext';
import type { MappingEditorProps } from './MappingEditor';
import { MappingOutput } from './MappingOutput';
import { KindSelect, NodeRows, NodeSource } from './NodeEditor';
import { rowProblem } from './rowProblem';
import { Needed } from './Needed';
import { SampleTree } from './SampleTree';
import { pathIn, recordScope } from './scope';
import { withMore, withRow } from './tree';
import { useDrop } from './useDrop';
import { useKeepEnter } from './useKeepEnter';
import { WholeWindow } from './WholeWindow';

const rootOf = (value: Json): MappingNode => nodeOf(value ?? {});

/** What {@link MappingEditor} shows: the input at the left, rows, and the output at the right. */
export default function MappingForms(props: MappingEditorProps) {
  const value = (props.value ?? null) as Json;
  const [state, setState] = useState(() => ({ value, root: rootOf(value) }));
  const [view, setView] = useState('rows');
  const [isWide, setIsWide] = useState(false);
  const [rawProblem, setRawProblem] = useState<string | null>(null);
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  useKeepEnter(frame);
  const { root } = state;
  const title = props.label ?? 'Mapping';

  // The rows keep what is half typed while they mean the value; another value replaces them.
  if (!sameJson(state.value, value)) {
    setState({ value, root: rootOf(value) });
  }

  const change = (now: MappingNode) => {
    const next = now.kind === 'object' && now.rows.length === 0 ? null : documentOf(now);
    setState({ value: next, root: now });
    if (!sameJson(next, value)) {
      props.onChange(next);
    }
  };

  useProblem(rawProblem ?? firstProblem(root), props.onProblem);

  const body = (
    <div ref={frame} className={classes['editor']} role="group" aria-labelledby={`${id}-label`} data-keeps-enter>
      <div className={classes['head']}>
        {isWide ? (
          <VisuallyHidden id={`${id}-label`}>{title}</VisuallyHidden>
        ) : (
          <span className={classes['label']} id={`${id}-label`}>
            {title}
          </span>
        )}
        <SegmentedControl
          size="xs"
          aria-label={`${title}: view`}
          value={view}
          data={[
            { value: 'rows', label: 'Rows' },
            { value: 'json', label: 'JSON' },
          ]}
          onChange={setView}
        />
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => {
            setIsWide(!isWide);
          }}
        >
          {isWide ? 'Back to the form' : 'Whole window'}
        </Button>
      </div>
      {Boolean(props.error) && <p className={classes['problem']}>{props.error}</p>}
      <Panels {...props} value={value} root={root} view={view} onRoot={change} onRawProblem={setRawProblem} />
    </div>
  );

  return isWide ? (
    <WholeWindow
      title={title}
      onClose={() => {
        setIsWide(false);
      }}
    >
      {body}
    </WholeWindow>
  ) : (
    body
  );
}

interface PanelsProps extends MappingEditorProps {
  value: Json;
  root: MappingNode;
  view: string;
  onRoot: (root: MappingNode) => void;
  onRawProblem: (message: string | null) => void;
}

function Panels({ value, root, view, onRoot, onRawProblem, sample, ...props }: PanelsProps) {
  const lookups = isObject(props.lookups) ? props.lookups : {};
  const scope = useMemo(() => recordScope(sample), [sample]);
  const fields = useMemo(() => schemaFields(props.fields), [props.fields]);
  const hasSample = sample !== undefined;
  const preview = usePreview(
    'mapping',
    value === null ? null : { mapping: value, lookups, record: hasSample ? sample : {} },
  );
  // Without a record only what is wrong with the mapping itself is said.
  const isSaid = preview.problem !== undefined && (hasSample || preview.problem.position !== undefined);
  const problem = isSaid && preview.problem !== undefined ? rowProblem(root, preview.problem) : null;

  const tools: MappingTools = {
    change: (row, make) => {
      onRoot(withRow(root, row, make));
    },
    problem: preview.isOld ? null : problem,
    tables: props.onLookupsChange ? Object.keys(lookups) : null,
    fields,
    places: scope.paths,
  };

  const take = (place: number) => {
    const steps = scope.paths[place]?.steps ?? [];
    const names = steps.filter((step) => typeof step === 'string');
    const text = pathIn(scope, steps);
    const isTaken = root.kind === 'object' && root.rows.some(({ name }) => name === names.at(-1));
    onRoot(withMore(root, newRow(isTaken ? null : (names.at(-1) ?? null), { ...emptyValue, text } as MappingNode)));
  };

  const host = useRef<HTMLDivElement>(null);
  const isOver = useDrop(host, take);

  return (
    <MappingContext value={tools}>
      <div className={classes['panels']}>
        <SampleTree places={scope.paths} onChoose={take} />
        <div className={classes['middle']}>
          {view === 'json' ? (
            <JsonField
              label="Mapping as JSON"
              labelHidden
              value={value}
              onChange={props.onChange}
              onProblem={onRawProblem}
              error={problem?.message}
              placeholder={'{"subject": "$.subject"}'}
            />
          ) : (
            <>
              <Needed root={root} fields={fields} sample={sample} onRoot={onRoot} />
              {root.kind !== 'object' && (
                <div className={classes['row']}>
                  <span className={classes['item']}>The record is</span>
                  <KindSelect name="The record" node={root} onChange={onRoot} />
                  <NodeSource name="The record" node={root} scope={scope} onChange={onRoot} />
                </div>
              )}
              <p className={classes['note']}>
                Each row is a field of the output. A field of the input begins with <code>$</code>, a template has{' '}
                <code>{'{{ }}'}</code>, anything else is a text as it is.
              </p>
              {root.kind === 'object' && root.rows.length > 0 && <Headings />}
              <NodeRows name="" node={root} scope={scope} outer={[]} onChange={onRoot} />
              <div ref={host} className={classes['drop']} {...(isOver && { 'data-over': true })}>
                {value === null && root.kind === 'object' && root.rows.length === 0
                  ? 'No mapping: the record goes as it is. Drag a field of the input here, or add one.'
                  : 'Drag a field of the input here for a new row.'}
              </div>
            </>
          )}
          {props.onLookupsChange && <LookupTables value={lookups} onChange={props.onLookupsChange} />}
        </div>
        <MappingOutput
          value={value === null ? ((sample ?? null) as Json) : preview.value}
          hasSample={hasSample}
          isOld={preview.isOld}
          problem={problem?.message}
        />
      </div>
    </MappingContext>
  );
}

/** What stands in the columns of the rows. Every field says it too, to who does not see them. */
function Headings() {
  return (
    <div className={classes['headings']} aria-hidden>
      <span>Output field</span>
      <span>Kind</span>
      <span>Comes from</span>
    </div>
  );
}
