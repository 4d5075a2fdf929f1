import { Text } from '@mantine/core';
import type { ShownRequest } from '@/api/schema';
import { readable } from '@/pages/connections/debug/exchangeRows';
import text from '../page/JsonText.module.css';
import classes from './PreviewDialog.module.css';

/** Requests as they would leave, secrets masked. */
export function RequestList({ requests }: { requests: readonly ShownRequest[] }) {
  if (requests.length === 0) {
    return <p className={classes['note']}>Nothing would be sent.</p>;
  }

  return requests.map(({ method, url, headers, body }, at) => (
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
  ));
}
