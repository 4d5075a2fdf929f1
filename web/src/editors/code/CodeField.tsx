import type { Extension } from '@codemirror/state';
import { Input } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import classes from './CodeField.module.css';
import { useCodeMirror } from './useCodeMirror';

export interface CodeFieldProps {
  label: string;
  /** The label is its name for screen readers only. */
  labelHidden?: boolean;
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  language: Extension;
  description?: ReactNode;
  error?: ReactNode;
  /** Where in the text the error is, counted from 0. */
  wrongAt?: number | null;
  required?: boolean;
  multiline?: boolean;
  placeholder?: string;
  name?: string;
  /** What stands under the field, and describes it. */
  children?: ReactNode;
}

/** A field for a text in one of the small languages, named and described like any other field of a form. */
export function CodeField(props: CodeFieldProps) {
  const { label, description, error, required = false } = props;
  const id = useId();
  const isInvalid = error !== undefined && error !== null && error !== '' && error !== false;
  const about = [
    isInvalid && `${id}-error`,
    description !== undefined && `${id}-about`,
    Boolean(props.children) && `${id}-below`,
  ].filter((part) => part !== false);

  const { host, focus } = useCodeMirror({
    value: props.value,
    onChange: props.onChange,
    onBlur: props.onBlur,
    language: props.language,
    multiline: props.multiline ?? true,
    placeholder: props.placeholder ?? '',
    wrongAt: props.wrongAt ?? null,
    attributes: {
      id,
      // Where its text scrolls, it is what takes the focus.
      tabindex: '0',
      ...(props.labelHidden ? { 'aria-label': label } : { 'aria-labelledby': `${id}-label` }),
      ...(props.multiline === false && { 'aria-multiline': 'false' }),
      ...(about.length > 0 && { 'aria-describedby': about.join(' ') }),
      ...(isInvalid && { 'aria-invalid': 'true' }),
      ...(required && { 'aria-required': 'true' }),
      ...(props.name !== undefined && { 'data-name': props.name }),
    },
  });

  return (
    <Input.Wrapper
      {...(!props.labelHidden && { label })}
      labelElement="div"
      labelProps={{ id: `${id}-label`, onClick: focus }}
      withAsterisk={required}
      description={description}
      descriptionProps={{ id: `${id}-about` }}
      error={isInvalid ? error : undefined}
      errorProps={{ id: `${id}-error` }}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
    >
      <div className={classes['frame']} ref={host} {...(isInvalid && { 'data-invalid': true })} />
      {Boolean(props.children) && <div id={`${id}-below`}>{props.children}</div>}
    </Input.Wrapper>
  );
}
