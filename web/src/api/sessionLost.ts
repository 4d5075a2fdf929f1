import { ApiError } from './problem';

/**
 * Whether the server no longer knows who asks. Requests wait here until the person has signed in again over the page, or
 * has left for the sign-in page.
 */
class SessionLost {
  private waiting: { go: () => void; leave: (reason: ApiError) => void }[] = [];
  private readonly listeners = new Set<() => void>();

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  readonly isLost = () => this.waiting.length > 0;

  /** Resolves when the person has signed in again; throws an {@link ApiError} when they left. */
  untilSignedIn(): Promise<void> {
    return new Promise((go, leave) => {
      this.waiting = [...this.waiting, { go, leave }];
      this.tell();
    });
  }

  signedIn() {
    const released = this.release();
    released.forEach(({ go }) => {
      go();
    });
  }

  left() {
    const released = this.release();
    released.forEach(({ leave }) => {
      leave(new ApiError(401, 'unauthorized', 'You are signed out.', []));
    });
  }

  private release() {
    const released = this.waiting;
    this.waiting = [];
    this.tell();
    return released;
  }

  private tell() {
    this.listeners.forEach((listener) => {
      listener();
    });
  }
}

export const sessionLost = new SessionLost();
