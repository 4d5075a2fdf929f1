import { NativeSelect, Tabs, Text } from '@mantine/core';
import type { Json } from '@/json/json';
import { ExchangeDetails } from '@/pages/connections/debug/ExchangeDetails';
import { exchangeRows } from '@/pages/connections/debug/exchangeRows';
import type { ExportFields } from '../operations/documents';
import { FaultNotice } from '../operations/preview/FaultNotice';
import { PreviewDialog } from '../operations/preview/PreviewDialog';
import classes from '../operations/preview/PreviewDialog.module.css';
import { RecordsView } from '../operations/preview/RecordsView';
import { TroubleList } from '../operations/preview/TroubleList';
import type { ExportPreviewing } from './useExportPreview';

interface ExportPreviewProps {
  preview: ExportPreviewing;
  mode: ExportFields['mode'] | undefined;
  looksUp: boolean;
}

const since = [
  { value: '', label: 'There was none' },
  { value: '0.0416666666', label: 'An hour ago' },
  { value: '1', label: 'A day ago' },
  { value: '7', label: 'A week ago' },
  { value: '30', label: '30 days ago' },
];

/** Real records as an export would deliver them, and behind a tab what was sent for that. */
export function ExportPreview({ preview, mode, looksUp }: ExportPreviewProps) {
  const { result } = preview;
  const records = (result?.records ?? []) as readonly Json[];
  const exchanges = result?.exchanges ?? [];
  return (
    <PreviewDialog opened={preview.opened} title="Preview" onClose={preview.close}>
      <Text size="sm" c="dimmed">
        {looksUp
          ? 'What is found for the sample record. Nothing is stored.'
          : `${records.length === 1 ? 'One record' : `${records.length} records`}, as a flow would get ${records.length === 1 ? 'it' : 'them'} now. Nothing is stored and no mark is moved.`}
      </Text>
      {mode === 'delta' && !looksUp && (
        <NativeSelect
          label="As if the last run was"
          maw={260}
          data={since}
          value={preview.daysAgo === null ? '' : String(preview.daysAgo)}
          disabled={preview.busy}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            preview.read(chosen === '' ? null : Number(chosen));
          }}
        />
      )}
      {result?.error != null && <FaultNotice fault={result.error} />}
      <TroubleList errors={result?.errors ?? []} />
      <Tabs defaultValue="records" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="records">Records ({records.length})</Tabs.Tab>
          <Tabs.Tab value="exchanges">Exchanges ({exchanges.length})</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="records" className={classes['tabs'] ?? ''}>
          {records.length > 0 ? (
            <RecordsView records={records} />
          ) : (
            <p className={classes['note']} role="status">
              {result?.error == null ? 'There is no record that fits.' : 'No record was read.'}
            </p>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="exchanges" className={classes['tabs'] ?? ''}>
          {exchangeRows(exchanges).map(({ key, exchange }) => (
            <ExchangeDetails key={key} exchange={exchange} />
          ))}
          {exchanges.length === 0 && <p className={classes['note']}>Nothing was sent.</p>}
        </Tabs.Panel>
      </Tabs>
    </PreviewDialog>
  );
}
