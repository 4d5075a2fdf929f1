import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowLeft,
  IconArrowRight,
  IconCopy,
  IconDots,
  IconPlayerPause,
  IconPlayerPlay,
  IconSettings,
  IconTrash,
} from '@tabler/icons-react';
import { useBuilder } from '../BuilderContext';
import classes from './PartCard.module.css';
import type { PartInfo } from './partInfo';

interface PartMenuProps {
  id: string;
  info: PartInfo;
  enabled: boolean;
}

/** What can be done with a source or a step. */
export function PartMenu({ id, info, enabled }: PartMenuProps) {
  const { actions } = useBuilder();
  const isSource = info.kind === 'Source';
  const icon = { size: 16, stroke: 1.6 };
  return (
    <Menu position="bottom-end" width={200} withinPortal>
      <Menu.Target>
        <ActionIcon
          className={`${classes['menu']} nodrag`}
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={`Actions for ${info.title}`}
        >
          <IconDots size={16} stroke={1.8} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconSettings {...icon} />}
          onClick={() => {
            actions.open(id);
          }}
        >
          {isSource ? 'Edit' : 'Settings'}
        </Menu.Item>
        {!isSource && (
          <>
            <Menu.Item
              leftSection={<IconCopy {...icon} />}
              onClick={() => {
                actions.copy(id);
              }}
            >
              Copy
            </Menu.Item>
            <Menu.Item
              leftSection={enabled ? <IconPlayerPause {...icon} /> : <IconPlayerPlay {...icon} />}
              onClick={() => {
                actions.toggle(id);
              }}
            >
              {enabled ? 'Switch off' : 'Switch on'}
            </Menu.Item>
          </>
        )}
        <Menu.Item
          leftSection={<IconArrowLeft {...icon} />}
          onClick={() => {
            actions.move(id, -1);
          }}
        >
          Move earlier
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowRight {...icon} />}
          onClick={() => {
            actions.move(id, 1);
          }}
        >
          Move later
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconTrash {...icon} />}
          color="red"
          onClick={() => {
            actions.remove(id);
          }}
        >
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
