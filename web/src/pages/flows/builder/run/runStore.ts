import type { RunView, StepCountsView } from '@/api/schema';

/**
 * The run that the builder shows. It tells each step only of its own counts, so that a run of many records changes
 * a few words in the page and nothing else.
 */
export class RunStore {
  private run: RunView | null = null;
  private counts: ReadonlyMap<string, StepCountsView> = new Map();
  private readonly listeners = new Set<() => void>();

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  readonly getRun = () => this.run;

  /** The counts of a source or step: the same object until one of them changes. */
  readonly countsOf = (id: string) => this.counts.get(id);

  readonly hasCounts = () => this.run !== null;

  set(run: RunView | null): void {
    this.counts = new Map(
      (run?.steps ?? []).map((step) => {
        const before = this.counts.get(step.id);
        return [step.id, before !== undefined && isSame(before, step) ? before : step];
      }),
    );
    this.run = run;
    this.listeners.forEach((listener) => {
      listener();
    });
  }
}

function isSame(one: StepCountsView, other: StepCountsView): boolean {
  return (
    one.read === other.read &&
    one.success === other.success &&
    one.error === other.error &&
    one.ignored === other.ignored
  );
}
