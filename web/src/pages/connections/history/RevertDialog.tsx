import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useState } from 'react';
import { api, bodyOf } from '@/api/client';
import type { ConnectionView, FormFieldView } from '@/api/schema';
import { ErrorNotice } from '@/components/ErrorNotice';
import { focusFirstInvalid } from '@/components/focusFirstInvalid';
import { PasswordField } from '@/components/PasswordField';
import { tell } from '@/components/tell';
import { fieldLabel } from '../fieldLabels';
import { TestStatus } from '../pane/TestStatus';
import { failedTest, secretsAskedFor } from '../tested';

interface RevertDialogProps {
  connection: ConnectionView;
  form: readonly FormFieldView[];
  /** The version that becomes the present one; null while nothing is asked. */
  version: number | null;
  onClose: () => void;
}

/**
 * Makes a former version the present one, after a test of it. A secret that would go somewhere else is asked for; what a
 * failing test refuses may be reverted without one. Remount it for another version.
 */
export function RevertDialog({ connection, form, version, onClose }: RevertDialogProps) {
  const { id } = connection;
  const formId = useId();
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<readonly string[]>([]);
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({});
  const revert = useMutation({
    mutationFn: (tested: boolean) => {
      const settings = Object.fromEntries(
        Object.entries(secrets)
          .filter(([, value]) => value !== '')
          .map(([path, value]) => [path.replace(/^settings\./, ''), value]),
      );
      const params = {
        path: { id, version: version ?? 0 },
        query: tested ? {} : { test: 'false' },
        header: { 'If-Match': `"${connection.version}"` },
      };
      return bodyOf(
        api.POST('/v1/connections/{id}/versions/{version}/revert', {
          params,
          ...(Object.keys(settings).length > 0 && { body: { settings } }),
        }),
      );
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['connections'] });
      onClose();
      tell('Connection reverted', `${connection.name} is again as it was in version ${version}.`);
    },
    onError: (error) => {
      const again = secretsAskedFor(error);
      setAsked((before) => [...new Set([...before, ...again])]);
      return queryClient.invalidateQueries({ queryKey: ['connections', id] });
    },
  });
  const test = failedTest(revert.error);
  const again = secretsAskedFor(revert.error);

  useEffect(() => {
    if (secretsAskedFor(revert.error).length > 0) {
      focusFirstInvalid(document.getElementById(formId));
    }
  }, [revert.error, formId]);

  return (
    <Modal
      opened={version !== null}
      onClose={onClose}
      title={`Revert to version ${version}?`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      centered
    >
      <form
        id={formId}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          revert.mutate(true);
        }}
      >
        <Stack>
          <Text size="sm">
            Its fields become the present ones, as a new version. The connection is tested first; secrets stay as they
            are.
          </Text>
          {asked.map((path) => (
            <PasswordField
              key={path}
              label={fieldLabel(path, form)}
              required
              description="That version signs in at another address, so the stored one is not sent there. Type the one that belongs to it."
              error={again.includes(path) && `Enter the ${fieldLabel(path, form).toLowerCase()} of that version.`}
              autoComplete="new-password"
              value={secrets[path] ?? ''}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setSecrets((now) => ({ ...now, [path]: value }));
              }}
            />
          ))}
          {revert.isPending && revert.variables && <TestStatus state={{ phase: 'running' }} />}
          {test && <TestStatus state={test} />}
          {revert.error && test === null && again.length === 0 && <ErrorNotice error={revert.error} />}
          <Group justify="flex-end" gap="sm">
            {test && (
              <Button
                variant="light"
                onClick={() => {
                  revert.mutate(false);
                }}
              >
                Revert without testing
              </Button>
            )}
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={revert.isPending} data-autofocus>
              Revert
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
