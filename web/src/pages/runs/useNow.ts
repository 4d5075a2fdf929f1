import { useEffect, useState } from 'react';

/** The present time, again each second while something is counted by it. */
export function useNow(ticks: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!ticks) {
      return undefined;
    }

    const clock = setInterval(() => {
      setNow(Date.now());
    }, 1_000);
    return () => {
      clearInterval(clock);
    };
  }, [ticks]);

  return now;
}
