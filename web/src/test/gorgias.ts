import form from '../../../tests/Weir.Tests/Catalogue/snapshots/gorgias.form.json';
import type { ConnectionView, FormFieldView } from '@/api/schema';

/** The form of Gorgias as the server gives it. */
export const gorgiasForm = form as FormFieldView[];

/** A stored connection. */
export const stored: ConnectionView = {
  id: 'conn_1',
  name: 'Gorgias fuchsia',
  application: 'gorgias',
  settings: { subdomain: 'fuchsia', username: 'ops@fuchsia.example' },
  secrets: ['password'],
  borrowConcurrencyFrom: null,
  concurrencyLevel: 7,
  status: 'online',
  lastTest: null,
  integrations: [],
  version: 3,
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
};
