import { Button, NativeSelect } from '@mantine/core';
import { useMemo, useRef } from 'react';
import { stringifyExact } from '@/json/stringifyExact';
import { LiteralInput } from './LiteralInput';
import { constant, converted, emptyValue, newRow, type Kind, type MappingNode } from './mapping';
import classes from './Mapping.module.css';
import { useMappingTools } from './MappingContext';
import { MappingRow } from './MappingRow';
import { itemScope, pathIn, type Scope } from './scope';
import { SourceInput } from './SourceInput';
import { withMore } from './tree';
import { useDrop } from './useDrop';

interface NodeEditorProps {
  /** What it is called in the names of its controls. */
  name: string;
  node: MappingNode;
  scope: Scope;
  /** The names of the fields that stand around it in the output; null where they are not known. */
  outer: readonly string[] | null;
  onChange: (node: MappingNode) => void;
}

const kinds: readonly { value: Kind; label: string }[] = [
  { value: 'value', label: 'Value' },
  { value: 'constant', label: 'Fixed value' },
  { value: 'object', label: 'Object' },
  { value: 'list', label: 'List' },
  { value: 'each', label: 'For each' },
];

/** What stands for the source of what has rows of its own. */
const hints: Partial<Record<Kind, string>> = { object: 'made of the fields below', list: 'made of the items below' };

/** The choice of what a row is. */
export function KindSelect({ name, node, onChange }: Pick<NodeEditorProps, 'name' | 'node' | 'onChange'>) {
  return (
    <NativeSelect
      aria-label={`${name}: what it is`}
      value={node.kind}
      data={node.kind === 'raw' ? [...kinds, { value: 'raw', label: 'JSON as it is' }] : [...kinds]}
      onChange={(event) => {
        onChange(converted(node, event.currentTarget.value as Kind));
      }}
    />
  );
}

/** Where the value of a row comes from, on the row's own line, and what is wrong with it. */
export function NodeSource({ name, node, scope, onChange }: Omit<NodeEditorProps, 'outer'>) {
  const { places, problem } = useMappingTools();
  const said = problem?.node === node ? problem : null;
  const hasText = node.kind === 'value' || node.kind === 'each';
  const hint = hints[node.kind];
  const host = useRef<HTMLDivElement>(null);
  const isOver = useDrop(host, (place) => {
    const text = pathIn(scope, places[place]?.steps ?? []);
    onChange(
      node.kind === 'each'
        ? { ...node, path: text }
        : node.kind === 'value'
          ? { ...node, text }
          : ({ ...emptyValue, text } as MappingNode),
    );
  });

  return (
    <div ref={host} className={classes['source']} {...(isOver && { 'data-over': true })}>
      {(hasText || node.kind === 'constant') && (
        <span className={classes['from']} aria-hidden>
          {hasText ? 'from' : 'is'}
        </span>
      )}
      {hasText && (
        <SourceInput
          label={`${name}: source`}
          value={node.kind === 'value' ? node.text : node.path}
          onChange={(text) => {
            onChange(node.kind === 'value' ? { ...node, text } : { ...node, path: text });
          }}
          scope={scope}
          error={said?.message}
          wrongAt={said?.wrongAt ?? null}
          placeholder={node.kind === 'each' ? 'A list of the input' : 'A field of the input, or a text'}
        />
      )}
      {node.kind === 'constant' && (
        <LiteralInput
          label={`${name}: value`}
          value={node.value}
          onChange={(value) => {
            onChange(constant(value, node.directive));
          }}
        />
      )}
      {hint !== undefined && said === null && <p className={classes['hint']}>{hint}</p>}
      {node.kind === 'raw' && <code className={classes['raw']}>{stringifyExact(node.value)}</code>}
      {said !== null && !hasText && <p className={classes['problem']}>{said.message}</p>}
    </div>
  );
}

/** The rows inside of an object, a list, or what is made of each item. */
export function NodeRows({ name, node, scope, outer, onChange }: NodeEditorProps) {
  if (node.kind === 'each') {
    return <EachItem name={name} node={node} scope={scope} onChange={onChange} />;
  }

  if (node.kind !== 'object' && node.kind !== 'list') {
    return null;
  }

  const isList = node.kind === 'list';
  return (
    <div className={classes['rows']}>
      {node.rows.map((row, at) => (
        <MappingRow
          key={row.id}
          row={row}
          siblings={node.rows}
          label={isList ? `Item ${at + 1}` : null}
          scope={scope}
          outer={outer}
        />
      ))}
      <Button
        className={classes['add'] ?? ''}
        size="compact-sm"
        variant="default"
        onClick={() => {
          onChange(withMore(node, newRow(null, emptyValue)));
        }}
      >
        {isList ? `+ Item of ${name}` : name === '' ? '+ Field' : `+ Field in ${name}`}
      </Button>
    </div>
  );
}

interface EachItemProps extends Omit<NodeEditorProps, 'outer' | 'node'> {
  node: MappingNode & { kind: 'each' };
}

/** What is made of each item of a list. */
function EachItem({ name, node, scope, onChange }: EachItemProps) {
  const inside = useMemo(() => itemScope(scope, node.path), [scope, node.path]);
  const item = `Item of ${name}`;
  const change = (now: MappingNode) => {
    onChange({ ...node, item: now });
  };

  return (
    <div className={classes['rows']}>
      <div className={classes['row']}>
        <span className={classes['item']}>Each item is</span>
        <KindSelect name={item} node={node.item} onChange={change} />
        <NodeSource name={item} node={node.item} scope={inside} onChange={change} />
      </div>
      <NodeRows
        name={node.item.kind === 'object' ? name : item}
        node={node.item}
        scope={inside}
        outer={null}
        onChange={change}
      />
    </div>
  );
}
