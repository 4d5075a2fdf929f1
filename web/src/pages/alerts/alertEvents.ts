/** What people can be told of, in the order in which they are offered. */
export const alertEvents = [
  { value: 'flow.failed', label: 'A flow fails', says: 'A run ended before its last record.' },
  { value: 'flow.errors', label: 'A flow has open errors', says: 'Records failed and wait for a person.' },
  { value: 'connection.offline', label: 'A connection goes offline', says: 'Its runs wait until it works again.' },
] as const;

/** "A flow fails, a connection goes offline" */
export function eventsInWords(events: readonly string[]): string {
  const words = alertEvents.filter(({ value }) => events.includes(value)).map(({ label }) => label);
  return words.map((label, index) => (index === 0 ? label : label.charAt(0).toLowerCase() + label.slice(1))).join(', ');
}
