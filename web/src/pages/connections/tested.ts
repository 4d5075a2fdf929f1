import { ApiError } from '@/api/problem';
import type { TestView } from '@/api/schema';
import type { TestState } from './pane/TestStatus';

/** The failed test for which a change was refused; null when it was refused for something else. */
export function failedTest(error: unknown): TestState | null {
  const test = error instanceof ApiError ? (error.details['test'] as TestView | undefined) : undefined;
  return test === undefined ? null : { phase: 'failed', code: test.code, message: test.message };
}

/** The secrets that must be given again, because a change would send the stored ones somewhere else: paths in the body. */
export function secretsAskedFor(error: unknown): readonly string[] {
  return error instanceof ApiError
    ? error.fields.filter(({ code }) => code === 'secret_required_again').map(({ field }) => field)
    : [];
}
