import type { DeltaView, ExportMode, OperationView } from '@/api/schema';
import type { ExportFields } from '../operations/documents';
import { missingParameters } from '../operations/parts/missingParameters';

/** What each mode is called in lists. */
export const modeNames: Readonly<Record<ExportMode, string>> = {
  all: 'Everything',
  delta: 'What has changed',
  once: 'Each record once',
  limit: 'A few records',
};

/** Ten years of seconds and the like are no overlap: the server takes up to a year. */
export const overlapSecondsDefault = 300;

interface ModeContext {
  /** The operation; undefined where the request is spelled out. */
  operation?: Pick<OperationView, 'delta'> | undefined;
  /** When the flow's last run began that read everything; null: there was none; undefined: no flow is known. */
  lastRun?: string | null | undefined;
}

/** What a mode would read, in words. */
export function modeSays(
  { mode, limit, delta }: Pick<ExportFields, 'mode' | 'limit' | 'delta'>,
  { operation, lastRun }: ModeContext = {},
): string {
  switch (mode) {
    case 'delta':
      return [
        `Each run reads what has changed since the last one that read everything to its end, and ${overlapSays(delta?.['overlapSeconds'] ?? operation?.delta?.overlapSeconds)} before it, so that nothing is missed. What comes twice that way is delivered once.`,
        ...(operation?.delta == null ? [] : [howSays(operation.delta)]),
        nowSays(lastRun),
      ].join(' ');
    case 'once':
      return 'Each run reads what has no mark yet. When a record has passed all steps of its flow, an import marks it at the source.';
    case 'limit':
      return `Each run reads the first ${limit ?? 'few'} records, always the same way. Good for trying a flow.`;
    default:
      return 'Each run reads the whole list, from its beginning to its end.';
  }
}

function howSays({ how, lookback }: DeltaView): string {
  switch (how) {
    case 'newestFirst':
      return 'The list is read newest first, and no further than that.';
    case 'compared':
      return `Records are compared with what was delivered before${lookback === null ? '' : `, ${lookback} back`}: this list does not say what has changed.`;
    default:
      return 'The application gives only what has changed.';
  }
}

/** What would be read if it ran now. */
function nowSays(lastRun: string | null | undefined): string {
  return lastRun === undefined
    ? 'The first run reads everything.'
    : lastRun === null
      ? 'Now that is everything: no run of this flow has read it to its end yet.'
      : `Now that is what has changed since ${new Date(lastRun).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}.`;
}

function overlapSays(seconds: unknown): string {
  const given = typeof seconds === 'number' ? seconds : overlapSecondsDefault;
  return given % 86_400 === 0 && given > 0
    ? counted(given / 86_400, 'day')
    : given % 3600 === 0 && given > 0
      ? counted(given / 3600, 'hour')
      : given % 60 === 0 && given > 0
        ? counted(given / 60, 'minute')
        : counted(given, 'second');
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** What is missing in an export, by field. */
export function missingIn(fields: ExportFields, operation: OperationView | undefined, spelledOut: boolean) {
  const path = fields.request?.['path'];
  return {
    ...(fields.name.trim() === '' && { name: 'Give it a name.' }),
    ...(fields.connection === '' && { connection: 'Choose a connection.' }),
    ...(!spelledOut && fields.operation === null && { operation: 'Choose what it reads.' }),
    ...(spelledOut &&
      (path === undefined || path === '') && { 'request.path': 'Say which path is read, e.g. /things.' }),
    ...missingParameters(fields.parameters, operation),
    ...(fields.mode === 'limit' && fields.limit === null && { limit: 'Say how many.' }),
    ...(fields.mode === 'once' && fields.once === null && { 'once.mark.import': 'Choose what marks the records.' }),
  };
}
