import { JsonField } from '@/editors';
import type { Json, JsonObject } from '@/json/json';
import { withField } from '../documents';
import { problemIn } from '../pane/useEditing';

interface AnswerRulesProps {
  request: JsonObject | null;
  sends: boolean;
  problems: Readonly<Record<string, string>>;
  onChange: (request: JsonObject) => void;
  onUnreadable: (field: string, message: string | null) => void;
}

/** What an answer of a request that is spelled out means, where its status does not say it. */
export function AnswerRules({ request, sends, problems, onChange, onUnreadable }: AnswerRulesProps) {
  const now = request ?? {};
  const field = (name: string, label: string, description: string, placeholder: string) => (
    <JsonField
      label={label}
      description={description}
      placeholder={placeholder}
      value={now[name] ?? null}
      error={problemIn(problems, `request.${name}`)}
      onChange={(value) => {
        onChange(withField(now, name, (value as Json) ?? undefined));
      }}
      onProblem={(message) => {
        onUnreadable(`request.${name}`, message);
      }}
    />
  );

  return (
    <>
      {field(
        'failure',
        'Answers that mean failure',
        'For an API that answers 200 and says in the body that it did not work: a rule, or a list of them.',
        '{"when": {"==": [{"var": "ok"}, false]}, "message": "$.error"}',
      )}
      {sends &&
        field(
          'batch',
          'Answer of a batch',
          'Where the answer of several records says which of them failed.',
          '{"results": "$.results[*]", "failed": {"!!": {"var": "error"}}}',
        )}
    </>
  );
}
