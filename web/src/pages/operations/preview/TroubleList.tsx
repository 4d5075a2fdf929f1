import { Alert } from '@mantine/core';
import type { PreviewError } from '@/api/schema';

/** Records that would stand in the errors, and why. */
export function TroubleList({ errors }: { errors: readonly PreviewError[] }) {
  return errors.length === 0 ? null : (
    <Alert
      role="alert"
      color="red"
      variant="light"
      title={errors.length === 1 ? 'One record would fail' : `${errors.length} records would fail`}
      styles={{ message: { color: 'inherit' } }}
    >
      <ul style={{ margin: 0, paddingInlineStart: '1.25rem' }}>
        {errors.map(({ index, field, message }) => (
          <li key={`${index} ${field ?? ''} ${message}`}>
            Record {index + 1}
            {field !== null && field !== '' && `, ${field}`}: {message}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
