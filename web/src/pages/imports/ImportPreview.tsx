import { Text } from '@mantine/core';
import type { ImportPreviewView } from '@/api/schema';
import { readable } from '@/pages/connections/debug/exchangeRows';
import { PreviewDialog } from '../operations/preview/PreviewDialog';
import classes from '../operations/preview/PreviewDialog.module.css';
import { TroubleList } from '../operations/preview/TroubleList';
import text from '../operations/page/JsonText.module.css';

interface ImportPreviewProps {
  opened: boolean;
  result: ImportPreviewView | undefined;
  onClose: () => void;
}

/** What an import would send for the sample record. */
export function ImportPreview({ opened, result, onClose }: ImportPreviewProps) {
  const requests = result?.requests ?? [];
  return (
    <PreviewDialog opened={opened} title="Preview" onClose={onClose}>
      <Text size="sm" c="dimmed" role="status">
        What would be sent for the sample record. Nothing has been sent; secrets are masked.
      </Text>
      <TroubleList errors={result?.errors ?? []} />
      {requests.map(({ method, url, headers, body }, at) => (
        <section key={at} className={classes['request']} aria-label={`Request ${at + 1}`}>
          <p>
            <b>{method}</b> {url}
          </p>
          {Object.entries(headers).map(([name, value]) => (
            <p key={name}>
              <Text span size="sm" c="dimmed">
                {name}:
              </Text>{' '}
              {value}
            </p>
          ))}
          {body === null ? (
            <p className={classes['note']}>No body</p>
          ) : (
            // It scrolls: the keyboard must be able to do that too.
            // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            <pre className={text['text']} role="region" aria-label={`Body of request ${at + 1}`} tabIndex={0}>
              {readable(body)}
            </pre>
          )}
        </section>
      ))}
      {requests.length === 0 && <p className={classes['note']}>Nothing would be sent.</p>}
    </PreviewDialog>
  );
}
