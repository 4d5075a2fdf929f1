import { autocompletion, closeBrackets, startCompletion } from '@codemirror/autocomplete';
import { EditorView } from '@codemirror/view';
import { useMemo } from 'react';
import { CodeField } from '../code/CodeField';
import { pathCompletions } from '../path/pathCompletions';
import { pathLanguage } from '../path/pathLanguage';
import { templateCompletions } from '../template/templateCompletions';
import { templateLanguage } from '../template/templateLanguage';
import { templatePaths, type Scope } from './scope';

interface SourceInputProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  scope: Scope;
  error: string | undefined;
  wrongAt: number | null;
  placeholder: string;
}

/** Where a field's value comes from: a path, a template, or a text that stands for itself. */
export function SourceInput({ scope, value, ...rest }: SourceInputProps) {
  const isPath = value.startsWith('$');
  const language = useMemo(
    () => [
      isPath ? pathLanguage : templateLanguage,
      autocompletion({
        override: [pathCompletions(scope.paths, scope.root), templateCompletions(templatePaths(scope))],
        icons: false,
        maxRenderedOptions: 60,
      }),
      closeBrackets(),
      // Who does not know how a field is written is shown what there is.
      EditorView.domEventHandlers({
        click: (_, view) => {
          if (view.state.doc.length === 0 && scope.paths.length > 0) {
            startCompletion(view);
          }
        },
      }),
    ],
    [isPath, scope],
  );

  return <CodeField {...rest} labelHidden value={value} language={language} multiline={false} />;
}
