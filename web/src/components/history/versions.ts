import { api, bodyOf } from '@/api/client';
import type { DocumentChange, VersionView } from '@/api/schema';

/** The kinds whose versions the pages show. */
export type Versioned = 'connections' | Reverted;

/** Those that are reverted without a test of them. */
export type Reverted = 'exports' | 'imports' | 'flows';

/** A resource of one of them, at its present version. */
export interface VersionedResource<Kind extends Versioned = Versioned> {
  kind: Kind;
  id: string;
  name: string;
  version: number;
}

interface Difference {
  changes: DocumentChange[];
  moreChanges?: number;
}

type Page = Promise<{ data: VersionView[]; next: string | null }>;

/** A page of its versions, the newest first. */
export function readVersions({ kind, id }: VersionedResource, query: { limit: string; cursor?: string }): Page {
  const params = { path: { id }, query };
  switch (kind) {
    case 'connections':
      return bodyOf(api.GET('/v1/connections/{id}/versions', { params }));
    case 'exports':
      return bodyOf(api.GET('/v1/exports/{id}/versions', { params }));
    case 'imports':
      return bodyOf(api.GET('/v1/imports/{id}/versions', { params }));
    case 'flows':
      return bodyOf(api.GET('/v1/flows/{id}/versions', { params }));
  }
}

/** What differs from one version to another. */
export function readDifference({ kind, id }: VersionedResource, version: number, to: number): Promise<Difference> {
  const params = { path: { id, version }, query: { to: String(to) } };
  switch (kind) {
    case 'connections':
      return bodyOf(api.GET('/v1/connections/{id}/versions/{version}/difference', { params }));
    case 'exports':
      return bodyOf(api.GET('/v1/exports/{id}/versions/{version}/difference', { params }));
    case 'imports':
      return bodyOf(api.GET('/v1/imports/{id}/versions/{version}/difference', { params }));
    case 'flows':
      return bodyOf(api.GET('/v1/flows/{id}/versions/{version}/difference', { params }));
  }
}

/** Makes a former version the present one, unless the resource has changed meanwhile. */
export async function revertTo(
  { kind, id, version: present }: VersionedResource<Reverted>,
  version: number,
): Promise<void> {
  const params = { path: { id, version }, header: { 'If-Match': `"${present}"` } };
  switch (kind) {
    case 'exports':
      await api.POST('/v1/exports/{id}/versions/{version}/revert', { params });
      break;
    case 'imports':
      await api.POST('/v1/imports/{id}/versions/{version}/revert', { params });
      break;
    case 'flows':
      await api.POST('/v1/flows/{id}/versions/{version}/revert', { params });
      break;
  }
}
