import type { OperationView } from '@/api/schema';

/** The operation's required parameters that have no value. */
export function missingParameters(values: Readonly<Record<string, unknown>>, operation: OperationView | undefined) {
  return Object.fromEntries(
    (operation?.parameters ?? [])
      .filter(({ name, required, default: standard }) => required && standard === null && values[name] === undefined)
      .map(({ name, label }) => [`parameters.${name}`, `${label} is needed.`]),
  );
}
