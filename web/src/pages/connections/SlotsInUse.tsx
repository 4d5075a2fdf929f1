import { useInViewport } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { trafficQuery } from '@/api/connections';
import classes from './SlotsInUse.module.css';

/** How many requests are under way in the connection's pool now, of how many, as a number and a bar. */
export function SlotsInUse({ id }: { id: string }) {
  // Of a long list only the rows in sight ask.
  const { ref, inViewport } = useInViewport<HTMLSpanElement>();
  const { data } = useQuery({ ...trafficQuery(id), enabled: inViewport });
  if (data === undefined) {
    return (
      <span ref={ref} className={classes['slots']}>
        –
      </span>
    );
  }

  const share = Math.min(1, data.inFlight / data.level);
  return (
    <span ref={ref} className={classes['slots']}>
      {data.inFlight} of {data.level}
      <span className={classes['bar']} aria-hidden>
        <span style={{ width: `${share * 100}%` }} />
      </span>
      {data.waiting > 0 && <span className={classes['waiting']}>{data.waiting} waiting</span>}
    </span>
  );
}
