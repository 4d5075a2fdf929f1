import { Menu } from '@mantine/core';
import { IconArrowsSplit2, IconPlus, IconTableImport } from '@tabler/icons-react';
import { memo } from 'react';
import { useBuilder } from '../BuilderContext';
import type { Place } from '../draft/flowDraft';
import classes from './InsertButton.module.css';

interface InsertButtonProps {
  place: Place;
  /** Where it is, in words: "before Customers". */
  where: string;
  /** A step that is dragged would fall here. */
  isTarget?: boolean;
}

/** Between two steps: adds one there. */
export const InsertButton = memo(function InsertButton({ place, where, isTarget = false }: InsertButtonProps) {
  const { actions } = useBuilder();
  return (
    <Menu position="bottom" width={240} withinPortal>
      <Menu.Target>
        <button
          type="button"
          className={`${classes['plus']} nodrag nopan`}
          aria-label={`Add a step ${where}`}
          data-target={isTarget || undefined}
        >
          <IconPlus size={14} stroke={2.2} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconTableImport size={16} stroke={1.6} />}
          onClick={() => {
            actions.addStep(place);
          }}
        >
          Destination or lookup
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowsSplit2 size={16} stroke={1.6} />}
          onClick={() => {
            actions.addBranch(place);
          }}
        >
          Branch
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
});
