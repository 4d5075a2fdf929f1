import { CloseButton, Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
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
    <Drawer.Root opened={opened} onClose={onClose} position="right" size={520}>
      <Drawer.Overlay backgroundOpacity={0.35} />
      <Drawer.Content className={classes['content'] ?? ''} classNames={{ content: classes['content'] ?? '' }}>
        <Drawer.Header className={classes['header'] ?? ''}>
          <div className={classes['title']}>
            {icon}
            <Drawer.Title className={classes['name'] ?? ''}>{title}</Drawer.Title>
          </div>
          <CloseButton onClick={onClose} aria-label="Close" />
        </Drawer.Header>
        <Drawer.Body className={classes['body'] ?? ''}>
          <div className={classes['scroll']}>{children}</div>
          {footer && <div className={classes['footer']}>{footer}</div>}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
