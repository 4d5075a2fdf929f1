import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { BusyButton } from './BusyButton';
import { ErrorNotice } from './ErrorNotice';
import { PaneButtons } from './PaneButtons';
import { RightPane } from './RightPane';
import { useDiscardQuestion } from './useDiscardQuestion';

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
  const { opened, busy, formId } = props;
  const { leave, question } = useDiscardQuestion({
    dirty: opened && props.dirty,
    saving: busy,
    onLeave: props.onClose,
  });

  return (
    <>
      <RightPane
        opened={opened}
        title={props.title}
        onClose={leave}
        footer={
          <PaneButtons onCancel={leave}>
            <BusyButton type="submit" form={formId} busy={busy}>
              {props.saveLabel ?? 'Save'}
            </BusyButton>
          </PaneButtons>
        }
      >
        <form
          id={formId}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!busy) {
              props.onSave();
            }
          }}
        >
          <Stack>
            {props.error !== null && props.error !== undefined && <ErrorNotice error={props.error} />}
            {props.children}
          </Stack>
        </form>
      </RightPane>
      {question}
    </>
  );
}
