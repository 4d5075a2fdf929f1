import type { ReactNode } from 'react';
import { Card } from '@/components/Card';
import { ConnectionName } from '@/components/ConnectionName';
import { Facts } from '@/components/Facts';
import { TimeAgo } from '@/components/TimeAgo';
import type { Json } from '@/json/json';
import { stringifyExact } from '@/json/stringifyExact';
import type { CommonFields } from '../documents';
import { useTarget } from '../parts/useTarget';
import { JsonText } from './JsonText';
import classes from './Overview.module.css';
import { UsedByCard } from './UsedByCard';
import type { Part } from './parts';

interface DocumentCardsProps {
  part: Part;
  id: string;
  updatedAt: string;
  fields: CommonFields;
  /** What else is set, by its name on the screen. */
  settings: readonly (readonly [string, ReactNode])[];
  /** Documents that are set, by their name on the screen. */
  documents: readonly (readonly [string, Json])[];
}

/** What an export or import is set to, and who uses it. */
export function DocumentCards({ part, id, updatedAt, fields, settings, documents }: DocumentCardsProps) {
  const { application, operation, spelledOut } = useTarget(fields);
  const labelOf = (name: string) => operation?.parameters.find((one) => one.name === name)?.label ?? name;
  const set = documents.filter(([, value]) => value !== null);
  return (
    <div className={classes['grid']}>
      <Card title={part === 'exports' ? 'What it reads' : 'What it writes'}>
        <Facts
          facts={[
            ['Connection', <ConnectionName key="connection" id={fields.connection} />],
            ['Application', application?.name ?? '–'],
            ...(spelledOut
              ? [['Request', requestSays(fields.request)] as const]
              : [['Operation', operation?.name ?? fields.operation ?? '–'] as const]),
            ...Object.entries(fields.parameters).map(([name, value]) => [labelOf(name), shown(value)] as const),
            ...settings,
            ['Changed', <TimeAgo key="changed" at={updatedAt} />],
          ]}
        />
      </Card>
      <UsedByCard part={part} id={id} />
      {set.map(([name, value]) => (
        <Card key={name} title={name}>
          <JsonText label={name} value={value} />
        </Card>
      ))}
    </div>
  );
}

function requestSays(request: CommonFields['request']): string {
  const { method, path } = request ?? {};
  return `${typeof method === 'string' ? method : 'GET'} ${typeof path === 'string' ? path : ''}`;
}

const shown = (value: Json): string => (typeof value === 'string' ? value : stringifyExact(value));
