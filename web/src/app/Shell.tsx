import { Button, Drawer, Group } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconMenu2 } from '@tabler/icons-react';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Brand } from './Brand';
import { Navigation } from './Navigation';
import classes from './Shell.module.css';
import { SignInAgain } from './SignInAgain';
import { UserMenu } from './UserMenu';

const contentId = 'content';

/** The navigation at the left, under 768 px behind a button, and the page. */
export function Shell() {
  const wide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false });
  const [menuOpen, { toggle, close }] = useDisclosure(false);
  const path = useRouterState({ select: (state) => state.location.pathname });

  useEffect(() => {
    close();
  }, [path, wide, close]);

  return (
    <div className={classes['shell']}>
      <a className={classes['skip']} href={`#${contentId}`}>
        Skip to content
      </a>
      {wide ? (
        <div className={classes['sidebar']}>
          <header>
            <Brand />
          </header>
          <div className={classes['links']}>
            <Navigation />
          </div>
          <UserMenu />
        </div>
      ) : (
        <header className={classes['bar']}>
          <Group gap="xs">
            <Button
              variant="subtle"
              color="gray"
              px="xs"
              leftSection={<IconMenu2 size={20} stroke={1.6} aria-hidden />}
              aria-expanded={menuOpen}
              onClick={toggle}
            >
              Menu
            </Button>
            <Brand />
          </Group>
          <UserMenu compact />
          <Drawer
            opened={menuOpen}
            onClose={close}
            size={280}
            title={<Brand />}
            closeButtonProps={{ 'aria-label': 'Close' }}
          >
            <Navigation onChoose={close} />
          </Drawer>
        </header>
      )}
      <main id={contentId} tabIndex={-1} className={classes['content']}>
        <Outlet />
      </main>
      <SignInAgain />
    </div>
  );
}
