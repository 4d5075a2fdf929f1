import { ActionIcon, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import {
  IconCheck,
  IconDeviceDesktop,
  IconKey,
  IconLogout,
  IconMoon,
  IconSelector,
  IconSun,
  IconUserCircle,
  IconUsers,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { may, sessionQuery } from '@/api/session';
import { useSignOut } from './useSignOut';
import classes from './UserMenu.module.css';

const schemes = [
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
  { value: 'auto', label: 'As the system', icon: IconDeviceDesktop },
] as const;

const pages = [
  { to: '/profile', label: 'Your profile', icon: IconUserCircle, role: 'monitor' },
  { to: '/users', label: 'Users', icon: IconUsers, role: 'administrator' },
  { to: '/tokens', label: 'Tokens', icon: IconKey, role: 'administrator' },
] as const;

/** Who is signed in, what the pages look like, and the way out. */
export function UserMenu({ compact = false }: { compact?: boolean }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { data: session } = useQuery(sessionQuery);
  const signOut = useSignOut();
  const user = session?.user;

  return (
    <Menu position={compact ? 'bottom-end' : 'top-start'} width={220} withinPortal>
      <Menu.Target>
        {compact ? (
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Account">
            <IconUserCircle size={22} stroke={1.6} />
          </ActionIcon>
        ) : (
          <UnstyledButton
            className={classes['button'] ?? ''}
            aria-label={`Account ${user?.name ?? ''} ${user?.role ?? ''}`}
          >
            <span className={classes['avatar']} aria-hidden>
              {(user?.name ?? '').slice(0, 1).toUpperCase()}
            </span>
            <span className={classes['who']}>
              <span className={classes['name']}>{user?.name}</span>
              <span className={classes['role']}>{user?.role}</span>
            </span>
            <IconSelector size={16} stroke={1.6} aria-hidden />
          </UnstyledButton>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{user?.email}</Menu.Label>
        {pages
          .filter(({ role }) => may(user, role))
          .map(({ to, label, icon: Icon }) => (
            <Menu.Item key={to} component={Link} to={to} leftSection={<Icon size={16} stroke={1.6} />}>
              {label}
            </Menu.Item>
          ))}
        <Menu.Divider />
        <div role="group" aria-label="Appearance">
          {schemes.map(({ value, label, icon: Icon }) => (
            <Menu.Item
              key={value}
              // The menu would say that each is an action.
              renderRoot={(props) => (
                <button type="button" {...props} role="menuitemradio" aria-checked={colorScheme === value} />
              )}
              leftSection={<Icon size={16} stroke={1.6} />}
              rightSection={colorScheme === value && <IconCheck size={16} stroke={1.6} aria-hidden />}
              className={classes['scheme'] ?? ''}
              onClick={() => {
                setColorScheme(value);
              }}
            >
              {label}
            </Menu.Item>
          ))}
        </div>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={16} stroke={1.6} />}
          onClick={() => {
            signOut.mutate();
          }}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
