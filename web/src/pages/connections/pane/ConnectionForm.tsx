import { Button, Collapse, Stack, TextInput } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useEffect, useState, type RefObject } from 'react';
import type { ConnectionView, FormFieldView } from '@/api/schema';
import { BorrowedLevel } from './BorrowedLevel';
import { BorrowField } from './BorrowField';
import classes from './ConnectionForm.module.css';
import { DefinedField } from './DefinedField';
import { borrowField, isKept, levelField, pathOf, type FieldValue, type FieldValues } from './fieldValues';

interface ConnectionFormProps {
  formRef: RefObject<HTMLFormElement | null>;
  form: readonly FormFieldView[];
  name: string;
  values: FieldValues;
  /** What is wrong, by the path in the body. */
  problems: Readonly<Record<string, string>>;
  stored: ConnectionView | undefined;
  onName: (name: string) => void;
  onChange: (field: FormFieldView, value: FieldValue) => void;
  onLeave: (field: FormFieldView) => void;
  onSubmit: () => void;
}

/** The name and the application's own form, its advanced fields behind a button. */
export function ConnectionForm(props: ConnectionFormProps) {
  const { form, values, problems, stored } = props;
  const [opened, setOpened] = useState(false);
  const advanced = form.filter((field) => field.advanced);
  const shown = opened || advanced.some(({ field }) => problems[pathOf(field)] !== undefined);

  // Whoever has just named it goes on with the first field after the name.
  const { formRef } = props;
  const first = stored === undefined ? form[0]?.field : 'name';
  useEffect(() => {
    formRef.current?.querySelector<HTMLElement>(`[name="${first ?? 'name'}"]`)?.focus();
  }, [formRef, first]);

  const lender = values[borrowField];
  const draw = (field: FormFieldView) =>
    field.field === borrowField ? (
      <BorrowField
        key={field.field}
        field={field}
        borrower={stored?.id}
        value={(values[field.field] ?? null) as string | null}
        error={problems[pathOf(field.field)]}
        onChange={(value) => {
          props.onChange(field, value);
        }}
      />
    ) : field.field === levelField && typeof lender === 'string' && problems[pathOf(levelField)] === undefined ? (
      <BorrowedLevel key={field.field} field={field} level={values[field.field] ?? null} lender={lender} />
    ) : (
      <DefinedField
        key={field.field}
        field={field}
        value={values[field.field] ?? null}
        error={problems[pathOf(field.field)]}
        kept={isKept(field, stored)}
        onChange={(value) => {
          props.onChange(field, value);
        }}
        onLeave={() => {
          props.onLeave(field);
        }}
      />
    );

  return (
    <form
      ref={formRef}
      id="connection-form"
      noValidate
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        props.onSubmit();
      }}
    >
      <Stack gap="lg">
        <TextInput
          label="Name"
          name="name"
          required
          maxLength={100}
          autoComplete="off"
          value={props.name}
          error={problems['name']}
          onChange={(event) => {
            props.onName(event.currentTarget.value);
          }}
        />
        {form.filter((field) => !field.advanced).map(draw)}
        <section aria-label="Advanced" className={classes['advanced']}>
          <Button
            variant="subtle"
            color="gray"
            px="xs"
            ml={-10}
            aria-expanded={shown}
            leftSection={<IconChevronRight size={16} className={classes['chevron']} />}
            onClick={() => {
              setOpened(!shown);
            }}
          >
            Advanced
          </Button>
          <Collapse expanded={shown}>
            <Stack gap="lg" pt="md">
              {advanced.map(draw)}
            </Stack>
          </Collapse>
        </section>
      </Stack>
    </form>
  );
}
