import { StreamLanguage, type StringStream } from '@codemirror/language';
import { blocks, helpers } from './helpers';

interface TagState {
  /** What closes the tag that the reader is in; empty between tags. */
  close: string;
  /** The next name is the first of its tag or of a sub-expression, where helpers stand. */
  isFirst: boolean;
}

const helperNames = new Set([...helpers, ...blocks].map(({ name }) => name));

/** Colours for `{{…}}`; what stands between tags is plain text. */
export const templateLanguage = StreamLanguage.define<TagState>({
  name: 'template',
  startState: () => ({ close: '', isFirst: false }),
  token: (stream, state) => (state.close === '' ? between(stream, state) : inTag(stream, state)),
});

function between(stream: StringStream, state: TagState): string | null {
  if (stream.match(/^\\\{\{/)) {
    return null;
  }

  if (stream.match(/^\{\{!--/)) {
    state.close = '--}}';
    return 'comment';
  }

  if (stream.match(/^\{\{!/)) {
    state.close = '!}}';
    return 'comment';
  }

  const open = stream.match(/^\{{2,4}[~#/^&]*/) as RegExpMatchArray | null;
  if (open !== null) {
    state.close = '}'.repeat(/^\{+/.exec(open[0])?.[0].length ?? 2);
    state.isFirst = true;
    return 'brace';
  }

  stream.next();
  stream.match(/^[^{\\]*/);
  return null;
}

function inTag(stream: StringStream, state: TagState): string | null {
  if (state.close === '!}}' || state.close === '--}}') {
    const end = state.close === '!}}' ? '}}' : '--}}';
    if (stream.match(end)) {
      state.close = '';
    } else {
      stream.next();
    }

    return 'comment';
  }

  if (stream.match(`~${state.close}`) || stream.match(state.close)) {
    state.close = '';
    return 'brace';
  }

  if (stream.eatSpace()) {
    return null;
  }

  if (stream.match('(')) {
    state.isFirst = true;
    return 'brace';
  }

  if (stream.match(/^(?:"[^"]*"?|'[^']*'?)/)) {
    return 'string';
  }

  if (stream.match(/^-?\d+(?:\.\d+)?(?![\w.])/)) {
    return 'number';
  }

  const name = stream.match(
    /^(?:@?[\w-]+|\[[^\]]*\]?|\.\.?)(?:[./](?:[\w-]+|\[[^\]]*\]?|\.\.?))*/,
  ) as RegExpMatchArray | null;
  if (name === null) {
    stream.next();
    return null;
  }

  const isHelper = state.isFirst && (helperNames.has(name[0]) || name[0] === 'else');
  state.isFirst = name[0] === 'else';
  return isHelper ? 'variableName.function' : 'variableName';
}
