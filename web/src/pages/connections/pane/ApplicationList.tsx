import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState, type KeyboardEvent } from 'react';
import { applicationsQuery } from '@/api/applications';
import type { ApplicationEntryView } from '@/api/schema';
import { ApplicationIcon } from '@/components/ApplicationIcon';
import { Loading } from '@/components/Loading';
import { Problem } from '@/components/Problem';
import classes from './ApplicationList.module.css';

/** What can be connected, by category; the arrow keys go through it. */
export function ApplicationList({ onChoose }: { onChoose: (application: ApplicationEntryView) => void }) {
  const [searched, setSearched] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const query = useQuery(applicationsQuery);
  if (query.error !== null) {
    return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  }

  const move = (event: KeyboardEvent) => {
    moveFocus(event, list.current);
  };
  const categories = grouped(query.data ?? [], searched);
  return (
    <div ref={list} className={classes['list']}>
      <TextInput
        type="search"
        aria-label="Search applications"
        placeholder="Search applications"
        leftSection={<IconSearch size={16} stroke={1.6} />}
        data-autofocus
        onKeyDown={move}
        value={searched}
        onChange={(event) => {
          setSearched(event.currentTarget.value);
        }}
      />
      {query.isPending && <Loading />}
      {categories.map(([category, applications]) => (
        <section key={category} aria-label={category}>
          <h3>{category}</h3>
          <ul>
            {applications.map((application) => (
              <li key={application.key}>
                <button
                  type="button"
                  onKeyDown={move}
                  aria-labelledby={`application-${application.key}`}
                  aria-describedby={`application-${application.key}-what`}
                  onClick={() => {
                    onChoose(application);
                  }}
                >
                  <ApplicationIcon application={application.key} size={40} />
                  <span>
                    <span id={`application-${application.key}`} className={classes['name']}>
                      {application.name}
                    </span>
                    <span id={`application-${application.key}-what`} className={classes['what']}>
                      {application.description}
                    </span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {query.data !== undefined && categories.length === 0 && (
        <p role="status" className={classes['none']}>
          No application is called that. Any JSON API can be connected with HTTP.
        </p>
      )}
    </div>
  );
}

function grouped(all: readonly ApplicationEntryView[], searched: string): [string, ApplicationEntryView[]][] {
  const words = searched.trim().toLowerCase();
  const found = all.filter(({ name, category, description }) =>
    [name, category, description].some((text) => text?.toLowerCase().includes(words)),
  );
  const names = [...new Set(found.map(categoryOf))].toSorted((a, b) => a.localeCompare(b));
  return names.map((name) => [name, found.filter((application) => categoryOf(application) === name)]);
}

function categoryOf({ category }: ApplicationEntryView): string {
  return category ?? 'Other';
}

function moveFocus(event: KeyboardEvent, list: HTMLElement | null): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const stops = [...(list?.querySelectorAll<HTMLElement>('input, li > button') ?? [])];
  const next = stops[stops.indexOf(document.activeElement as HTMLElement) + step];
  if (step !== 0 && next !== undefined) {
    event.preventDefault();
    next.focus();
  }
}
