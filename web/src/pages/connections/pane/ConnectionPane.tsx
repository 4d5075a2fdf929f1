import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ConnectionView } from '@/api/schema';
import { ApplicationIcon } from '@/components/ApplicationIcon';
import { BusyButton } from '@/components/BusyButton';
import { ErrorNotice } from '@/components/ErrorNotice';
import { focusFirstInvalid } from '@/components/focusFirstInvalid';
import { Loading } from '@/components/Loading';
import { PaneButtons } from '@/components/PaneButtons';
import { Problem } from '@/components/Problem';
import { RightPane } from '@/components/RightPane';
import { useDiscardQuestion } from '@/components/useDiscardQuestion';
import { ApplicationList } from './ApplicationList';
import { ConnectionForm } from './ConnectionForm';
import { NameStep } from './NameStep';
import { TestStatus } from './TestStatus';
import { useConnectionDraft } from './useConnectionDraft';

interface ConnectionPaneProps {
  opened: boolean;
  /** Closed without saving: nothing was changed. */
  onClose: () => void;
  /** Stored. The caller closes the pane and shows the connection where it is used. */
  onSaved: (connection: ConnectionView) => void;
  /** The one to edit; without it a new one is created. */
  connection?: ConnectionView | undefined;
  /** For a new one, where the application is known already; without it the pane begins with the list of them. */
  application?: string;
}

/**
 * Creates a connection (application, name, form) or edits one, from any page. The form is what the application's
 * definition says. Nothing is stored before Save, and what was typed is not lost without a question.
 */
export function ConnectionPane({ opened, onClose, onSaved, connection, application }: ConnectionPaneProps) {
  const pane = useConnectionDraft({ application, stored: connection, onSaved });
  const { draft } = pane;
  const form = useRef<HTMLFormElement>(null);
  const [wasOpened, setWasOpened] = useState(opened);

  // What was typed and given up does not come back.
  if (opened !== wasOpened) {
    setWasOpened(opened);
    pane.restart();
  }

  useEffect(() => {
    if (Object.keys(draft.problems).length > 0 && !pane.busy) {
      focusFirstInvalidUnlessTyping(form.current);
    }
  }, [draft.problems, pane.busy]);

  const { leave, question } = useDiscardQuestion({
    dirty: opened && pane.isChanged,
    saving: pane.saving,
    onLeave: onClose,
  });

  const step = draft.application === null ? 'application' : draft.named ? 'form' : 'name';
  const title = connection ? 'Edit connection' : step === 'application' ? 'Application list' : 'Create connection';
  return (
    <>
      <RightPane
        opened={opened}
        title={title}
        icon={draft.application !== null && <ApplicationIcon application={draft.application} size={30} />}
        onClose={leave}
        footer={
          step === 'name' ? (
            <PaneButtons onCancel={leave}>
              <BusyButton type="submit" form="connection-name" busy={pane.naming}>
                Next
              </BusyButton>
            </PaneButtons>
          ) : step === 'form' ? (
            <>
              <TestStatus state={draft.test} />
              {draft.failure !== null && <ErrorNotice error={draft.failure} />}
              {draft.offersUntested && (
                <Button
                  variant="light"
                  fullWidth
                  mb="sm"
                  onClick={() => {
                    pane.save(false);
                  }}
                >
                  Save without testing
                </Button>
              )}
              <PaneButtons onCancel={leave}>
                <BusyButton variant="default" busy={pane.testing} waits={pane.saving} onClick={pane.test}>
                  Test connection
                </BusyButton>
                <BusyButton type="submit" form="connection-form" busy={pane.saving} waits={pane.testing}>
                  Save
                </BusyButton>
              </PaneButtons>
            </>
          ) : null
        }
      >
        {step === 'application' && (
          <ApplicationList
            onChoose={({ key }) => {
              pane.choose(key);
            }}
          />
        )}
        {step === 'name' && (
          <>
            <NameStep
              name={draft.name}
              error={draft.problems['name']}
              onName={pane.setName}
              onNext={pane.confirmName}
            />
            {draft.failure !== null && <ErrorNotice error={draft.failure} onRetry={pane.confirmName} />}
          </>
        )}
        {step === 'form' && pane.definition.isPending && <Loading />}
        {step === 'form' && pane.definition.error !== null && (
          <Problem error={pane.definition.error} onRetry={() => void pane.definition.refetch()} />
        )}
        {step === 'form' && pane.definition.data !== undefined && (
          <ConnectionForm
            formRef={form}
            form={pane.form}
            name={draft.name}
            values={pane.values}
            problems={draft.problems}
            stored={connection}
            onName={pane.setName}
            onChange={pane.setValue}
            onLeave={pane.leave}
            onSubmit={() => {
              pane.save(true);
            }}
          />
        )}
      </RightPane>
      {question}
    </>
  );
}

/** After a button was pressed the focus goes to what must be mended; who is in a field stays there. */
function focusFirstInvalidUnlessTyping(form: HTMLFormElement | null): void {
  if (!(document.activeElement instanceof HTMLInputElement)) {
    focusFirstInvalid(form);
  }
}
