import { Alert, Button, Checkbox, FileInput, Group, List, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '@/api/problem';
import { BusyButton } from '@/components/BusyButton';
import { ErrorNotice } from '@/components/ErrorNotice';
import { counted } from '@/components/RunState';
import { tell } from '@/components/tell';
import { ChangeList } from './ChangeList';
import { apply, compare, placeInWords, type Compared } from './configuration';

interface Chosen {
  name: string;
  text: string;
  prune: boolean;
}

/** A file, what it would change, and the button that does it. */
export function ApplyFile() {
  const queryClient = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [text, setText] = useState('');
  const [prune, setPrune] = useState(false);
  const comparing = useMutation({
    mutationFn: async ({ from, all }: { from: File; all: boolean }): Promise<Chosen & Compared> => {
      const text = await from.text();
      setText(text);
      return { name: from.name, text, prune: all, ...(await compare(text, all)) };
    },
  });
  const applying = useMutation({
    mutationFn: ({ text, prune: all, tag }: Chosen & Compared) => apply(text, all, tag),
    onSuccess: async ({ changes }) => {
      await queryClient.invalidateQueries();
      choose(null);
      tell('File applied', `${counted(differing(changes.changes), 'resource')} changed.`);
    },
  });

  const look = (from: File, all: boolean) => {
    applying.reset();
    comparing.mutate({ from, all });
  };

  const choose = (chosen: File | null) => {
    setFile(chosen);
    comparing.reset();
    applying.reset();
    if (chosen !== null) {
      look(chosen, prune);
    }
  };

  const found = comparing.data;
  const differences = found === undefined ? 0 : differing(found.changes.changes);
  return (
    <Stack gap="lg" align="stretch">
      <FileInput
        label="File"
        description="As it was pulled, here or on another server."
        placeholder="Choose a file"
        accept="application/json,.json"
        clearable
        clearButtonProps={{ 'aria-label': 'Take the file away' }}
        maw={420}
        styles={{ placeholder: { color: 'var(--weir-muted)' } }}
        value={file}
        onChange={choose}
      />
      <Checkbox
        label="Delete what is not in the file"
        checked={prune}
        onChange={(event) => {
          const { checked } = event.currentTarget;
          setPrune(checked);
          if (file !== null) {
            look(file, checked);
          }
        }}
      />
      {comparing.isPending && <span role="status">Comparing…</span>}
      {comparing.error !== null && <Problems error={comparing.error} text={text} />}
      {found !== undefined && (
        <section aria-label="What changes">
          <Stack gap="lg" align="stretch">
            {differences === 0 && (
              <Alert color="gray" variant="light" role="status">
                The configuration is as the file says: nothing changes.
              </Alert>
            )}
            <ChangeList compared={found.changes} />
            {applying.error !== null && <ErrorNotice error={applying.error} />}
            <Group gap="sm">
              {applying.error !== null && file !== null && (
                <Button
                  variant="default"
                  onClick={() => {
                    look(file, prune);
                  }}
                >
                  Compare again
                </Button>
              )}
              {differences > 0 && (
                <BusyButton
                  busy={applying.isPending}
                  onClick={() => {
                    applying.mutate(found);
                  }}
                >
                  Apply {counted(differences, 'change')}
                </BusyButton>
              )}
            </Group>
          </Stack>
        </section>
      )}
    </Stack>
  );
}

const differing = (changes: readonly { action: string }[]) => changes.filter(({ action }) => action !== 'none').length;

/** Why a file cannot be applied: each place in it that is wrong. */
function Problems({ error, text }: { error: Error; text: string }) {
  const fields = error instanceof ApiError ? error.fields : [];
  return (
    <>
      <ErrorNotice error={error} />
      {fields.length > 0 && (
        <List size="sm" aria-label="Problems">
          {fields.map(({ field, message }) => (
            <List.Item key={`${field} ${message}`}>
              {placeInWords(field, text)}: {message}
            </List.Item>
          ))}
        </List>
      )}
    </>
  );
}
