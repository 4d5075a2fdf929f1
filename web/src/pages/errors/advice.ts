/** What a person can do about an error, by its code, in words; the server's own message says what happened. */
const advice: Readonly<Record<string, string>> = {
  blocked:
    'An earlier record with the same order key failed. Retry or resolve that one: this record follows by itself, in order.',
  outcome_unknown:
    'It was sent, but no answer came, and this import may not send twice. Look in the application whether it arrived: if it did, resolve; if not, retry.',
  rejected: 'The application refused the record. Change what its message names, here or in the mapping, then retry.',
  mapping: 'A value does not fit. Change it in the record, or mend the mapping, then retry.',
  template: 'A template cannot be filled in from this record. Change the record or the template, then retry.',
  filter: 'The filter cannot be applied to this record. Change the record or the filter, then retry.',
  required: 'A needed value is missing. Give it in the record or the mapping, then retry.',
  unauthorized: 'The application refused the sign-in. Test the connection, then retry.',
  forbidden: 'The connection’s user may not do this. Give it the permission in the application, then retry.',
  rate_limited: 'The application asked to wait for longer than a run does. Retry later.',
  unreachable: 'The application could not be reached. Retry when it answers again.',
  timeout: 'No answer came in time. Retry when the application answers again.',
  unexpected: 'The answer was not what the application sends. Retry later.',
  too_large: 'It is larger than what may be sent. Make the record smaller, then retry.',
  step_gone: 'The flow no longer has this step. Resolve the error, or bring the step back and retry.',
  not_found:
    'The application does not have what the record speaks of. Correct the record, or make it there, then retry.',
};

export const adviceFor = (code: string): string => advice[code] ?? 'Change what the message names, then retry.';
