import type { OperationView } from '@/api/schema';
import type { ImportFields } from '../operations/documents';
import { missingParameters } from '../operations/parts/missingParameters';

/** What is missing in an import, by field. */
export function missingIn(fields: ImportFields, operation: OperationView | undefined, spelledOut: boolean) {
  const path = fields.request?.['path'];
  return {
    ...(fields.name.trim() === '' && { name: 'Give it a name.' }),
    ...(fields.connection === '' && { connection: 'Choose a connection.' }),
    ...(!spelledOut && fields.operation === null && { operation: 'Choose what it writes.' }),
    ...(spelledOut && (path === undefined || path === '') && { 'request.path': 'Say where it is sent, e.g. /things.' }),
    ...missingParameters(fields.parameters, operation),
    ...(fields.order === 'key' && fields.orderKey === null && { orderKey: 'Say which records follow one another.' }),
  };
}
