import { TextInput } from '@mantine/core';
import { useId, useMemo, useState } from 'react';
import { every, glimpse, jsonPath, type SamplePath } from '../sample/paths';
import classes from './Mapping.module.css';
import { dragged } from './useDrop';

interface SampleTreeProps {
  places: readonly SamplePath[];
  /** A field was chosen, by its number among the places. */
  onChoose: (place: number) => void;
}

/** The fields of the input record with their values: to search, to drag onto a row, or to choose. */
export function SampleTree({ places, onChoose }: SampleTreeProps) {
  const [search, setSearch] = useState('');
  const id = useId();
  const lines = useMemo(() => linesOf(places), [places]);
  const shown = lines.filter(({ path }) => path.toLowerCase().includes(search.trim().toLowerCase()));

  return (
    <section className={classes['panel']} aria-labelledby={id}>
      <h3 id={id}>Input</h3>
      <TextInput
        size="xs"
        type="search"
        aria-label="Search the input's fields"
        placeholder="Search fields"
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
        }}
      />
      {shown.length === 0 ? (
        <p className={classes['note']}>
          {places.length === 0 ? 'No sample: paths are typed as $.name.' : 'No field has that name.'}
        </p>
      ) : (
        <ul className={classes['tree']}>
          {shown.map(({ at, path, name, depth, value }) => (
            <li key={path} style={{ paddingLeft: `${search === '' ? Math.min(depth, 6) * 0.75 : 0}rem` }}>
              <button
                type="button"
                draggable
                title={`Map ${path}`}
                onClick={() => {
                  onChoose(at);
                }}
                onDragStart={(event) => {
                  event.dataTransfer.setData(dragged, String(at));
                  event.dataTransfer.effectAllowed = 'copy';
                }}
              >
                <span className={classes['name']}>{search === '' ? name : path}</span>
                <span className={classes['glimpse']}>{value}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface Line {
  at: number;
  path: string;
  name: string;
  depth: number;
  value: string;
}

/** Every field behind the one that it stands in; of a list's items the fields of all, not those of the first again. */
function linesOf(places: readonly SamplePath[]): readonly Line[] {
  const lines = places.flatMap(({ steps, value }, at): readonly Line[] => {
    const last = steps.at(-1);
    return steps.some((step) => typeof step === 'number')
      ? []
      : [
          {
            at,
            path: jsonPath(steps),
            name: last === every ? 'each item' : String(last),
            depth: steps.length - 1,
            value: glimpse(value, 24),
          },
        ];
  });

  const inner = new Map<string, Line[]>();
  for (const line of lines) {
    const { steps } = places[line.at] ?? { steps: [] };
    const outer = jsonPath(steps.slice(0, -1));
    inner.set(outer, [...(inner.get(outer) ?? []), line]);
  }

  const under = (path: string): readonly Line[] =>
    (inner.get(path) ?? []).flatMap((line) => [line, ...under(line.path)]);
  return under('$');
}
