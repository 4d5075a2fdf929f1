import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { QueryBuilder, type ActionProps, type NotToggleProps, type VersatileSelectorProps } from 'react-querybuilder';
import classes from './FilterBuilder.module.css';
import type { FilterField } from './FilterField';
import { FilterRule, type FilterContext } from './FilterRule';
import { noValues, type Condition, type Group } from './query';

interface FilterBuilderProps {
  group: Group;
  fields: readonly FilterField[];
  onChange: (group: Group) => void;
}

const combinators = [
  { name: 'and', label: 'All of these' },
  { name: 'or', label: 'Any of these' },
];

const translations = {
  addRule: { label: '+ Condition', title: 'Add a condition' },
  addGroup: { label: '+ Group', title: 'Add a group' },
  removeGroup: { label: 'Remove group', title: 'Remove group' },
  combinators: { title: 'Which of these' },
  notToggle: { label: 'not', title: 'The opposite' },
};

const controlElements = {
  rule: FilterRule,
  actionElement: Action,
  combinatorSelector: Combinator,
  notToggle: Not,
};

const controlClassnames = {
  ruleGroup: classes['group'] ?? '',
  header: classes['header'] ?? '',
  body: classes['body'] ?? '',
};

/** The conditions of a filter and how they are joined. */
export function FilterBuilder({ group, fields, onChange }: FilterBuilderProps) {
  const context: FilterContext = {
    fields,
    change: (path, condition) => {
      onChange(replaced(group, path, condition));
    },
  };

  return (
    <QueryBuilder
      query={group}
      onQueryChange={(now) => {
        onChange(now);
      }}
      fields={fields.map(({ name }) => ({ name, label: name }))}
      combinators={combinators}
      translations={translations}
      controlElements={controlElements}
      controlClassnames={controlClassnames}
      onAddRule={(rule) => ({ ...rule, ...newCondition(fields[0]) })}
      resetOnFieldChange={false}
      resetOnOperatorChange={false}
      suppressStandardClassnames
      showNotToggle
      onAddGroup={(added) => ({ ...added, rules: [newCondition(fields[0])] })}
      context={context}
    />
  );
}

function replaced(group: Group, [at, ...inner]: readonly number[], condition: Condition): Group {
  const rules = group.rules.map((part, index) =>
    index !== at ? part : 'rules' in part ? replaced(part, inner, condition) : condition,
  );
  return { ...group, rules };
}

/** About the first field, of the kind that it has. */
function newCondition(field: FilterField | undefined): Condition {
  const kind = field?.kind === 'number' || field?.kind === 'yes or no' ? field.kind : 'text';
  return {
    field: field?.name ?? '',
    operator: '==',
    value: { ...noValues, kind, texts: [kind === 'yes or no' ? 'true' : ''] },
  };
}

function Action(props: ActionProps) {
  return (
    <Button
      size="compact-xs"
      variant="default"
      onClick={(event) => {
        props.handleOnClick(event);
      }}
      {...(props.title !== undefined && { title: props.title })}
    >
      {props.label}
    </Button>
  );
}

function Combinator(props: VersatileSelectorProps) {
  return (
    <NativeSelect
      size="xs"
      aria-label={props.title ?? ''}
      value={props.value ?? 'and'}
      data={combinators.map(({ name, label }) => ({ value: name, label }))}
      onChange={(event) => {
        props.handleOnChange(event.currentTarget.value);
      }}
    />
  );
}

function Not(props: NotToggleProps) {
  return (
    <Checkbox
      size="xs"
      label={props.label}
      checked={props.checked ?? false}
      onChange={(event) => {
        props.handleOnChange(event.currentTarget.checked);
      }}
    />
  );
}
