import { Skeleton } from '@mantine/core';
import { lazy, Suspense, type ComponentType, type ReactNode } from 'react';

/** A component that is fetched when it is first shown; a grey bar holds its place. */
export function lazily<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): (props: Props) => ReactNode {
  const Loaded = lazy(load) as ComponentType<Props>;
  return function Lazily(props: Props) {
    return (
      <Suspense fallback={<Skeleton height={60} role="status" aria-label="Loading…" />}>
        <Loaded {...props} />
      </Suspense>
    );
  };
}
