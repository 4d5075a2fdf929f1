import { Button, type ButtonProps } from '@mantine/core';
import { useState } from 'react';
import { FlowPane } from './FlowPane';

/** The button that makes a flow, with its pane. */
export function CreateFlow({ integration, ...rest }: ButtonProps & { integration?: string }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        {...rest}
        onClick={() => {
          setOpened(true);
        }}
      >
        + Create flow
      </Button>
      <FlowPane
        key={String(opened)}
        opened={opened}
        {...(integration !== undefined && { integration })}
        onClose={() => {
          setOpened(false);
        }}
      />
    </>
  );
}
