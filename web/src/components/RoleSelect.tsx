import { NativeSelect, type NativeSelectProps } from '@mantine/core';
import { may, type User } from '@/api/session';

export const roles = [
  { value: 'monitor', label: 'Monitor', says: 'Reads everything but users and tokens; starts nothing.' },
  {
    value: 'manager',
    label: 'Manager',
    says: 'Also runs, retries and resolves, and edits flows, exports, imports and integrations.',
  },
  {
    value: 'administrator',
    label: 'Administrator',
    says: 'Also connections, tokens, users, and what is seen while debugging.',
  },
  { value: 'owner', label: 'Owner', says: 'Also the keys and the account.' },
] as const;

interface RoleSelectProps extends NativeSelectProps {
  /** Who chooses: nobody gives a role above his own. */
  user: User | null | undefined;
}

/** A role, with what it may do below it. */
export function RoleSelect({ user, ...props }: RoleSelectProps) {
  return (
    <NativeSelect
      label="Role"
      data={roles.filter((role) => may(user, role.value)).map(({ value, label }) => ({ value, label }))}
      description={roles.find((role) => role.value === props.value)?.says}
      {...props}
    />
  );
}

export function roleLabel(role: string): string {
  return roles.find(({ value }) => value === role)?.label ?? role;
}
