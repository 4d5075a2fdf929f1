import { ActionIcon, Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { FlowBranchView, FlowCaseView } from '@/api/schema';
import { caseName } from '../parts/partViews';
import classes from './BranchFields.module.css';
import { ConditionField } from './ConditionField';

export interface CaseActions {
  add: () => void;
  change: (index: number, to: Partial<Pick<FlowCaseView, 'name' | 'when'>>) => void;
  move: (index: number, by: 1 | -1) => void;
  remove: (index: number) => void;
}

interface BranchFieldsProps {
  branch: FlowBranchView;
  problems: Readonly<Record<string, string>>;
  /** The export whose records come to it. */
  source: string | undefined;
  /** The case that was opened: the focus goes there. */
  atCase: number | undefined;
  actions: CaseActions;
  onMode: (mode: string) => void;
}

/** The ways that a branch sends records, in the order in which they are tried. */
export function BranchFields({ branch, problems, source, atCase, actions, onMode }: BranchFieldsProps) {
  const isFirst = branch.mode === 'first';
  return (
    <>
      <Radio.Group label="Each record goes" value={branch.mode} onChange={onMode}>
        <Stack gap="sm" mt="xs">
          <Radio
            value="first"
            label="Into the first case that fits"
            description="The cases are tried from top to bottom; a record takes one of them or none."
          />
          <Radio
            value="all"
            label="Into every case that fits"
            description="A record may take several of them, one after the other."
          />
        </Stack>
      </Radio.Group>
      <section aria-label="Cases" className={classes['cases']}>
        <Text fw={500} size="sm">
          Cases
        </Text>
        {branch.cases.map((one, index) => (
          <CaseFields
            // A case has no name of its own to be known by; with their number they are drawn anew when one goes.
            key={`${branch.cases.length}/${index}`}
            one={one}
            index={index}
            count={branch.cases.length}
            nameProblem={problems[`branch.cases[${index}].name`]}
            whenProblem={problems[`branch.cases[${index}].when`]}
            hidesRest={isFirst && one.when === null && index < branch.cases.length - 1}
            isOpened={atCase === index}
            source={source}
            actions={actions}
          />
        ))}
        <div>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} stroke={2} aria-hidden />}
            onClick={actions.add}
          >
            Add case
          </Button>
        </div>
      </section>
    </>
  );
}

interface CaseFieldsProps {
  one: FlowCaseView;
  index: number;
  count: number;
  nameProblem: string | undefined;
  whenProblem: string | undefined;
  /** It takes everything, so that no case below is ever tried. */
  hidesRest: boolean;
  isOpened: boolean;
  source: string | undefined;
  actions: CaseActions;
}

function CaseFields(props: CaseFieldsProps) {
  const { one, index, count, isOpened, actions } = props;
  const name = useRef<HTMLInputElement>(null);
  const called = caseName(one.name, index);

  useEffect(() => {
    if (isOpened) {
      name.current?.focus();
    }
  }, [isOpened]);

  return (
    <fieldset className={classes['case']} aria-label={`Case ${called}`}>
      <Stack gap="md">
        <Group gap="xs" align="flex-end" wrap="nowrap">
          <TextInput
            ref={name}
            label="Name of the case"
            flex={1}
            maxLength={100}
            autoComplete="off"
            value={one.name ?? ''}
            error={props.nameProblem}
            {...(isOpened && { 'data-autofocus': true })}
            onChange={(event) => {
              actions.change(index, { name: event.currentTarget.value === '' ? null : event.currentTarget.value });
            }}
          />
          <Group gap={2} wrap="nowrap" pb={3}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Move ${called} up`}
              disabled={index === 0}
              onClick={() => {
                actions.move(index, -1);
              }}
            >
              <IconArrowUp size={16} stroke={1.8} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Move ${called} down`}
              disabled={index === count - 1}
              onClick={() => {
                actions.move(index, 1);
              }}
            >
              <IconArrowDown size={16} stroke={1.8} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Delete ${called}`}
              onClick={() => {
                actions.remove(index);
              }}
            >
              <IconTrash size={16} stroke={1.8} />
            </ActionIcon>
          </Group>
        </Group>
        <ConditionField
          label={`Condition of ${called}`}
          description={
            props.hidesRest
              ? 'Without a condition it takes every record: the cases below are never tried.'
              : 'Which records take this case. Empty: every record that comes here.'
          }
          value={one.when}
          source={props.source}
          error={props.whenProblem}
          onChange={(when) => {
            actions.change(index, { when });
          }}
        />
        {one.steps.length > 0 && (
          <Text size="xs" c="dimmed">
            {one.steps.length === 1 ? 'One step' : `${one.steps.length} steps`} in this case; deleting it deletes them.
          </Text>
        )}
      </Stack>
    </fieldset>
  );
}
