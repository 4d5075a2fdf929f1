import { Link } from '@tanstack/react-router';
import { durationInWords, durationMs, isActive, recordsOf } from '@/api/runs';
import type { FlowView, RunView } from '@/api/schema';
import { errors, words } from '@/components/RunState';
import classes from './RunChart.module.css';

const shownMax = 40;

/** The last runs as bars, oldest at the left: records, those that failed in red. The table below says the same in words. */
export function RunChart({ runs, flow, now }: { runs: readonly RunView[]; flow: FlowView | undefined; now: number }) {
  const shown = runs
    .filter(({ trigger }) => trigger !== 'retry')
    .slice(0, shownMax)
    .toReversed();
  if (shown.length < 2) {
    return null;
  }

  const most = Math.max(1, ...shown.map((run) => recordsOf(run, flow)));
  const share = (count: number) => `${Math.min(100, (count / most) * 100)}%`;
  const failed = shown.filter((run) => run.status === 'failed').length;
  return (
    <figure className={classes['chart']}>
      <ol
        className={classes['plot']}
        aria-label={`The last ${shown.length} runs: at most ${most.toLocaleString('en')} records in one, ${failed} failed`}
      >
        {shown.map((run) => {
          const records = recordsOf(run, flow);
          const summary = `${words(run)} · ${records.toLocaleString('en')} records · ${durationInWords(durationMs(run, now))}`;
          return (
            <li key={run.id} data-state={run.status === 'failed' ? 'failed' : isActive(run) ? 'active' : undefined}>
              {/* The table has the same links: these are no stops of the Tab key. */}
              <Link
                to="/runs/$runId"
                params={{ runId: run.id }}
                title={`${new Date(run.startedAt).toLocaleString()}\n${summary}`}
                aria-label={summary}
                tabIndex={-1}
              >
                <span className={classes['records']} style={{ blockSize: share(records) }}>
                  <span className={classes['errors']} style={{ blockSize: failedShare(run, records) }} />
                </span>
              </Link>
            </li>
          );
        })}
      </ol>
      <figcaption>
        <span>{most.toLocaleString('en')} records at most</span>
        <span>last {shown.length} runs</span>
      </figcaption>
    </figure>
  );
}

const failedShare = (run: RunView, records: number) => `${Math.min(100, (errors(run) / Math.max(1, records)) * 100)}%`;
