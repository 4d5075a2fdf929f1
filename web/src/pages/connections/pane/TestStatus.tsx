import { Loader } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import classes from './TestStatus.module.css';

/** Where a test stands, as the pane shows it. */
export type TestState =
  | { phase: 'idle' }
  | { phase: 'running' }
  | { phase: 'works'; message: string; latencyMs: number; as?: string | undefined }
  | { phase: 'failed'; code: string | null; message: string };

/** What to do about a failed test, by its code. */
const advice: Readonly<Record<string, string>> = {
  unauthorized: 'The username, the key or the password is wrong. Correct it and test again.',
  forbidden: 'The sign-in is right, but this user may not do that. Give it the permission, or use another user.',
  not_found: 'There is no such account. Check the address.',
  rate_limited: 'The application asks to wait. Try again in a moment.',
  unreachable: 'Check the address, and that the server reaches the network.',
  timeout: 'Try again later, or look at the application’s status page.',
  tls: 'Check the certificate of the address.',
  busy: 'All slots of the connection are in use. Try again, or raise its concurrency level.',
  unexpected: 'Check the address; if it is right, try again later.',
  secret_unreadable: 'Type the password again.',
};

/** Says where the test stands; screen readers hear each change. */
export function TestStatus({ state }: { state: TestState }) {
  return (
    <div role="status" aria-label="Connection test" className={classes['status']} data-phase={state.phase}>
      {state.phase === 'running' && (
        <>
          <Loader size={18} aria-hidden />
          <div>Testing…</div>
        </>
      )}
      {state.phase === 'works' && (
        <>
          <IconCircleCheck size={20} aria-hidden />
          <div>
            <strong>The connection works.</strong>
            <p>
              {sentence(state.message)}
              {state.as !== undefined && ` as ${state.as}`}, in {duration(state.latencyMs)}.
            </p>
          </div>
        </>
      )}
      {state.phase === 'failed' && (
        <>
          <IconAlertTriangle size={20} aria-hidden />
          <div>
            <strong>The connection does not work.</strong>
            <p>{sentence(state.message)}.</p>
            {state.code !== null && advice[state.code] !== undefined && <p>{advice[state.code]}</p>}
          </div>
        </>
      )}
    </div>
  );
}

/** As whom a connection signs in, where its form has such a field; undefined where it has none. */
export function userOf({ settings }: { settings: Readonly<Record<string, unknown>> }): string | undefined {
  const { username } = settings;
  return typeof username === 'string' && username !== '' ? username : undefined;
}

function sentence(message: string): string {
  return message.replace(/\.$/, '');
}

function duration(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}
