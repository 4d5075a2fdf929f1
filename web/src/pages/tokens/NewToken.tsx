import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useRef, useState } from 'react';

/** The token itself, once. */
export function NewToken({ token, onClose }: { token: string | null; onClose: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);

  // Without https the browser keeps its clipboard from pages; then the text is selected, ready for the keyboard.
  const copy = async () => {
    input.current?.select();
    try {
      await navigator.clipboard.writeText(token ?? '');
      setCopied(true);
    } catch {
      setCopied(false);
    }
  };

  return (
    <Modal
      opened={token !== null}
      onClose={onClose}
      title="The new token"
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      centered
      size="lg"
    >
      <Stack>
        <Text size="sm">Copy it to where it is needed. It is shown this once and cannot be read again.</Text>
        <TextInput
          ref={input}
          label="Token"
          value={token ?? ''}
          readOnly
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          onFocus={(event) => {
            event.currentTarget.select();
          }}
        />
        <Group justify="flex-end">
          <span role="status">{copied ? 'Copied' : ''}</span>
          <Button
            variant="default"
            leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
            onClick={copy}
          >
            Copy
          </Button>
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
