import { Button, Loader, type ButtonProps } from '@mantine/core';
import type { ComponentPropsWithoutRef } from 'react';

type BusyButtonProps = ButtonProps &
  Omit<ComponentPropsWithoutRef<'button'>, keyof ButtonProps> & {
    /** It is at work, and says so. */
    busy: boolean;
    /** Something else is at work: pressing it does nothing until then. */
    waits?: boolean;
  };

/** Keeps the focus while it works: a disabled button would lose it, and with it Escape and the next Tab. */
export function BusyButton({ busy, waits = false, leftSection, onClick, ...rest }: BusyButtonProps) {
  return (
    <Button
      {...rest}
      aria-disabled={busy || waits}
      leftSection={busy ? <Loader size="1em" color="currentColor" aria-hidden /> : leftSection}
      onClick={(event) => {
        if (busy || waits) {
          event.preventDefault();
        } else {
          onClick?.(event);
        }
      }}
    />
  );
}
