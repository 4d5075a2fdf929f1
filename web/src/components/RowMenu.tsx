import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';

interface RowMenuProps {
  /** Whose actions they are. */
  name: string;
  actions: readonly { label: string; danger?: boolean; onClick: () => void }[];
}

/** What can be done with one row of a list. */
export function RowMenu({ name, actions }: RowMenuProps) {
  return (
    <Menu position="bottom-end" width={180} withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${name}`}>
          <IconDots size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map(({ label, danger, onClick }) => (
          <Menu.Item key={label} {...(danger && { color: 'red' })} onClick={onClick}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
