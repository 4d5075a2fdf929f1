import classes from './RateChart.module.css';
import { linePoints, rateInWords, rateNow, ratesOf, type Sample } from './rates';

/** Requests per second over the last five minutes. */
export function RateChart({ samples }: { samples: readonly Sample[] }) {
  const rates = ratesOf(samples);
  const most = Math.max(0, ...rates.map(({ rate }) => rate));
  const top = Math.max(1, Math.ceil(most));
  const last = samples.at(-1)?.at ?? 0;
  const points = linePoints(rates, last, top);
  const first = points.split(',', 1)[0] ?? '0';
  return (
    <figure className={classes['chart']}>
      <div
        className={classes['plot']}
        role="img"
        aria-label={`Requests per second in the last five minutes: now ${rateInWords(rateNow(samples))}, at most ${rateInWords(most)}`}
      >
        <span className={classes['top']}>{top} per second</span>
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden>
          {rates.length > 1 && (
            <>
              <polygon points={`${first},100 ${points} 100,100`} />
              <polyline points={points} />
            </>
          )}
        </svg>
      </div>
      <figcaption>
        <span>5 minutes ago</span>
        <span>now</span>
      </figcaption>
    </figure>
  );
}
