import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { ApiError, problemFields } from '@/api/problem';
import { sameJson } from '@/json/json';
import { stringifyExact } from '@/json/stringifyExact';

type Problems = Readonly<Record<string, string>>;

interface EditingOptions<Stored, Fields> {
  opened: boolean;
  /** What is changed; null for a new one, undefined while it is read. */
  stored: Stored | null | undefined;
  fieldsOf: (stored: Stored | null) => Fields;
  /** What is missing, by field. */
  missing: (fields: Fields) => Problems;
  /** @param version The version that is changed; null for a new one. */
  save: (fields: Fields, version: number | null) => Promise<Stored>;
  /** Reads the version that is stored now. */
  reread: () => Promise<Stored | undefined>;
  onSaved: (stored: Stored) => void;
}

interface State<Stored, Fields> {
  /** As it was when the editing began; undefined before it is read. */
  began: Stored | null | undefined;
  /** Null until something is typed. */
  fields: Fields | null;
  /** What is wrong, by the path in the body. */
  problems: Problems;
  /** Texts that are no documents yet, by field: they cannot be saved. */
  unreadable: Problems;
  failure: unknown;
}

const nothing = { fields: null, problems: {}, unreadable: {}, failure: null };

/**
 * A document while it is edited: what is typed, what is wrong with it, and saving it. A change by somebody else meanwhile
 * is not overwritten without a question.
 */
export function useEditing<Stored extends { version: number }, Fields extends object>(
  options: EditingOptions<Stored, Fields>,
) {
  const { opened, stored, fieldsOf } = options;
  const [state, setState] = useState<State<Stored, Fields>>({ began: stored, ...nothing });
  const [wasOpened, setWasOpened] = useState(opened);
  const change = (part: Partial<State<Stored, Fields>>) => {
    setState((now) => ({ ...now, ...part }));
  };

  // What was typed and given up does not come back.
  if (opened !== wasOpened) {
    setWasOpened(opened);
    setState({ began: opened ? stored : undefined, ...nothing });
  } else if (opened && state.began === undefined && stored !== undefined) {
    change({ began: stored });
  }

  const initial = state.began === undefined ? null : fieldsOf(state.began);
  const fields = state.fields ?? initial;
  const problems = useMemo<Problems>(
    () => ({ ...state.problems, ...state.unreadable }),
    [state.problems, state.unreadable],
  );

  const refuse = (error: unknown, within = '') => {
    const problems = Object.fromEntries(
      Object.entries(problemFields(error)).map(([path, message]) => [path.replace(within, ''), message]),
    );
    change({ problems, failure: Object.keys(problems).length > 0 ? null : error });
  };

  const saving = useMutation({
    mutationFn: ({ body, version }: { body: Fields; version: number | null }) => options.save(body, version),
    onMutate: () => {
      change({ problems: {}, failure: null });
    },
    onSuccess: options.onSaved,
    onError: (error) => {
      refuse(error);
    },
  });

  /** Whether it may go to the server; else the fields say what is wrong. */
  const complete = (needsName = true) => {
    const missing = fields === null ? {} : options.missing(fields);
    const wrong = without(missing, (path) => path === 'name' && !needsName);
    change({ problems: wrong, failure: null });
    return Object.keys({ ...wrong, ...state.unreadable }).length === 0;
  };

  return {
    /** Null while the stored one is read. */
    fields,
    began: state.began,
    problems,
    failure: state.failure,
    saving: saving.isPending,
    isChanged: opened && state.fields !== null && !sameDocument(state.fields, initial),
    isOutdated: state.failure instanceof ApiError && state.failure.code === 'precondition_failed',
    complete,
    refuse,
    /** Says something of fields. */
    say: (told: Problems) => {
      change({ problems: told });
    },
    set: (part: Partial<Fields>) => {
      const names = Object.keys(part);
      setState((now) => ({
        ...now,
        fields: { ...(now.fields ?? initial), ...part } as Fields,
        problems: without(now.problems, (path) => names.includes(rootOf(path))),
        failure: null,
      }));
    },
    /** A text that is no document keeps the form from being saved; null when it has become one. */
    setUnreadable: (field: string, message: string | null) => {
      setState((now) => {
        const rest = without(now.unreadable, (name) => name === field);
        return { ...now, unreadable: message === null ? rest : { ...rest, [field]: message } };
      });
    },
    save: () => {
      if (!saving.isPending && fields !== null && complete()) {
        saving.mutate({ body: fields, version: state.began?.version ?? null });
      }
    },
    /** After somebody else has changed it: saves over that. */
    saveOver: async () => {
      const now = await options.reread();
      if (now !== undefined && fields !== null && complete()) {
        change({ began: now, fields });
        saving.mutate({ body: fields, version: now.version });
      }
    },
    /** After somebody else has changed it: gives up what was typed. */
    loadTheirs: async () => {
      const now = await options.reread();
      if (now !== undefined) {
        setState({ began: now, ...nothing });
      }
    },
  };
}

export type Editing<Stored extends { version: number }, Fields extends object> = ReturnType<
  typeof useEditing<Stored, Fields>
>;

/** What is said of a field, or of something inside it: `mapping.lines.@each` is in `mapping`. */
export function problemIn(problems: Problems, field: string): string | undefined {
  const exact = problems[field];
  if (exact !== undefined) {
    return exact;
  }

  const inside = Object.keys(problems).find((path) => path.startsWith(`${field}.`) || path.startsWith(`${field}[`));
  return inside === undefined
    ? undefined
    : `${inside.slice(field.length).replace(/^\./, '')}: ${problems[inside] ?? ''}`;
}

/** Whether something is wrong with one of these fields, or inside of it. */
export const isWrong = (problems: Readonly<Record<string, string>>, ...fields: string[]): boolean =>
  fields.some((field) => problemIn(problems, field) !== undefined);

const rootOf = (path: string): string => path.split(/[.[]/, 1)[0] ?? path;

function without(problems: Problems, leaves: (path: string) => boolean): Problems {
  return Object.fromEntries(Object.entries(problems).filter(([path]) => !leaves(path)));
}

/** The same text when saved: empty fields that stand for defaults are the same as none. */
function sameDocument(one: object, other: object | null): boolean {
  return other !== null && (sameJson(one, other) || stringifyExact(one) === stringifyExact(other));
}
