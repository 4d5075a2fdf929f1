import { getRouteApi } from '@tanstack/react-router';
import { may } from '@/api/session';
import { PageHeader } from '@/components/PageHeader';
import { Section } from '@/components/Section';
import { ApplyFile } from './ApplyFile';
import classes from './Files.module.css';
import { PullButton } from './PullButton';

const shell = getRouteApi('/shell');

/** The configuration as a file: pulled, and applied after its difference was seen. */
export function FilesPage() {
  const { user } = shell.useRouteContext();
  return (
    <>
      <PageHeader
        title="Files"
        description="The whole configuration as a file: to keep, to compare, to take to another server."
      />
      <Section
        title="Pull"
        description="Connections, integrations, exports, imports and flows. Secrets are never in it."
        action={<PullButton />}
      >
        <p className={classes['note']}>
          For a folder with a file for each resource, to keep under version control: <code>weir pull</code>.
        </p>
      </Section>
      <Section title="Apply" description="What the file would change is shown first. All of it is done, or nothing.">
        {may(user, 'administrator') ? (
          <ApplyFile />
        ) : (
          <p className={classes['note']}>An administrator applies files.</p>
        )}
      </Section>
    </>
  );
}
