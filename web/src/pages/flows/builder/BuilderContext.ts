import { createContext, useContext } from 'react';
import type { Place } from './draft/flowDraft';
import type { RunStore } from './run/runStore';

/** What can be done with the sources and steps, from wherever they are shown. It stays the same while the page does. */
export interface BuilderActions {
  open: (id: string) => void;
  openCase: (branch: string, index: number) => void;
  removeCase: (branch: string, index: number) => void;
  moveCase: (branch: string, index: number, by: 1 | -1) => void;
  addSource: () => void;
  /** A destination or a lookup. */
  addStep: (at: Place) => void;
  addBranch: (at: Place) => void;
  copy: (id: string) => void;
  remove: (id: string) => void;
  toggle: (id: string) => void;
  /** By one place towards the beginning or the end. */
  move: (id: string, by: 1 | -1) => void;
}

interface Builder {
  actions: BuilderActions;
  run: RunStore;
  mayEdit: boolean;
}

export const BuilderContext = createContext<Builder | null>(null);

export function useBuilder(): Builder {
  const builder = useContext(BuilderContext);
  if (builder === null) {
    throw new Error('A part of the builder stands outside of it.');
  }

  return builder;
}
