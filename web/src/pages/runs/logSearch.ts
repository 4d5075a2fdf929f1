/** What the address of a run says of its log. */
export interface LogSearch {
  traceKey?: string;
  step?: string;
  level?: 'warning' | 'error';
}

export function logSearch(raw: Record<string, unknown>): LogSearch {
  const { traceKey, step, level } = raw;
  const isText = (value: unknown): value is string | number =>
    (typeof value === 'string' && value !== '') || typeof value === 'number';
  return {
    ...(isText(traceKey) && { traceKey: String(traceKey) }),
    ...(isText(step) && { step: String(step) }),
    ...((level === 'warning' || level === 'error') && { level }),
  };
}
