import { CloseButton, Drawer } from '@mantine/core';
import type { KeyboardEvent, ReactNode } from 'react';
import classes from './RightPane.module.css';

interface RightPaneProps {
  opened: boolean;
  /** The dialog's name. */
  title: string;
  icon?: ReactNode;
  /** Escape, the cross, and a click beside the pane. Whether anything would be lost is the caller's question. */
  onClose: () => void;
  children: ReactNode;
  /** What stays in sight at the bottom: the state and the buttons. */
  footer?: ReactNode;
}

/** A dialog from the right over the page. Focus goes into it and, when it closes, back to what opened it. */
export function RightPane({ opened, title, icon, onClose, children, footer }: RightPaneProps) {
  return (
    <Drawer.Root
      opened={opened}
      onClose={onClose}
      closeOnEscape={false}
      position="right"
      size={520}
      // On the content itself the class would also reach the frame around it.
      classNames={{ content: classes['content'] ?? '' }}
    >
      <Drawer.Overlay backgroundOpacity={0.35} />
      <Drawer.Content
        onKeyDownCapture={(event) => {
          if (isForThePane(event)) {
            onClose();
          }
        }}
      >
        <div className={classes['header']}>
          <div className={classes['title']}>
            {icon}
            <Drawer.Title className={classes['name'] ?? ''}>{title}</Drawer.Title>
          </div>
          <CloseButton onClick={onClose} aria-label="Close" />
        </div>
        <Drawer.Body className={classes['body'] ?? ''}>
          <div className={classes['scroll']}>{children}</div>
          {footer && <div className={classes['footer']}>{footer}</div>}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

/**
 * Escape, unless it closes a list of choices. The drawer's own listener hears it at the window: a question that opens
 * then would hear the same key, and close again.
 */
function isForThePane({ key, target, nativeEvent }: KeyboardEvent): boolean {
  const isTaken = target instanceof Element && target.getAttribute('data-mantine-stop-propagation') === 'true';
  return key === 'Escape' && !isTaken && !nativeEvent.isComposing;
}
