import { Button, Group, Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { ConfirmDialog } from './ConfirmDialog';
import { ErrorNotice } from './ErrorNotice';
import { RightPane } from './RightPane';

interface FormPaneProps {
  opened: boolean;
  title: string;
  /** The id of its form element. */
  formId: string;
  saveLabel?: string;
  busy: boolean;
  /** Whether anything typed would be lost. */
  dirty: boolean;
  /** What is said above the fields; null when there is nothing, or the fields say it. */
  error: unknown;
  onSave: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A form in a pane from the right, with Save and Cancel. Leaving it with changes asks first. */
export function FormPane(props: FormPaneProps) {
  const { opened, dirty, formId, onClose } = props;
  const [asking, setAsking] = useState(false);

  const leave = () => {
    if (dirty) {
      setAsking(true);
    } else {
      onClose();
    }
  };

  return (
    <>
      <RightPane
        opened={opened}
        title={props.title}
        onClose={leave}
        footer={
          <Group gap="sm">
            <Button type="submit" form={formId} loading={props.busy}>
              {props.saveLabel ?? 'Save'}
            </Button>
            <Button variant="default" onClick={leave}>
              Cancel
            </Button>
          </Group>
        }
      >
        <form
          id={formId}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            props.onSave();
          }}
        >
          <Stack>
            {props.error !== null && props.error !== undefined && <ErrorNotice error={props.error} />}
            {props.children}
          </Stack>
        </form>
      </RightPane>
      <ConfirmDialog
        opened={asking}
        title="Discard what you have typed?"
        confirmLabel="Discard"
        cancelLabel="Keep editing"
        danger
        onConfirm={() => {
          setAsking(false);
          onClose();
        }}
        onCancel={() => {
          setAsking(false);
        }}
      >
        Nothing of it has been saved.
      </ConfirmDialog>
    </>
  );
}
