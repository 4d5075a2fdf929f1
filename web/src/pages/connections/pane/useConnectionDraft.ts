import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { applicationQuery } from '@/api/applications';
import { api, bodyOf } from '@/api/client';
import { ApiError, problemFields } from '@/api/problem';
import type { ConnectionView, FormFieldView, TestView } from '@/api/schema';
import { formatProblem, formProblems } from './fieldRules';
import {
  differs,
  initialValues,
  isKept,
  pathOf,
  shownFields,
  toFields,
  type FieldValue,
  type FieldValues,
} from './fieldValues';
import { userOf, type TestState } from './TestStatus';

export interface ConnectionDraft {
  /** The connection as it was when the edit began: a change by somebody else meanwhile is not overwritten. */
  stored: ConnectionView | undefined;
  /** The key of the application; null while it is chosen. */
  application: string | null;
  name: string;
  named: boolean;
  /** Null until something was changed: then the form begins with what the definition or the stored connection says. */
  values: FieldValues | null;
  problems: Readonly<Record<string, string>>;
  test: TestState;
  /** The last save was refused because its test failed: it may be stored without one. */
  offersUntested: boolean;
  /** What was refused and belongs to no field. */
  failure: unknown;
}

interface DraftOptions {
  application: string | undefined;
  stored: ConnectionView | undefined;
  onSaved: (connection: ConnectionView) => void;
}

const idle: TestState = { phase: 'idle' };

function begin(application: string | undefined, stored: ConnectionView | undefined): ConnectionDraft {
  return {
    stored,
    application: stored?.application ?? application ?? null,
    name: stored?.name ?? '',
    named: stored !== undefined,
    values: null,
    problems: {},
    test: idle,
    offersUntested: false,
    failure: null,
  };
}

