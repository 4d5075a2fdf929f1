import { closeCompletion, completionStatus } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { Compartment, EditorState, type Extension, type Transaction, type TransactionSpec } from '@codemirror/state';
import { drawSelection, EditorView, keymap, placeholder } from '@codemirror/view';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { nonce } from '@/app/nonce';
import { highlight } from './highlight';
import { markWrong, wrongPart } from './wrongPart';

interface CodeOptions {
  value: string;
  onChange: (value: string) => void;
  onBlur?: (() => void) | undefined;
  /** The language and its completions. A new one replaces the former one: keep it while nothing changes. */
  language: Extension;
  /** Names, states and descriptions of the element that takes the keys. */
  attributes: Readonly<Record<string, string>>;
  multiline: boolean;
  placeholder: string;
  /** Where something is wrong in the text; null where nothing is. */
  wrongAt: number | null;
}

/**
 * A CodeMirror whose text is the caller's. Tab leaves it as it leaves any other field.
 *
 * @returns where it shall stand, and how it gets the focus.
 */
export function useCodeMirror(options: CodeOptions) {
  const { value, language, attributes, wrongAt } = options;
  const host = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<EditorView | null>(null);
  const [parts] = useState(() => ({ language: new Compartment(), attributes: new Compartment() }));
  const changed = useEffectEvent((text: string) => {
    if (text !== value) {
      options.onChange(text);
    }
  });
  const left = useEffectEvent(() => options.onBlur?.());

  const create = useEffectEvent(
    (parent: HTMLElement) =>
      new EditorView({
        parent,
        state: EditorState.create({
          doc: value,
          extensions: [
            EditorView.cspNonce.of(nonce),
            parts.language.of(language),
            parts.attributes.of(EditorView.contentAttributes.of(attributes)),
            // A list of completions takes Escape for itself; the pane around it stays.
            EditorView.contentAttributes.of(({ state }): Record<string, string> =>
              completionStatus(state) === null ? {} : { 'data-mantine-stop-propagation': 'true' },
            ),
            history(),
            drawSelection(),
            options.multiline ? EditorView.lineWrapping : oneLine,
            keymap.of([...defaultKeymap, ...historyKeymap]),
            placeholder(options.placeholder),
            highlight,
            wrongPart,
            EditorView.updateListener.of((update) => {
              if (update.docChanged) {
                changed(update.state.doc.toString());
              }
            }),
            EditorView.domEventHandlers({
              blur: (_, view) => {
                left();
                // A list that is still being made would open over the field that one has gone on to.
                queueMicrotask(() => completionStatus(view.state) === 'pending' && closeCompletion(view));
              },
              beforeinput: typeOver,
            }),
          ],
        }),
      }),
  );

  useEffect(() => {
    if (host.current === null) {
      return;
    }

    const made = create(host.current);
    setView(made);
    return () => {
      made.destroy();
      setView(null);
    };
  }, []);

  useEffect(() => {
    view?.dispatch({ effects: parts.language.reconfigure(language) });
  }, [view, parts, language]);

  const described = JSON.stringify(attributes);
  useEffect(() => {
    const now = JSON.parse(described) as Record<string, string>;
    view?.dispatch({ effects: parts.attributes.reconfigure(EditorView.contentAttributes.of(now)) });
  }, [view, parts, described]);

  useEffect(() => {
    if (view !== null && view.state.doc.toString() !== value) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } });
    }
  }, [view, value]);

  useEffect(() => {
    if (view !== null) {
      markWrong(view, wrongAt);
    }
  }, [view, wrongAt, value]);

  return { host, focus: () => view?.focus() };
}

/**
 * Types over what is selected. Left to the browser, lines that become one would keep their looks by `style="…"`, which the
 * policy of the pages refuses.
 */
function typeOver(event: InputEvent, view: EditorView): boolean {
  const { from, to } = view.state.selection.main;
  const text = event.data;
  if (event.inputType !== 'insertText' || text === null || from === to || view.state.selection.ranges.length > 1) {
    return false;
  }

  event.preventDefault();
  const insert = () =>
    view.state.update({
      changes: { from, to, insert: text },
      selection: { anchor: from + text.length },
      userEvent: 'input.type',
      scrollIntoView: true,
    });
  if (!view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, text, insert))) {
    view.dispatch(insert());
  }

  return true;
}

/** As in any field of one line, Enter sends the form, and what is pasted with line breaks becomes one line. */
const oneLine: Extension = [
  keymap.of([
    {
      key: 'Enter',
      run: (view) => {
        const around = view.dom.closest('form, [data-keeps-enter]');
        if (around instanceof HTMLFormElement) {
          around.requestSubmit();
        }

        return true;
      },
    },
  ]),
  EditorState.transactionFilter.of(withoutBreaks),
];

function withoutBreaks(transaction: Transaction): Transaction | readonly TransactionSpec[] {
  if (transaction.newDoc.lines === 1) {
    return transaction;
  }

  const text = transaction.newDoc.toString().replace(/\s*\n\s*/g, ' ');
  return [
    {
      changes: { from: 0, to: transaction.startState.doc.length, insert: text },
      selection: { anchor: Math.min(text.length, transaction.newSelection.main.head) },
      userEvent: 'input.paste',
    },
  ];
}
