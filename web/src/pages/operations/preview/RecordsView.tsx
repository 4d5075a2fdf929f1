import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { isObject, type Json } from '@/json/json';
import { stringifyExact } from '@/json/stringifyExact';
import { JsonText } from '../page/JsonText';
import classes from './PreviewDialog.module.css';
import { columnsOf, shortly } from './recordCells';

/** Records as a table, or one by one as JSON. */
export function RecordsView({ records }: { records: readonly Json[] }) {
  const columns = columnsOf(records);
  const [view, setView] = useState('table');
  const asTable = view === 'table' && columns.length > 0;
  return (
    <>
      {columns.length > 0 && (
        <SegmentedControl
          aria-label="Show records as"
          size="xs"
          style={{ alignSelf: 'flex-start' }}
          value={view}
          data={[
            { value: 'table', label: 'Table' },
            { value: 'json', label: 'JSON' },
          ]}
          onChange={setView}
        />
      )}
      {asTable ? (
        // It scrolls sideways: the keyboard must be able to do that too.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={classes['scroll']} role="region" aria-label="Records" tabIndex={0}>
          <table>
            <thead>
              <tr>
                {columns.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {records.map((record, at) => (
                <tr key={at}>
                  {columns.map((name) => {
                    const text = shortly(isObject(record) ? record[name] : undefined);
                    return (
                      <td key={name} title={text}>
                        {text}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <div>
          {records.map((record, at) => (
            <details key={at} className={classes['record']} open={at === 0}>
              <summary>
                Record {at + 1} {stringifyExact(record).slice(0, 120)}
              </summary>
              <JsonText label={`Record ${at + 1}`} value={record} />
            </details>
          ))}
        </div>
      )}
    </>
  );
}