/** A connection while it is typed: its fields, what is wrong with them, its test, and saving it. */
export function useConnectionDraft({ application, stored: present, onSaved }: DraftOptions) {
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState(() => begin(application, present));
  const { stored } = draft;
  const definition = useQuery({ ...applicationQuery(draft.application ?? ''), enabled: draft.application !== null });
  const whole = definition.data?.form ?? [];
  const initial = initialValues(whole, stored);
  const values = draft.values ?? initial;
  // What is not shown is neither asked for nor sent: a change leaves it as it is stored.
  const form = shownFields(whole, values);
  const change = (part: Partial<ConnectionDraft>) => {
    setDraft((now) => ({ ...now, ...part }));
  };

  // What an answer is about: one that comes after another draft was begun, or the values were changed, says nothing here.
  const begun = useRef(0);
  const edited = useRef(0);
  const subject = () => ({ draft: begun.current, values: edited.current });
  const isOld = (about: ReturnType<typeof subject> | undefined) => about?.draft !== begun.current;

  const refuse = (error: unknown, _: unknown, about: ReturnType<typeof subject> | undefined) => {
    if (isOld(about)) {
      return;
    }

    const test = error instanceof ApiError ? (error.details['test'] as TestView | undefined) : undefined;
    const problems = problemFields(error);
    const known = ['name', ...form.map(({ field }) => pathOf(field))];
    const placed = Object.keys(problems).some((path) => known.includes(path));
    change({
      problems,
      failure: test || placed ? null : error,
      test: test ? { phase: 'failed', code: test.code, message: test.message } : idle,
      offersUntested: test !== undefined,
    });
  };

  const testing = useMutation({
    mutationFn: () => {
      const fields = toFields(form, values, false);
      const body = { application: draft.application ?? '', ...(stored && { id: stored.id }), ...fields };
      return bodyOf(api.POST('/v1/connections/test', { body }));
    },
    onMutate: () => {
      change({ test: { phase: 'running' }, offersUntested: false, failure: null });
      return { ...subject(), as: userOf(toFields(form, values, false)) };
    },
    onSuccess: ({ ok, code, message, latencyMs }, _, about) => {
      if (isOld(about) || about.values !== edited.current) {
        return;
      }

      const { as } = about;
      change({ test: ok ? { phase: 'works', message, latencyMs, as } : { phase: 'failed', code, message } });
    },
    onError: refuse,
  });

  const saving = useMutation({
    mutationFn: (tested: boolean) => save(draft, toFields(form, values, stored !== undefined), stored, tested),
    onMutate: (tested) => {
      change({ test: tested ? { phase: 'running' } : idle, offersUntested: false, failure: null });
      return subject();
    },
    onSuccess: async (connection, _, about) => {
      await queryClient.invalidateQueries({ queryKey: ['connections'] });
      if (!isOld(about)) {
        onSaved(connection);
      }
    },
    onError: refuse,
  });

  const naming = useMutation({
    mutationFn: (name: string) => isNameTaken(name),
    onMutate: subject,
    onSuccess: (taken, _, about) => {
      if (isOld(about)) {
        return;
      }

      change(taken ? { problems: { name: 'Another connection has this name.' } } : { named: true, problems: {} });
    },
    onError: (failure) => {
      change({ failure });
    },
  });

  /** Whether the fields may go to the server; else they say what is wrong. */
  const complete = () => {
    const problems = {
      ...(draft.name.trim() === '' && { name: 'Name is needed.' }),
      ...formProblems(form, values, stored),
    };
    change({ problems });
    return Object.keys(problems).length === 0;
  };

  const withoutProblem = (...paths: string[]) =>
    Object.fromEntries(Object.entries(draft.problems).filter(([named]) => !paths.includes(named)));

  return {
    draft,
    definition,
    form,
    values,
    busy: testing.isPending || saving.isPending,
    testing: testing.isPending,
    saving: saving.isPending,
    naming: naming.isPending,
    isChanged: draft.name.trim() !== (stored?.name ?? '') || differs(values, initial),
    restart: () => {
      begun.current++;
      setDraft(begin(application, present));
    },
    choose: (key: string) => {
      change({ application: key });
    },
    setName: (name: string) => {
      change({ name, problems: withoutProblem('name'), failure: null });
    },
    confirmName: () => {
      if (draft.name.trim() === '') {
        change({ problems: { name: 'Name is needed.' } });
      } else {
        naming.mutate(draft.name.trim());
      }
    },
    setValue: (field: FormFieldView, value: FieldValue) => {
      if (value !== values[field.field]) {
        edited.current++;
        // A stored secret is asked for again because of the other settings: with those changed it may be kept after all.
        const kept = form.filter((other) => isKept(other, stored)).map((other) => pathOf(other.field));
        const problems = withoutProblem(pathOf(field.field), ...kept);
        change({
          values: { ...values, [field.field]: value },
          problems,
          test: idle,
          offersUntested: false,
          failure: null,
        });
      }
    },
    /** Leaving a field says at once what cannot be right; what is missing is told only when it is asked for. */
    leave: (field: FormFieldView) => {
      const problem = formatProblem(field, values[field.field]);
      if (problem !== undefined) {
        change({ problems: { ...draft.problems, [pathOf(field.field)]: problem } });
      }
    },
    test: () => {
      if (complete()) {
        testing.mutate();
      }
    },
    save: (tested: boolean) => {
      if (complete()) {
        saving.mutate(tested);
      }
    },
  };
}

function save(
  draft: ConnectionDraft,
  fields: ReturnType<typeof toFields>,
  stored: ConnectionView | undefined,
  tested: boolean,
): Promise<ConnectionView> {
  const query = tested ? {} : { test: 'false' };
  const name = draft.name.trim();
  if (stored === undefined) {
    const body = { name, application: draft.application ?? '', ...fields };
    return bodyOf(api.POST('/v1/connections', { params: { query }, body }));
  }

  const header = { 'If-Match': `"${stored.version}"` };
  const params = { path: { id: stored.id }, query, header };
  return bodyOf(api.PATCH('/v1/connections/{id}', { params, body: { name, ...fields } }));
}

/** The server decides when it is stored; asking before saves typing a whole form for nothing. */
async function isNameTaken(name: string): Promise<boolean> {
  const { data } = await bodyOf(api.GET('/v1/connections', { params: { query: { q: name, limit: '200' } } }));
  return data.some((connection) => connection.name.toLowerCase() === name.toLowerCase());
}
