import { Button } from '@mantine/core';
import type { SchemaField } from '../sample/schemaFields';
import { emptyValue, type MappingNode } from './mapping';
import classes from './Mapping.module.css';
import { missingFields, withSameNames } from './sameNames';
import { withField } from './tree';

interface NeededProps {
  root: MappingNode;
  fields: readonly SchemaField[];
  sample: unknown;
  onRoot: (root: MappingNode) => void;
}

/** What the destination needs and is not mapped yet, and the fields that both sides have. */
export function Needed({ root, fields, sample, onRoot }: NeededProps) {
  const missing = missingFields(root, fields);
  const same = withSameNames(root, fields, sample);

  return (
    <div className={classes['needed']}>
      <Button
        size="compact-sm"
        variant="light"
        disabled={same === root}
        onClick={() => {
          onRoot(same);
        }}
      >
        Map fields of the same name
      </Button>
      {missing.length > 0 && <span>The destination needs:</span>}
      {missing.map(({ names, kind }) => (
        <Button
          key={names.join('\0')}
          size="compact-sm"
          variant="default"
          aria-label={`Add ${names.join('.')}`}
          onClick={() => {
            const node: MappingNode = kind === 'object' ? { kind: 'object', rows: [] } : emptyValue;
            onRoot(withField(root, names, node));
          }}
        >
          + {names.join('.')}&nbsp;*
        </Button>
      ))}
    </div>
  );
}
