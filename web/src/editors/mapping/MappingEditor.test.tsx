import { render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { parseExact } from '@/json/parseExact';
import { stringifyExact } from '@/json/stringifyExact';
import { answer, previewsAnswer } from '../testing/answers';
import { Page } from '../testing/Page';
import { MappingEditor } from './MappingEditor';

const sample = parseExact('{"id":12345678901234567890,"subject":"Late","lines":[{"sku":"x"}]}');
const fields = {
  required: ['subject', 'body'],
  properties: { subject: { type: 'string' }, body: { type: 'string' }, id: { type: 'integer' } },
};

function Form({ mapping, onProblem }: { mapping: string; onProblem?: (message: string | null) => void }) {
  const [value, setValue] = useState<unknown>(parseExact(mapping));
  const [lookups, setLookups] = useState<unknown>({ status: { open: '1' } });
  return (
    <>
      <MappingEditor
        value={value}
        onChange={setValue}
        lookups={lookups}
        onLookupsChange={setLookups}
        sample={sample}
        fields={fields}
        onProblem={onProblem ?? (() => undefined)}
      />
      <output aria-label="Value">{stringifyExact(value)}</output>
      <output aria-label="Tables">{stringifyExact(lookups)}</output>
    </>
  );
}

const value = () => screen.getByLabelText('Value', { selector: 'output' });

beforeEach(() => {
  previewsAnswer(() => answer('{"record":{"id":12345678901234567890}}'));
});

afterEach(() => {
  vi.unstubAllGlobals();
});

it('offers what the destination needs and what both sides have, and shows the output', async () => {
  render(<Form mapping="null" />, { wrapper: Page });
  await userEvent.click(await screen.findByRole('button', { name: 'Add body' }));
  expect(value()).toHaveTextContent('{"body":""}');
  expect(screen.queryByRole('button', { name: 'Add body' })).toBeNull();

  await userEvent.click(screen.getByRole('button', { name: 'Map fields of the same name' }));
  expect(value()).toHaveTextContent('{"body":"","subject":"$.subject","id":"$.id"}');
  await waitFor(() => {
    expect(screen.getByRole('group', { name: 'Output for the sample' })).toHaveTextContent('12345678901234567890');
  });

  await userEvent.click(screen.getByRole('button', { name: 'Remove body' }));
  await userEvent.click(screen.getByRole('button', { name: 'Remove subject' }));
  await userEvent.click(screen.getByRole('button', { name: 'Remove id' }));
  expect(value()).toHaveTextContent('null');
});

it('a field of the input becomes a row; a row without a name says so', async () => {
  const onProblem = vi.fn();
  render(<Form mapping='{"subject":"x"}' onProblem={onProblem} />, { wrapper: Page });
  await userEvent.click(await screen.findByTitle('Map $.lines[*].sku'));
  expect(value()).toHaveTextContent('{"subject":"x","sku":"$.lines[*].sku"}');

  await userEvent.click(screen.getByTitle('Map $.subject'));
  await waitFor(() => {
    expect(onProblem).toHaveBeenLastCalledWith('Give the field a name; it is not in the mapping before.');
  });
  await userEvent.type(screen.getByLabelText('New field: name', { selector: 'input' }), 't');
  expect(value()).toHaveTextContent('{"subject":"x","sku":"$.lines[*].sku","t":"$.subject"}');
  expect(onProblem).toHaveBeenLastCalledWith(null);
});

it('a row has a type, a table and a default, and loses them without a trace', async () => {
  render(<Form mapping='{"a":"$.id"}' />, { wrapper: Page });
  await userEvent.click(await screen.findByRole('button', { name: 'Options of a' }));
  await userEvent.selectOptions(screen.getByLabelText('Type'), 'integer');
  await userEvent.selectOptions(screen.getByLabelText('Lookup table'), 'status');
  expect(value()).toHaveTextContent('{"a":{"@from":"$.id","@type":"integer","@lookup":"status"}}');

  await userEvent.selectOptions(screen.getByLabelText('Type'), 'as it is');
  await userEvent.selectOptions(screen.getByLabelText('Lookup table'), 'none');
  expect(value()).toHaveTextContent('{"a":"$.id"}');
});

it('a table is edited in place', async () => {
  render(<Form mapping="null" />, { wrapper: Page });
  const table = within(await screen.findByRole('group', { name: 'Lookup table status' }));
  await userEvent.type(table.getByLabelText('New key of status'), 'closed');
  await userEvent.click(table.getByRole('button', { name: '+ Entry' }));
  await userEvent.type(table.getByLabelText('status: closed'), '2');

  expect(screen.getByLabelText('Tables', { selector: 'output' })).toHaveTextContent(
    '{"status":{"open":"1","closed":"2"}}',
  );
});

it('what the server refuses stands at its row', async () => {
  previewsAnswer(() =>
    answer('{"errors":[{"field":"mapping.a","code":"expression","message":"No helper.","position":2}]}', 422),
  );
  render(<Form mapping='{"b":"x","a":"{{nope id}}"}' />, { wrapper: Page });
  const source = await screen.findByRole('textbox', { name: 'a: source' });

  await waitFor(() => {
    expect(source).toHaveAccessibleDescription('No helper.');
  });
  expect(screen.getByRole('textbox', { name: 'b: source' })).not.toHaveAccessibleDescription();
});
