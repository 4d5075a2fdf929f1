import { Alert } from '@mantine/core';
import type { PreviewWarning } from '@/api/schema';

/** What would be sent and is probably a mistake: a misspelt field, a text where a number belongs. */
export function WarningList({ warnings }: { warnings: readonly PreviewWarning[] }) {
  return warnings.length === 0 ? null : (
    <Alert
      color="yellow"
      variant="light"
      title="Not as the application describes it"
      styles={{ title: { color: 'var(--mantine-color-text)' }, message: { color: 'var(--mantine-color-text)' } }}
    >
      <ul style={{ margin: 0, paddingInlineStart: '1.25rem' }}>
        {warnings.map(({ index, field, message }) => (
          <li key={`${index} ${field} ${message}`}>
            <b>{field === '' ? 'The record' : field}</b> {message}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
