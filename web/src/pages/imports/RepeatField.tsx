import { Radio, Stack } from '@mantine/core';
import type { OperationView } from '@/api/schema';
import type { ImportFields } from '../operations/documents';

interface RepeatFieldProps {
  value: ImportFields['repeat'];
  operation: OperationView | undefined;
  error: string | undefined;
  onChange: (repeat: ImportFields['repeat']) => void;
}

/** What becomes of a request that was sent and got no answer: nobody knows whether it worked. */
export function RepeatField({ value, operation, error, onChange }: RepeatFieldProps) {
  const asksByDefault = operation?.repeat === 'never';
  return (
    <Radio.Group
      label="When no answer comes"
      description="A request was sent and the connection broke: it may have worked, or not."
      value={value ?? 'default'}
      error={error}
      onChange={(chosen) => {
        onChange(chosen === 'default' ? null : chosen);
      }}
    >
      <Stack gap="sm" mt="xs">
        <Radio
          value="default"
          label={asksByDefault ? 'Ask a person (default)' : 'Send it again (default)'}
          description={
            asksByDefault
              ? `A second “${operation.name}” would do harm: the record waits in the errors until a person has looked.`
              : operation === undefined
                ? 'With the same idempotency key, so that the other side can tell.'
                : `“${operation.name}” twice gives the same as once: it is sent again by itself.`
          }
        />
        <Radio
          value="always"
          label="Send it again"
          description="Right where writing twice gives the same: an update, or a create with a key of its own."
        />
        <Radio
          value="never"
          label="Ask a person"
          description="The record waits in the errors as outcome_unknown. A repeat could send a second e-mail, or make a second record."
        />
      </Stack>
    </Radio.Group>
  );
}
