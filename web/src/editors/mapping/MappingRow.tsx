import { ActionIcon, Autocomplete } from '@mantine/core';
import { IconAdjustments, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { nameProblem, type MappingNode, type Row } from './mapping';
import classes from './Mapping.module.css';
import { useMappingTools } from './MappingContext';
import { KindSelect, NodeRows, NodeSource } from './NodeEditor';
import { RowOptions } from './RowOptions';
import type { Scope } from './scope';

interface MappingRowProps {
  row: Row;
  siblings: readonly Row[];
  /** What stands for the name of a list's item; null for a field. */
  label: string | null;
  scope: Scope;
  outer: readonly string[] | null;
}

/** One output field: its name, what it is, where its value comes from, and what else is said of it. */
export function MappingRow({ row, siblings, label, scope, outer }: MappingRowProps) {
  const { change, fields } = useMappingTools();
  const [isOpen, setIsOpen] = useState(false);
  const [isNew] = useState(label === null && row.name === null);
  const [isLeft, setIsLeft] = useState(false);
  const nameInput = useRef<HTMLInputElement>(null);
  const { node } = row;
  const name = label ?? row.name ?? 'New field';
  const names = outer === null || row.name === null ? null : [...outer, row.name];
  const field = fields.find((one) => names !== null && one.names.join('\0') === names.join('\0'));
  const beside = new Set(siblings.map((one) => one.name));
  const offered = fields
    .filter((one) => outer !== null && one.names.slice(0, -1).join('\0') === outer.join('\0'))
    .map((one) => one.names.at(-1) ?? '')
    .filter((one) => one === row.name || !beside.has(one));
  const wrongName = label === null && (row.name !== null || isLeft) ? nameProblem(siblings, row) : null;
  const options = 'directive' in node ? Object.keys(node.directive ?? {}).filter((one) => !mains.has(one)).length : 0;

  useEffect(() => {
    if (isNew) {
      nameInput.current?.focus();
    }
  }, [isNew]);

  const set = (now: MappingNode) => {
    change(row.id, (former) => ({ ...former, node: now }));
  };

  return (
    <div className={classes['block']} role="group" aria-label={name}>
      <div className={classes['row']}>
        {label === null ? (
          <Autocomplete
            ref={nameInput}
            aria-label={`${name}: name`}
            placeholder="Output field"
            value={row.name ?? ''}
            data={[...new Set(offered)]}
            limit={100}
            comboboxProps={{ keepMounted: false }}
            error={wrongName}
            {...(field?.required === true && { rightSection: <span title="The destination needs it">*</span> })}
            onBlur={() => {
              setIsLeft(true);
            }}
            onChange={(text) => {
              change(row.id, (former) => ({ ...former, name: text === '' ? null : text }));
            }}
          />
        ) : (
          <span className={classes['item']}>{label}</span>
        )}
        <KindSelect name={name} node={node} onChange={set} />
        <NodeSource name={name} node={node} scope={scope} onChange={set} />
        <div className={classes['tools']}>
          {'directive' in node && (
            <ActionIcon
              variant={options > 0 ? 'light' : 'subtle'}
              color={options > 0 ? 'weir' : 'gray'}
              aria-label={`Options of ${name}${options > 0 ? ` (${options} set)` : ''}`}
              aria-expanded={isOpen}
              onClick={() => {
                setIsOpen(!isOpen);
              }}
            >
              <IconAdjustments size={16} />
            </ActionIcon>
          )}
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove ${name}`}
            onClick={() => {
              change(row.id, () => null);
            }}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      </div>
      {isOpen && 'directive' in node && <RowOptions node={node} scope={scope} onChange={set} />}
      <NodeRows name={name} node={node} scope={scope} outer={node.kind === 'object' ? names : null} onChange={set} />
    </div>
  );
}

const mains = new Set(['@from', '@each', '@do', '@const']);
