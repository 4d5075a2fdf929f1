/** What becomes of a request without an answer, in lists. */
export const repeatNames = {
  default: 'As the operation says',
  always: 'Sends again',
  never: 'Asks a person',
} as const;
