import { Group, NativeSelect } from '@mantine/core';
import { TemplateField } from '@/editors';
import type { Json, JsonObject } from '@/json/json';
import { withField } from '../documents';
import { problemIn } from '../pane/useEditing';
import { BodyField } from './BodyField';
import { PairsField } from './PairsField';

interface RequestFieldsProps {
  request: JsonObject | null;
  /** It writes records. */
  sends: boolean;
  sample: unknown;
  problems: Readonly<Record<string, string>>;
  onChange: (request: JsonObject) => void;
  onUnreadable: (field: string, message: string | null) => void;
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** A request spelled out, for an application without operations. */
export function RequestFields({ request, sends, sample, problems, onChange, onUnreadable }: RequestFieldsProps) {
  const now = request ?? {};
  const text = (name: string, standard = '') => (typeof now[name] === 'string' ? now[name] : standard);
  const method = text('method', sends ? 'POST' : 'GET').toUpperCase();
  const set = (name: string, value: Json | undefined) => {
    onChange(withField(now, name, value));
  };

  return (
    <>
      <Group align="flex-start" gap="xs" wrap="nowrap">
        <NativeSelect
          label="Method"
          w={110}
          style={{ flexShrink: 0 }}
          data={methods}
          value={method}
          error={problems['request.method']}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            onChange({ ...(chosen === 'GET' ? withField(now, 'body', undefined) : now), method: chosen });
          }}
        />
        <div style={{ flexGrow: 1, minWidth: 0 }}>
          <TemplateField
            label="Path"
            required
            place="path"
            placeholder="/things"
            description="Added to the connection's base address."
            value={text('path')}
            sample={sample}
            error={problems['request.path'] ?? problems['request']}
            onChange={(path) => {
              set('path', path);
            }}
          />
        </div>
      </Group>
      <PairsField
        label="Query"
        one="query parameter"
        place="query"
        repeats
        value={now['query']}
        sample={sample}
        error={problemIn(problems, 'request.query')}
        onChange={(query) => {
          set('query', query);
        }}
      />
      <PairsField
        label="Headers"
        one="header"
        place="header"
        repeats={false}
        value={now['headers']}
        sample={sample}
        error={problemIn(problems, 'request.headers')}
        onChange={(headers) => {
          set('headers', headers);
        }}
      />
      {method !== 'GET' && (
        <BodyField
          request={now}
          sends={sends}
          sample={sample}
          error={problemIn(problems, 'request.body')}
          onChange={onChange}
          onUnreadable={onUnreadable}
        />
      )}
    </>
  );
}
