/** What the address says of the builder. */
export interface BuilderSearch {
  /** How the flow is shown, when it is not as the window's width suggests. */
  view?: 'list';
}

export function builderSearch(raw: Record<string, unknown>): BuilderSearch {
  return raw['view'] === 'list' ? { view: 'list' } : {};
}
