import { render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { parseExact } from '@/json/parseExact';
import { stringifyExact } from '@/json/stringifyExact';
import { answer, previewsAnswer } from '../testing/answers';
import { Page } from '../testing/Page';
import { FilterEditor } from './FilterEditor';

const sample = { status: 'open', priority: 3, vip: true };

function Form({ filter, onProblem }: { filter: string; onProblem?: (message: string | null) => void }) {
  const [value, setValue] = useState<unknown>(parseExact(filter));
  return (
    <>
      <FilterEditor
        label="Filter"
        value={value}
        onChange={setValue}
        sample={sample}
        onProblem={onProblem ?? (() => undefined)}
      />
      <output aria-label="Value">{stringifyExact(value)}</output>
    </>
  );
}

const value = () => screen.getByLabelText('Value', { selector: 'output' });

beforeEach(() => {
  previewsAnswer(() => answer('{"result":false}'));
});

afterEach(() => {
  vi.unstubAllGlobals();
});

it('an empty field is wrong when it has been left, not before', async () => {
  render(<Form filter="null" />, { wrapper: Page });
  await userEvent.click(await screen.findByRole('button', { name: '+ Condition' }));
  const field = within(screen.getByRole('group', { name: 'Condition 1' })).getByLabelText('Field', {
    selector: 'input',
  });
  await userEvent.clear(field);
  expect(field).not.toHaveAttribute('aria-invalid', 'true');

  await userEvent.tab();
  expect(field).toHaveAttribute('aria-invalid', 'true');
});

it('conditions are typed, and stand as JsonLogic with the kinds of the sample', async () => {
  const onProblem = vi.fn();
  render(<Form filter="null" onProblem={onProblem} />, { wrapper: Page });
  expect(await screen.findByText('There are no conditions.')).toBeVisible();

  await userEvent.click(screen.getByRole('button', { name: '+ Condition' }));
  expect(value()).toHaveTextContent('{"and":[{"==":[{"var":"status"},""]}]}');
  const condition = within(screen.getByRole('group', { name: 'Condition 1' }));
  await userEvent.clear(condition.getByLabelText('Field', { selector: 'input' }));
  await userEvent.type(condition.getByLabelText('Field', { selector: 'input' }), 'priority');
  expect(condition.getByLabelText('Kind of value')).toHaveValue('number');
  await waitFor(() => {
    expect(onProblem).toHaveBeenLastCalledWith('priority: a number is missing.');
  });

  await userEvent.selectOptions(condition.getByLabelText('Operator'), 'is more than');
  await userEvent.type(condition.getByLabelText('Value', { selector: 'input' }), '12345678901234567890');
  expect(value()).toHaveTextContent('{"and":[{">":[{"var":"priority"},12345678901234567890]}]}');
  expect(onProblem).toHaveBeenLastCalledWith(null);
  expect(await screen.findByText('This record is left out')).toBeVisible();

  await userEvent.click(screen.getByRole('button', { name: 'Remove condition 1' }));
  expect(value()).toHaveTextContent('null');
});

it('a filter that conditions cannot say stays JSON, says so, and is not changed', async () => {
  const filter = '{"if":[{"var":"vip"},true,{"<":[{"var":"priority"},1.0]}]}';
  render(<Form filter={filter} />, { wrapper: Page });

  expect(await screen.findByText(/stays as JSON/)).toBeVisible();
  expect(await screen.findByRole('textbox', { name: 'Filter as JSON' })).toBeVisible();
  expect(screen.queryByRole('button', { name: '+ Condition' })).toBeNull();
  expect(value()).toHaveTextContent(filter);
});
