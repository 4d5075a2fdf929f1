import { getRouteApi } from '@tanstack/react-router';
import { may } from '@/api/session';
import type { HistorySearch } from './historySearch';
import { RevertDialog } from './RevertDialog';
import { useDocumentWords } from './useDocumentWords';
import { VersionHistory } from './VersionHistory';
import type { Reverted, VersionedResource } from './versions';

const shell = getRouteApi('/shell');

/** The versions of an export, import or flow, with a way back to each. */
export function DocumentHistory(props: { resource: VersionedResource<Reverted>; search: HistorySearch }) {
  const { resource, search } = props;
  const { user } = shell.useRouteContext();
  const words = useDocumentWords();
  return (
    <VersionHistory
      resource={resource}
      words={words}
      description="Every change makes a version. Runs under way keep the one that they began with."
      search={search}
      mayRevert={may(user, 'manager')}
      question={(version, onClose) => (
        <RevertDialog key={version} resource={resource} words={words} version={version} onClose={onClose} />
      )}
    />
  );
}
