import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { ApplicationIcon } from '@/components/ApplicationIcon';
import { BusyButton } from '@/components/BusyButton';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import { focusFirstInvalid } from '@/components/focusFirstInvalid';
import { Loading } from '@/components/Loading';
import { Problem } from '@/components/Problem';
import { RightPane } from '@/components/RightPane';
import type { useEditing } from './useEditing';

interface EditPaneProps {
  opened: boolean;
  title: string;
  application: string | undefined;
  /** The document that is edited. */
  editing: Pick<
    ReturnType<typeof useEditing>,
    'fields' | 'isChanged' | 'saving' | 'failure' | 'isOutdated' | 'problems' | 'saveOver' | 'loadTheirs' | 'save'
  >;
  /** Why what is stored cannot be read. */
  error: unknown;
  onRetry: () => void;
  /** Beside Save. */
  action?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

/** A document in a pane from the right, with Save and Cancel. Nothing that was typed is lost without a question. */
export function EditPane({ opened, title, application, editing, ...props }: EditPaneProps) {
  const form = useRef<HTMLFormElement>(null);
  const [asks, setAsks] = useState(false);
  const { isChanged, problems, saving } = editing;
  const blocker = useBlocker({ shouldBlockFn: () => isChanged, enableBeforeUnload: isChanged, withResolver: true });

  const [isPlaced, setPlaced] = useState(true);

  useEffect(() => {
    if (Object.keys(problems).length > 0 && !isTyping()) {
      focusFirstInvalid(form.current);
    }

    // What no field shows is said above them.
    const frame = requestAnimationFrame(() => {
      setPlaced(form.current?.querySelector('[aria-invalid="true"]') != null);
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [problems]);

  const said = Object.entries(problems);

  const close = () => {
    // It may be stored by now: nobody can say any more that nothing was saved.
    if (saving) {
      return;
    }

    if (isChanged) {
      setAsks(true);
    } else {
      props.onClose();
    }
  };

  return (
    <>
      <RightPane
        opened={opened}
        title={title}
        icon={application !== undefined && <ApplicationIcon application={application} size={30} />}
        onClose={close}
        footer={
          <Group justify="space-between" gap="xs">
            <Button variant="subtle" color="gray" onClick={close}>
              Cancel
            </Button>
            <Group gap="xs">
              {props.action}
              <BusyButton type="submit" form="document" busy={saving}>
                Save
              </BusyButton>
            </Group>
          </Group>
        }
      >
        {editing.fields === null && props.error !== null && <Problem error={props.error} onRetry={props.onRetry} />}
        {editing.fields === null && props.error === null && <Loading />}
        {editing.fields !== null && (
          <form
            ref={form}
            id="document"
            noValidate
            autoComplete="off"
            onSubmit={(event) => {
              event.preventDefault();
              editing.save();
            }}
          >
            <Stack gap="lg">
              {editing.isOutdated ? (
                <OutdatedNotice editing={editing} />
              ) : (
                editing.failure !== null && <ErrorNotice error={editing.failure} />
              )}
              {said.length > 0 && !isPlaced && (
                <Alert role="alert" color="red" variant="light" styles={{ message: { color: 'inherit' } }}>
                  {said.map(([path, message]) => (
                    <div key={path}>{message}</div>
                  ))}
                </Alert>
              )}
              {props.children}
            </Stack>
          </form>
        )}
      </RightPane>
      <ConfirmDialog
        opened={asks || blocker.status === 'blocked'}
        title="Discard what you have typed?"
        confirmLabel="Discard"
        cancelLabel="Keep editing"
        danger
        onConfirm={() => {
          setAsks(false);
          props.onClose();
          blocker.proceed?.();
        }}
        onCancel={() => {
          setAsks(false);
          blocker.reset?.();
        }}
      >
        <Text size="sm">Nothing of it has been saved.</Text>
      </ConfirmDialog>
    </>
  );
}

function OutdatedNotice({ editing }: Pick<EditPaneProps, 'editing'>) {
  return (
    <Alert role="alert" color="orange" variant="light" title="Somebody else has saved it meanwhile">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">What you typed is still here, and not saved. Choose which of the two counts.</Text>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={() => void editing.loadTheirs()}>
            Take theirs
          </Button>
          <Button size="xs" onClick={() => void editing.saveOver()}>
            Save mine over it
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

/** Who is in a field stays there. */
function isTyping(): boolean {
  const at = document.activeElement;
  return (
    at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement || at?.classList.contains('cm-content') === true
  );
}
