import { Button, NativeSelect, Stack } from '@mantine/core';
import { RightPane } from '@/components/RightPane';
import type { HistoryWords } from './changeRows';
import { Differences } from './Differences';
import type { HistorySearch } from './historySearch';
import type { VersionedResource } from './versions';

interface ComparePaneProps {
  resource: VersionedResource;
  words: HistoryWords;
  /** The version that is compared; without one the pane is closed. */
  version: number | undefined;
  /** The one that it is compared with; without it the present one. */
  other: number | undefined;
  onChange: (search: { [K in keyof HistorySearch]: HistorySearch[K] | undefined }) => void;
  onRevert: ((version: number) => void) | undefined;
}

/** What differs between a version and the present one, or another. */
export function ComparePane({ resource, words, version, other, onChange, onRevert }: ComparePaneProps) {
  const present = resource.version;
  const against = other ?? present;
  const close = () => {
    onChange({ compare: undefined, with: undefined });
  };

  return (
    <RightPane
      opened={version !== undefined}
      title={version === undefined ? 'Compare' : `Compare version ${version}`}
      onClose={close}
      footer={
        version !== undefined &&
        version !== present &&
        onRevert && (
          <Button
            variant="default"
            onClick={() => {
              close();
              onRevert(version);
            }}
          >
            Revert to version {version}…
          </Button>
        )
      }
    >
      {version !== undefined && (
        <Stack>
          <NativeSelect
            label="Compare with"
            data={choices(present, version)}
            value={String(against)}
            onChange={(event) => {
              const chosen = Number(event.currentTarget.value);
              onChange({ with: chosen === present ? undefined : chosen });
            }}
          />
          <Differences
            resource={resource}
            words={words}
            from={Math.min(version, against)}
            to={Math.max(version, against)}
          />
        </Stack>
      )}
    </RightPane>
  );
}

/** Versions are counted from 1 without gaps; so many of the newest are offered. */
const choicesMax = 200;

function choices(present: number, version: number) {
  return Array.from({ length: Math.min(present, choicesMax) }, (_, index) => present - index)
    .filter((choice) => choice !== version)
    .map((choice) => ({
      value: String(choice),
      label: choice === present ? `Version ${choice}, the present one` : `Version ${choice}`,
    }));
}
