import { Alert } from '@mantine/core';
import type { PreviewFault } from '@/api/schema';

/** What to do about what an application, or the way to it, said. */
const advice: Readonly<Record<string, string>> = {
  unauthorized: 'The sign-in of the connection is refused: test it on its page.',
  forbidden: 'The user of the connection may not read this: ask for the right in the application.',
  not_found: 'Look at the path and the ids: the application knows nothing there.',
  rate_limited: 'The account is at its limit: wait a moment, then preview again.',
  unreachable: 'The application does not answer: look at the connection’s page.',
  timeout: 'No answer in time: try again, with a smaller page size if need be.',
  unexpected_answer: 'Look at the answer under Exchanges: the records are not where they are looked for.',
  rejected: 'Look at what the application says, and at the parameters.',
  template: 'An expression gives nothing usable for this record: look at the fields it names.',
  paging_loop: 'The paging goes round in a circle: look at where the next page is said.',
};

/** Why no more could be read, and what to do. */
export function FaultNotice({ fault }: { fault: PreviewFault }) {
  return (
    <Alert role="alert" color="red" variant="light" title={fault.message} styles={{ message: { color: 'inherit' } }}>
      {advice[fault.code] ?? 'Look at the exchange under Exchanges.'}
    </Alert>
  );
}
