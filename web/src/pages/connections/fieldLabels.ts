import type { FormFieldView } from '@/api/schema';
import { pathOf } from './pane/fieldValues';

const own: Readonly<Record<string, string>> = { name: 'Name', application: 'Application' };

/** What a field is called on the screen, by its path in the body: `settings.subdomain` is "Subdomain". */
export function fieldLabel(path: string, form: readonly FormFieldView[]): string {
  const label = own[path] ?? form.find(({ field }) => pathOf(field) === path)?.label;
  return label ?? path.replace(/^settings\./, '');
}
