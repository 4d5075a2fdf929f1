import { StreamLanguage } from '@codemirror/language';

/** Colours for JSONPath. */
export const pathLanguage = StreamLanguage.define({
  name: 'path',
  token(stream) {
    if (stream.match(/^(?:\$\$?|@)/)) {
      return 'brace';
    }

    if (stream.match(/^(?:"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?)/)) {
      return 'string';
    }

    if (stream.match(/^-?\d+(?:\.\d+)?/)) {
      return 'number';
    }

    if (stream.match(/^(?:length|count|match|search|value)(?=\()/)) {
      return 'variableName.function';
    }

    if (stream.match(/^[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*/)) {
      return 'variableName';
    }

    stream.next();
    return null;
  },
});
