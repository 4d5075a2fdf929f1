import { Button, Collapse, Stack } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useId, useState, type ReactNode } from 'react';
import classes from './Disclosure.module.css';

interface DisclosureProps {
  title: string;
  /** What is set inside, while it is closed. */
  says?: string;
  /** Something inside is wrong: it is open. */
  wrong?: boolean;
  children: ReactNode;
}

/** A part of a form that most people need not open. */
export function Disclosure({ title, says = '', wrong = false, children }: DisclosureProps) {
  const [opened, setOpened] = useState(false);
  // What was shown once stays: an editor inside keeps what is typed.
  const [shown, setShown] = useState(false);
  const id = useId();
  const isOpen = opened || wrong;
  if (isOpen && !shown) {
    setShown(true);
  }

  return (
    <section aria-label={title} className={classes['disclosure']}>
      <Button
        variant="subtle"
        color="gray"
        px="xs"
        ml={-10}
        maw="100%"
        aria-label={title}
        aria-expanded={isOpen}
        aria-describedby={says !== '' && !isOpen ? id : undefined}
        leftSection={<IconChevronRight size={16} className={classes['chevron']} />}
        onClick={() => {
          setOpened(!isOpen);
        }}
      >
        {title}
        {says !== '' && !isOpen && (
          <span id={id} className={classes['says']}>
            &ensp;{says}
          </span>
        )}
      </Button>
      <Collapse expanded={isOpen}>
        {shown && (
          <Stack gap="lg" pt="md">
            {children}
          </Stack>
        )}
      </Collapse>
    </section>
  );
}
