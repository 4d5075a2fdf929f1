const labels: Readonly<Record<string, string>> = {
  mode: 'Which records',
  runNext: 'Then run',
};

/** A field of a document by its path: `steps[0].onError` is "Steps › 1 › on error"; keys that people gave stay as they are. */
export function documentLabel(path: string): string {
  const [first = '', ...rest] = path.split(/[.[]/).map((part) => part.replace(/\]$/, ''));
  const keeps = first === 'mapping' || first === 'lookups' || first === 'parameters' || first === 'settings';
  const more = rest.map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : keeps ? part : spaced(part)));
  return [labels[first] ?? capital(spaced(first)), ...more].join(' › ');
}

function spaced(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
