import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { glimpse, templateName, type SamplePath } from '../sample/paths';
import { blocks, helpers, words, type Helper } from './helpers';

const helperOption = ({ name, takes, gives }: Helper, boost: number): Completion => ({
  label: name,
  detail: takes,
  info: gives,
  boost,
});

/** Closes what it opens, with the cursor where its argument goes. */
const blockOption = (block: Helper): Completion => ({
  label: `#${block.name}`,
  detail: block.takes,
  info: block.gives,
  apply: (view, _, from, to) => {
    const isClosed = view.state.sliceDoc(to, to + 2) === '}}';
    const start = `#${block.name} `;
    view.dispatch({
      changes: { from, to: isClosed ? to + 2 : to, insert: `${start}}}{{/${block.name}}}` },
      selection: { anchor: from + start.length },
    });
  },
});

const common = [
  ...helpers.map((one) => helperOption(one, -1)),
  ...words.map((one) => helperOption(one, -2)),
  ...blocks.map(blockOption),
];

/** Completes the sample's fields and the helpers between `{{` and `}}`. */
export function templateCompletions(paths: readonly SamplePath[]) {
  const fields = paths.flatMap(({ steps, value }): Completion[] => {
    const label = templateName(steps);
    return label === null ? [] : [{ label, detail: glimpse(value), boost: 1 }];
  });
  const options = [...fields, ...common];

  return (context: CompletionContext): CompletionResult | null => {
    const before = context.state.sliceDoc(Math.max(0, context.pos - 2000), context.pos);
    const open = before.lastIndexOf('{{');
    if (open < 0 || before.includes('}}', open) || before[open + 2] === '!' || isInText(before.slice(open + 2))) {
      return null;
    }

    const word = context.matchBefore(/[#@\w.[\]/-]*/);
    const from = word?.from ?? context.pos;
    const isNew = context.state.sliceDoc(from - 2, from) === '{{';
    return word?.text === '' && !isNew && !context.explicit ? null : { from, options, validFor: /^[#@\w.[\] -]*$/ };
  };
}

/** Whether a quoted text is open at the end of what stands in the tag so far. */
const isInText = (tag: string): boolean => /["']/.test(tag.replace(/"[^"]*"|'[^']*'/g, ''));
