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
  error: string | undefined;
  wrongAt: number | null;
}

const kinds: readonly { value: Kind; label: string }[] = [
  { value: 'value', label: 'Value' },
  { value: 'constant', label: 'Fixed' },
  { value: 'object', label: 'Object' },
  { value: 'list', label: 'List' },
  { value: 'each', label: 'For each' },
];

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

/** Where the value of a row comes from, on the row's own line. */
export function NodeSource({ name, node, scope, onChange, error, wrongAt }: NodeEditorProps) {
  const { places } = useMappingTools();
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
      {(node.kind === 'value' || node.kind === 'each') && (
        <SourceInput
          label={`${name}: source`}
          value={node.kind === 'value' ? node.text : node.path}
          onChange={(text) => {
            onChange(node.kind === 'value' ? { ...node, text } : { ...node, path: text });
          }}
          scope={scope}
          error={error}
          wrongAt={wrongAt}
          placeholder={node.kind === 'each' ? '$.list[*]' : '$.field, {{template}} or text'}
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
      {node.kind === 'raw' && <code className={classes['raw']}>{stringifyExact(node.value)}</code>}
    </div>
  );
}

/** The rows inside of an object, a list, or what is made of each item. */
export function NodeRows({ name, node, scope, outer, onChange }: Omit<NodeEditorProps, 'error' | 'wrongAt'>) {
  const path = node.kind === 'each' ? node.path : null;
  const inside = useMemo(() => (path === null ? scope : itemScope(scope, path)), [scope, path]);
  if (node.kind === 'each' && node.item.kind !== 'object') {
    return (
      <div className={classes['rows']}>
        <div className={classes['row']}>
          <span className={classes['item']}>Each item is</span>
          <KindSelect
            name={`Item of ${name}`}
            node={node.item}
            onChange={(item) => {
              onChange({ ...node, item });
            }}
          />
          <NodeSource
            name={`Item of ${name}`}
            node={node.item}
            scope={inside}
            outer={null}
            onChange={(item) => {
              onChange({ ...node, item });
            }}
            error={undefined}
            wrongAt={null}
          />
        </div>
        <NodeRows
          name={`Item of ${name}`}
          node={node.item}
          scope={inside}
          outer={null}
          onChange={(item) => {
            onChange({ ...node, item });
          }}
        />
      </div>
    );
  }

  const holder = node.kind === 'each' ? node.item : node;
  if (holder.kind !== 'object' && holder.kind !== 'list') {
    return null;
  }

  const isList = holder.kind === 'list';
  return (
    <div className={classes['rows']}>
      {holder.rows.map((row, at) => (
        <MappingRow
          key={row.id}
          row={row}
          siblings={holder.rows}
          label={isList ? `Item ${at + 1}` : null}
          scope={inside}
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
