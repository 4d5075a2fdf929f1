import { StateEffect, StateField, type Extension } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';
import classes from './CodeField.module.css';

const setWrong = StateEffect.define<number | null>();
const mark = Decoration.mark({ class: classes['wrong'] ?? '' });

/** Underlines the word at a position; when something is typed the line moves along until the next verdict. */
export const wrongPart: Extension = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    const told = transaction.effects.find((effect) => effect.is(setWrong));
    return told === undefined ? marks.map(transaction.changes) : wordAt(transaction.newDoc.toString(), told.value);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Underlines at that position, counted from 0; nothing for null. */
export function markWrong(view: EditorView, position: number | null): void {
  view.dispatch({ effects: setWrong.of(position) });
}

function wordAt(text: string, position: number | null): DecorationSet {
  const span = position === null ? null : wrongSpan(text, position);
  return span === null ? Decoration.none : Decoration.set(mark.range(span.from, span.to));
}

/** The word that begins at a position, at least a character; at the text's end its last one. Null in an empty text. */
export function wrongSpan(text: string, position: number): { from: number; to: number } | null {
  if (text === '') {
    return null;
  }

  const from = Math.max(0, Math.min(position, text.length - 1));
  const word = /^[\w$@.#/-]+/.exec(text.slice(from))?.[0] ?? '';
  return { from, to: from + Math.max(1, word.length) };
}
