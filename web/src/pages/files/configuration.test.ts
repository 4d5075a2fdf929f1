import { expect, it } from 'vitest';
import { placeInWords } from './configuration';

const text = '{"flows":[{"name":"Tickets"}]}';

it('says which resource of a file a problem is of', () => {
  expect(placeInWords('flows[0].steps[1].import', text)).toBe('flows “Tickets” › steps › 1 › import');
  expect(placeInWords('flows[0]', text)).toBe('flows “Tickets”');
});

it('says the place as it is where the file does not tell', () => {
  expect(placeInWords('flows[7].name', text)).toBe('flows[7].name');
  expect(placeInWords('version', 'not JSON')).toBe('version');
});
