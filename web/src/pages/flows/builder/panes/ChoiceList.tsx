import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './ChoiceList.module.css';

interface ChoiceListProps {
  title: string;
  hint: string;
  choices: readonly { id: string; name: string; detail: ReactNode }[];
  onChoose: (id: string) => void;
  /** Below the choices: how to make another one. */
  children?: ReactNode;
}

/** Things to choose one of, each a button. */
export function ChoiceList({ title, hint, choices, onChoose, children }: ChoiceListProps) {
  return (
    <section aria-label={title} className={classes['choices']}>
      <h3>{title}</h3>
      <Text size="sm" c="dimmed">
        {hint}
      </Text>
      {choices.length > 0 && (
        <ul>
          {choices.map(({ id, name, detail }) => (
            <li key={id}>
              <button
                type="button"
                aria-label={name}
                onClick={() => {
                  onChoose(id);
                }}
              >
                <span className={classes['name']}>{name}</span>
                <span className={classes['detail']}>{detail}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {children && <div>{children}</div>}
    </section>
  );
}
